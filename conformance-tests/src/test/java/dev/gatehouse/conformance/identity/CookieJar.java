package dev.gatehouse.conformance.identity;

import java.net.URI;
import java.net.http.HttpHeaders;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The cookies of a browser. Ports do not tell sites apart, and what is marked as secure is sent to
 * this machine without TLS, too: both as browsers do, and unlike the JDK's. Confined to one thread.
 *
 * <p>Source: RFC 6265bis draft 22 §5.
 */
final class CookieJar {
  private final Map<Key, Cookie> cookies = new LinkedHashMap<>();

  private record Key(String host, String name, String path) {}

  private record Cookie(String value, SameSite sameSite) {}

  private enum SameSite {
    NONE,
    LAX,
    STRICT
  }

  /** Keeps what a response sets. */
  void keep(URI from, HttpHeaders headers) {
    for (String line : headers.allValues("Set-Cookie")) {
      List<String> parts = new ArrayList<>(List.of(line.split(";", -1)));
      String[] pair = parts.removeFirst().split("=", 2);
      Map<String, String> attributes = new LinkedHashMap<>();
      for (String part : parts) {
        String[] words = part.strip().split("=", 2);
        attributes.put(words[0].toLowerCase(Locale.ROOT), words.length > 1 ? words[1] : "");
      }
      Key key = new Key(from.getHost(), pair[0].strip(), attributes.getOrDefault("path", "/"));
      if ("0".equals(attributes.get("max-age"))) {
        cookies.remove(key);
      } else {
        cookies.put(key, new Cookie(pair[1].strip(), sameSite(attributes)));
      }
    }
  }

  /**
   * What is sent with a request, as its header says it.
   *
   * @param by the site of the page that leads there; its own where a person typed the address
   */
  Optional<String> header(URI to, String by, String method) {
    boolean isSameSite = by.equals(to.getHost());
    String all =
        cookies.entrySet().stream()
            .filter(cookie -> cookie.getKey().host().equals(to.getHost()))
            .filter(cookie -> covers(cookie.getKey().path(), to.getPath()))
            .filter(cookie -> isSent(cookie.getValue().sameSite(), isSameSite, method))
            .map(cookie -> cookie.getKey().name() + "=" + cookie.getValue().value())
            .collect(Collectors.joining("; "));
    return Optional.of(all).filter(text -> !text.isEmpty());
  }

  private static boolean isSent(SameSite sameSite, boolean isSameSite, String method) {
    return isSameSite
        || switch (sameSite) {
          case NONE -> true;
          case LAX -> method.equals("GET");
          case STRICT -> false;
        };
  }

  private static boolean covers(String path, String asked) {
    return asked.equals(path)
        || (asked.startsWith(path) && (path.endsWith("/") || asked.charAt(path.length()) == '/'));
  }

  private static SameSite sameSite(Map<String, String> attributes) {
    return switch (attributes.getOrDefault("samesite", "lax").toLowerCase(Locale.ROOT)) {
      case "none" -> SameSite.NONE;
      case "strict" -> SameSite.STRICT;
      default -> SameSite.LAX;
    };
  }
}
