package dev.gatehouse.gateway.credentials;

import dev.gatehouse.adapters.UpstreamException;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * An authorization server at which people are asked, as its own metadata describe it. Immutable.
 *
 * <p>Source: RFC 8414 §2, RFC 9207 §3; Client ID Metadata Document draft 01 §5.
 *
 * @param issuer its name, letter by letter
 * @param authorization where browsers go
 * @param tokens where forms are posted
 * @param registration where clients make themselves known
 * @param revocation where tokens are given back
 * @param methods how clients may show who they are, as it says; empty where it does not say
 * @param scopes that it knows, as it says
 * @param takesDocuments whether a client may be the address of a document
 * @param saysIssuer whether it names itself in what a browser brings back
 */
record CodeServer(
    String issuer,
    URI authorization,
    URI tokens,
    Optional<URI> registration,
    Optional<URI> revocation,
    List<String> methods,
    List<String> scopes,
    boolean takesDocuments,
    boolean saysIssuer) {
  CodeServer {
    methods = List.copyOf(methods);
    scopes = List.copyOf(scopes);
  }

  /** Reads its metadata. */
  static CodeServer of(JsonObject document, Trouble trouble) throws UpstreamException {
    if (!MetadataDocuments.texts(document, "code_challenge_methods_supported").contains("S256")) {
      throw trouble.forbidden("has an authorization server without PKCE by S256");
    }
    return new CodeServer(
        document.getString("issuer"),
        needed(document, "authorization_endpoint", trouble),
        needed(document, "token_endpoint", trouble),
        address(document, "registration_endpoint"),
        address(document, "revocation_endpoint"),
        MetadataDocuments.texts(document, "token_endpoint_auth_methods_supported"),
        MetadataDocuments.texts(document, "scopes_supported"),
        isTrue(document, "client_id_metadata_document_supported"),
        isTrue(document, "authorization_response_iss_parameter_supported"));
  }

  private static URI needed(JsonObject document, String member, Trouble trouble)
      throws UpstreamException {
    return address(document, member)
        .orElseThrow(
            () -> trouble.forbidden("has an authorization server without `" + member + "`"));
  }

  private static Optional<URI> address(JsonObject document, String member) {
    return Origins.parsed(document.getString(member, "")).filter(Origins::isConfidential);
  }

  private static boolean isTrue(JsonObject document, String member) {
    return JsonValue.TRUE.equals(document.get(member));
  }
}
