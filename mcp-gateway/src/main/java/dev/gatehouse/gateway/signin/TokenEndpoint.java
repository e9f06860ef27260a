package dev.gatehouse.gateway.signin;

import dev.gatehouse.recordings.RecordingException;
import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Gives tokens for what clients bring.
 *
 * <p>Guarantee: a token is recorded before it is given. Thread-safe.
 *
 * <p>Source: OAuth 2.1 §3.2; RFC 6749 §5; RFC 7636 §4.6; RFC 8707 §2.2.
 */
final class TokenEndpoint {
  private static final String VERIFIER = "[A-Za-z0-9._~-]{43,128}";

  private final SigninSettings settings;
  private final ClientProofs proofs;
  private final AuthorizationRequests requests;
  private final Codes codes;
  private final Devices devices;
  private final Families families;
  private final BroughtGrants brought;
  private final AccessTokens tokens;
  private final SigninEntries entries;
  private final PeerLimit limit = new PeerLimit(3000, Duration.ofMinutes(1));

  TokenEndpoint(
      SigninSettings settings,
      ClientProofs proofs,
      Codes codes,
      Devices devices,
      Families families,
      BroughtGrants brought,
      AccessTokens tokens,
      SigninEntries entries) {
    this.settings = settings;
    this.proofs = proofs;
    this.requests = new AuthorizationRequests(settings);
    this.codes = codes;
    this.devices = devices;
    this.families = families;
    this.brought = brought;
    this.tokens = tokens;
    this.entries = entries;
  }

  /** The fields of a form, where the peer has not sent too many of them. */
  private Fields form(Asked asked) throws RefusedException {
    if (!limit.admits(asked.peer())) {
      throw new RefusedException("temporarily_unavailable", "too-many", "come back later");
    }
    if (!asked.isOf("application/x-www-form-urlencoded")) {
      throw RefusedException.request("no-form", "expected application/x-www-form-urlencoded");
    }
    Fields fields = Fields.of(asked.body());
    fields.onceEach();
    return fields;
  }

  /** A token is asked for. */
  Answer token(Asked asked) throws RefusedException, SQLException, RecordingException {
    Fields fields = form(asked);
    String word = fields.required("grant_type");
    Grant grant =
        Grant.of(word)
            .filter(each -> each != Grant.JWT_BEARER || brought.areTaken())
            .orElseThrow(
                () ->
                    new RefusedException(
                        "unsupported_grant_type", "grant-type", "there is no such grant_type"));
    Client client = proofs.asking(asked, fields);
    if (!client.grants().contains(grant)) {
      throw new RefusedException(
          "unauthorized_client", "grant-type", "this client may not use this grant_type");
    }
    return switch (grant) {
      case AUTHORIZATION_CODE -> byCode(client, fields);
      case REFRESH_TOKEN -> byRefreshToken(client, fields);
      case DEVICE_CODE -> {
        Devices.Allowed allowed = devices.take(fields.required("device_code"), client);
        yield first(client, allowed.granted(), allowed.renewal(), Handles.fresh(), grant);
      }
      case CLIENT_CREDENTIALS -> given(itself(client, fields), grant);
      case JWT_BEARER -> given(brought.granted(client, fields), grant);
    };
  }

  private Answer byCode(Client client, Fields fields)
      throws RefusedException, SQLException, RecordingException {
    String text = fields.required("code");
    Optional<Codes.Code> taken = codes.take(text);
    if (taken.isEmpty()) {
      Optional<String> family = codes.familyOf(text);
      if (family.isPresent()) {
        families.endOf(family.get());
        throw RefusedException.grant("code-reused");
      }
      throw RefusedException.grant("code-unknown");
    }
    Codes.Code code = taken.get();
    if (!code.granted().client().equals(client.id())) {
      throw RefusedException.grant("code-of-another");
    }
    // OAuth 2.1 asks for it no more: whose code it is, the verifier shows.
    if (!fields.get("redirect_uri").orElse(code.redirect()).equals(code.redirect())) {
      throw RefusedException.grant("code-redirect");
    }
    String verifier = fields.required("code_verifier");
    if (!verifier.matches(VERIFIER) || !Handles.same(Handles.digest(verifier), code.challenge())) {
      throw RefusedException.grant("code-verifier");
    }
    if (fields.get("resource").isPresent()
        && !settings.resource(fields.get("resource")).equals(code.granted().resource())) {
      throw new RefusedException("invalid_target", "resource", "it was granted for another one");
    }
    return first(client, code.granted(), code.renewal(), code.family(), Grant.AUTHORIZATION_CODE);
  }

