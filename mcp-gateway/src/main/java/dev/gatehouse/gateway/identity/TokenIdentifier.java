package dev.gatehouse.gateway.identity;

import dev.gatehouse.adapters.dial.Dialler;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Tells callers apart by the access tokens that they bring, of any of several issuers.
 *
 * <p>Guarantee: a token is held against the keys and the rules of the one issuer that it names, and
 * a token that is bound to a key or a certificate works for nobody else. Thread-safe.
 *
 * <p>Source: RFC 6750, RFC 8705 §3, RFC 9449; MCP 2026-07-28 basic/authorization.
 */
public final class TokenIdentifier implements Identifier {
  /** Longer ones are refused unread: a header of this size holds hundreds of groups. */
  private static final int TOKEN_CHARS_MAX = 16 << 10;

  private final Map<String, TokenIssuer> issuers = new LinkedHashMap<>();
  private final Challenges challenges;
  private final Proofs proofs;

  /**
   * Of these issuers, asked in this order about what names none.
   *
   * @param roles of somebody who is in these groups
   * @param dialler asks the issuers; it may connect to the addresses that stand in their settings
   */
  public TokenIdentifier(
      List<IssuerSettings> settings,
      Challenges challenges,
      Function<List<String>, Set<Role>> roles,
      InstantSource clock,
      Dialler dialler) {
    for (IssuerSettings each : settings) {
      RemoteJson remote = new RemoteJson(named(dialler, each));
      issuers.put(each.issuer(), new TokenIssuer(each, remote, clock, roles));
    }
    this.challenges = challenges;
    this.proofs = new Proofs(clock);
  }

  private static Dialler named(Dialler dialler, IssuerSettings settings) {
    Dialler named = dialler.naming(URI.create(settings.issuer()));
    if (settings.keys() instanceof IssuerSettings.Keys.At(URI address)) {
      named = named.naming(address);
    }
    return settings.introspection().isPresent()
        ? named.naming(settings.introspection().get().endpoint())
        : named;
  }

  @Override
  public Identification identify(Credentials credentials) {
    if (credentials.token().isEmpty()) {
      return challenges.noToken();
    }
    AccessToken token = credentials.token().get();
    if (token.text().length() > TOKEN_CHARS_MAX) {
      return challenges.refused("too-long");
    }
    Optional<String> named = issuerNamed(token.text());
    if (named.isPresent()) {
      TokenIssuer issuer = issuers.get(named.get());
      return issuer == null
          ? challenges.refused("wrong-issuer")
          : identified(issuer, issuer.signed(token.text()), token, credentials);
    }
    return opaque(token, credentials);
  }

  private Identification opaque(AccessToken token, Credentials credentials) {
    Identification refused = challenges.refused("invalid");
    for (TokenIssuer issuer : issuers.values()) {
      Optional<Checked> checked = issuer.opaque(token.text());
      if (checked.isPresent()) {
        Identification identified = identified(issuer, checked.get(), token, credentials);
        if (checked.get() instanceof Checked.Good) {
          return identified;
        }
        refused = identified;
      }
    }
    return refused;
  }

  private Identification identified(
      TokenIssuer issuer, Checked checked, AccessToken token, Credentials credentials) {
    return switch (checked) {
      case Checked.Bad(String reason) -> challenges.refused(reason);
      case Checked.Good(JsonObject claims) ->
          notHeld(issuer, claims, token, credentials)
              .orElseGet(
                  () ->
                      switch (issuer.named(claims)) {
                        case TokenIssuer.Named.Nobody(String reason) -> challenges.refused(reason);
                        case TokenIssuer.Named.Somebody(Principal principal) -> granted(principal);
                      });
    };
  }

  private Identification granted(Principal principal) {
    if (!principal.scopes().containsAll(challenges.usual())) {
      return challenges.insufficient(principal.scopes(), challenges.usual());
    }
    return new Identification.Known(principal);
  }

  /** What is answered to one who does not hold what the token is bound to. */
  private Optional<Identification> notHeld(
      TokenIssuer issuer, JsonObject claims, AccessToken token, Credentials credentials) {
    Optional<String> key = new ClaimPath("cnf.jkt").text(claims);
    Optional<String> certificate = new ClaimPath("cnf.x5t#S256").text(claims);
    if (key.isEmpty() && certificate.isEmpty()) {
      if (issuer.settings().needsProof()) {
        return Optional.of(challenges.refused("not-bound"));
      }
      // Else anybody who found a bearer token could bring a proof by a key of his own.
      return token.proof().map(_ -> challenges.unproven("not-bound"));
    }
    if (certificate.isPresent()
        && !certificate.equals(credentials.certificate().map(TokenIdentifier::thumbprint))) {
      return Optional.of(challenges.refused("another-certificate"));
    }
    if (key.isEmpty()) {
      return Optional.empty();
    }
    Optional<AccessToken.Proof> proof = token.proof();
    return proof.isEmpty()
        ? Optional.of(challenges.refused("no-proof"))
        : proofs.fault(proof.get(), token.text(), key.get()).map(challenges::unproven);
  }

  private static String thumbprint(X509Certificate certificate) {
    try {
      return Hashes.sha256(certificate.getEncoded());
    } catch (CertificateEncodingException e) {
      return "";
    }
  }

  /** The issuer that a signed token names, unchecked yet; nothing where it is no signed token. */
  private static Optional<String> issuerNamed(String token) {
    String[] parts = token.split("\\.", -1);
    if (parts.length != 3) {
      return Optional.empty();
    }
    try {
      byte[] payload = Base64.getUrlDecoder().decode(parts[1]);
      JsonObject claims = SignedTokens.claims(new String(payload, StandardCharsets.UTF_8));
      return Optional.of(claims.getString("iss", ""));
    } catch (IllegalArgumentException | JsonException | ClassCastException _) {
      return Optional.empty();
    }
  }
}
