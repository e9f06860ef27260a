package dev.gatehouse.gateway.signin;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.Set;

/**
 * Where browsers may be sent back to.
 *
 * <p>Source: RFC 8252 §7.3, §8.3; MCP 2026-07-28 basic/authorization.
 */
public final class Redirects {
  private static final Set<String> HERE = Set.of("127.0.0.1", "[::1]", "localhost");

  /** Longer than any that is meant. */
  private static final int CHARS_MAX = 2000;

  private Redirects() {}

  /** Whether a client may have this one: https, or http to the browser's own machine. */
  public static boolean isAllowed(String text) {
    return parse(text).filter(uri -> isHttps(uri) || isHere(uri)).isPresent();
  }

  /** Whether it leads to the browser's own machine, where any program may listen. */
  static boolean isHere(String text) {
    return parse(text).filter(Redirects::isHere).isPresent();
  }

  /**
   * Whether a client that has the one may ask for the other: they are the same, but for the port
   * where a program on the browser's machine takes whichever is free.
   */
  static boolean match(String registered, String asked) {
    if (registered.equals(asked)) {
      return true;
    }
    Optional<URI> one = parse(registered).filter(Redirects::isHere);
    Optional<URI> other = parse(asked).filter(Redirects::isHere);
    return one.isPresent()
        && other.isPresent()
        && withoutPort(one.get()).equals(withoutPort(other.get()));
  }

  private static String withoutPort(URI uri) {
    return uri.getHost() + uri.getRawPath() + "?" + uri.getRawQuery();
  }

  private static boolean isHttps(URI uri) {
    return "https".equals(uri.getScheme());
  }

  private static boolean isHere(URI uri) {
    return "http".equals(uri.getScheme()) && HERE.contains(uri.getHost());
  }

  private static Optional<URI> parse(String text) {
    if (text.length() > CHARS_MAX) {
      return Optional.empty();
    }
    try {
      URI uri = new URI(text);
      boolean isPlain =
          uri.getHost() != null && uri.getRawFragment() == null && uri.getRawUserInfo() == null;
      return isPlain && text.chars().allMatch(c -> (c > 0x20) && (c < 0x7f))
          ? Optional.of(uri)
          : Optional.empty();
    } catch (URISyntaxException _) {
      return Optional.empty();
    }
  }
}