  private Answer first(
      Client client, Granted granted, Optional<String> renewal, String family, Grant grant)
      throws RefusedException, SQLException, RecordingException {
    String token = made(granted, grant);
    Optional<String> refreshToken =
        client.grants().contains(Grant.REFRESH_TOKEN)
            ? Optional.of(families.begin(family, granted, renewal))
            : Optional.empty();
    return answer(granted, token, refreshToken);
  }

  private Answer byRefreshToken(Client client, Fields fields)
      throws RefusedException, SQLException, RecordingException {
    Optional<String> resource =
        fields.get("resource").isPresent()
            ? Optional.of(settings.resource(fields.get("resource")))
            : Optional.empty();
    Optional<Set<String>> scopes = fields.get("scope").map(TokenEndpoint::words);
    String token = fields.required("refresh_token");
    return families.alone(token, () -> turned(token, client, resource, scopes));
  }

  private Answer turned(
      String came, Client client, Optional<String> resource, Optional<Set<String>> scopes)
      throws RefusedException, SQLException, RecordingException {
    Families.Turn turn = families.allowed(came, client, resource, scopes);
    Granted all = turn.family().granted();
    Granted granted =
        new Granted(all.client(), all.person(), all.resource(), scopes.orElse(all.scopes()));
    try {
      // Before the refresh token is used up: whoever is told to come back comes back with it.
      String token = made(granted, Grant.REFRESH_TOKEN);
      return answer(granted, token, Optional.of(families.turn(turn)));
    } catch (RecordingException e) {
      families.keep(turn);
      throw e;
    }
  }

  private static Set<String> words(String scope) {
    return new LinkedHashSet<>(List.of(scope.strip().split(" +", -1)));
  }

  /** A program that acts for itself. Source: RFC 6749 §4.4. */
  private Granted itself(Client client, Fields fields) throws RefusedException {
    if (client.isPublic()) {
      throw new RefusedException(
          "unauthorized_client", "grant-type", "a client without a secret is nobody");
    }
    return new Granted(
        client.id(),
        new Person(client.id(), Person.PROGRAM + client.id(), client.groups(), Optional.empty()),
        settings.resource(fields.get("resource")),
        requests.scopes(fields.get("scope")));
  }

  private Answer given(Granted granted, Grant grant) throws SQLException, RecordingException {
    return answer(granted, made(granted, grant), Optional.empty());
  }

  /** An access token, which is recorded. */
  private String made(Granted granted, Grant grant) throws SQLException, RecordingException {
    String id = Handles.fresh();
    String token = tokens.make(granted, id);
    entries.token(granted, grant, id);
    // If we crash here there is a record more than there are tokens.
    return token;
  }

  private Answer answer(Granted granted, String token, Optional<String> refreshToken) {
    JsonObjectBuilder answer =
        Json.createObjectBuilder()
            .add("access_token", token)
            .add("token_type", "Bearer")
            .add("expires_in", tokens.life().toSeconds());
    if (!granted.scopes().isEmpty()) {
      answer.add("scope", granted.scope());
    }
    refreshToken.ifPresent(text -> answer.add("refresh_token", text));
    return Answer.json(200, answer.build());
  }

  /** A client gives its session back. Source: RFC 7009. */
  Answer revoked(Asked asked) throws RefusedException, SQLException, RecordingException {
    Fields fields = form(asked);
    Client client = proofs.asking(asked, fields);
    String token = fields.required("token");
    if (token.chars().filter(c -> c == '.').count() == 2) {
      throw new RefusedException(
          "unsupported_token_type", "token-type", "access tokens end by themselves, and soon");
    }
    families.revoke(token, client);
    return Answer.json(200, Json.createObjectBuilder().build());
  }

  /** A device without a browser begins. */
  Answer device(Asked asked) throws RefusedException, SQLException {
    Fields fields = form(asked);
    Client client = proofs.asking(asked, fields);
    return devices.begin(
        client,
        settings.resource(fields.get("resource")),
        requests.scopes(fields.get("scope")),
        asked.peer());
  }
}
