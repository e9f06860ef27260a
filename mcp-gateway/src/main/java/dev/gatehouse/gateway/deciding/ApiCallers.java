package dev.gatehouse.gateway.deciding;

import dev.gatehouse.gateway.approval.Deciders;
import dev.gatehouse.gateway.identity.AccessToken;
import dev.gatehouse.gateway.identity.Credentials;
import dev.gatehouse.gateway.identity.Identification;
import dev.gatehouse.gateway.identity.Identifier;
import dev.gatehouse.gateway.identity.Principal;
import dev.gatehouse.gateway.signin.Asked;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/**
 * Who a program asks for: as for calls, but that in local mode it shows the key of the pages, which
 * not everything has that can open an address. Thread-safe.
 */
record ApiCallers(Entrance entrance, Identifier identifier, Viewers viewers) {

  /** Whether it is known. */
  sealed interface Found {
    /** It is. */
    record Known(Viewer viewer) implements Found {}

    /**
     * It is not.
     *
     * @param challenge the header that says what is wanted
     * @param reason one word for the record
     */
    record Unknown(String challenge, String reason) implements Found {}
  }

  Found find(Asked asked, URI base) {
    return switch (entrance) {
      case Entrance.ByKey(PageKey key, String owner) -> byKey(asked, key, owner);
      case Entrance.BySignin _, Entrance.Nowhere _ -> byToken(asked, base);
    };
  }

  private static Found byKey(Asked asked, PageKey key, String owner) {
    Optional<String> shown = token(asked, "").map(AccessToken::text);
    if (shown.filter(key::isIt).isPresent()) {
      return new Found.Known(Viewers.owner(Deciders.owner(owner)));
    }
    return new Found.Unknown("Bearer", shown.isEmpty() ? "no-key" : "key");
  }

  private Found byToken(Asked asked, URI base) {
    String uri = base.resolve(asked.path()).toString();
    Credentials credentials = new Credentials(token(asked, uri), Optional.empty(), asked.peer());
    return switch (identifier.identify(credentials)) {
      case Identification.Known(Principal principal) -> new Found.Known(viewers.of(principal));
      case Identification.Challenged(int _, String challenge, String reason) ->
          new Found.Unknown(challenge, reason);
    };
  }

  private static Optional<AccessToken> token(Asked asked, String uri) {
    String header = asked.header("authorization").orElse("");
    int blank = header.indexOf(' ');
    if (blank < 0) {
      return Optional.empty();
    }
    String text = header.substring(blank + 1).strip();
    return switch (header.substring(0, blank).toLowerCase(Locale.ROOT)) {
      case "bearer" -> Optional.of(AccessToken.bearer(text));
      case "dpop" ->
          Optional.of(
              new AccessToken(
                  text,
                  Optional.of(
                      new AccessToken.Proof(
                          asked.header("dpop").stream().toList(),
                          asked.method(),
                          URI.create(uri)))));
      default -> Optional.empty();
    };
  }
}
