package dev.gatehouse.gateway.deciding;

import dev.gatehouse.gateway.signin.Asked;
import dev.gatehouse.gateway.signin.OwnOrigin;
import java.net.InetAddress;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/**
 * Which pages are ours, and their cookies. Immutable.
 *
 * @param base the address below which they are
 * @param isLocal whether only this machine reaches them, under any of its own names
 */
record Origins(URI base, boolean isLocal) {

  /** Whether a form comes from a page of ours; browsers say from where. */
  boolean admits(Asked asked) {
    Optional<String> origin = asked.header("origin");
    return origin.isEmpty() || own().is(origin.get()) || (isLocal && isThisMachine(origin.get()));
  }

  private boolean isThisMachine(String origin) {
    try {
      URI uri = URI.create(origin);
      return base.getScheme().equals(uri.getScheme())
          && base.getPort() == uri.getPort()
          && uri.getHost() != null
          && isLoopback(uri.getHost());
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  private static boolean isLoopback(String host) {
    if (host.toLowerCase(Locale.ROOT).equals("localhost")) {
      return true;
    }
    try {
      return InetAddress.ofLiteral(host.replaceAll("^\\[|]$", "")).isLoopbackAddress();
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  private OwnOrigin own() {
    return new OwnOrigin(base.getScheme() + "://" + base.getRawAuthority());
  }

  String resolve(String path) {
    return base.resolve(path).toString();
  }

  private String name(String word) {
    return (own().isWithTls() ? "__Host-" : "") + "gatehouse-approvals" + word;
  }

  /** Of somebody who is known. */
  Optional<String> session(Asked asked) {
    return handle(asked.cookie(name("")));
  }

  /** Of a browser at the sign-in. */
  Optional<String> arriving(Asked asked) {
    return handle(asked.cookie(name("-arriving")));
  }

  private static Optional<String> handle(Optional<String> cookie) {
    return cookie.filter(value -> value.matches("[A-Za-z0-9_-]{43}"));
  }

  String sessionCookie(String value, long seconds) {
    return cookie(name(""), value, seconds);
  }

  String arrivingCookie(String value, long seconds) {
    return cookie(name("-arriving"), value, seconds);
  }

  private String cookie(String name, String value, long seconds) {
    return name
        + "="
        + value
        + "; Path=/; HttpOnly; SameSite=Lax; Max-Age="
        + seconds
        + (own().isWithTls() ? "; Secure" : "");
  }
}
