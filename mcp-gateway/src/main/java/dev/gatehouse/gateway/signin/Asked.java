package dev.gatehouse.gateway.signin;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A request to the sign-in, as it came.
 *
 * @param path without the query
 * @param query as it stands in the address, empty without one
 * @param headers by names in lower case
 * @param peer the address that it came from
 */
public record Asked(
    String method,
    String path,
    String query,
    Map<String, String> headers,
    String body,
    String peer) {
  public Asked {
    headers = Map.copyOf(headers);
  }

  /** A header, by its name in lower case. */
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  /** Whether its body says that it is of this kind. */
  public boolean isOf(String mediaType) {
    String type = header("content-type").orElse("").split(";", 2)[0].strip();
    return type.toLowerCase(Locale.ROOT).equals(mediaType);
  }

  /** The value of a cookie; nothing where there are several of the name. */
  public Optional<String> cookie(String name) {
    Optional<String> found = Optional.empty();
    for (String each : header("cookie").orElse("").split(";", -1)) {
      String pair = each.strip();
      if (pair.startsWith(name + "=")) {
        if (found.isPresent()) {
          return Optional.empty();
        }
        found = Optional.of(pair.substring(name.length() + 1));
      }
    }
    return found;
  }

  /**
   * The parameters of a query or a form; nothing where they are none, or one came twice.
   *
   * @param encoded the query, or the body
   */
  public static Optional<Map<String, String>> fields(String encoded) {
    try {
      Fields fields = Fields.of(encoded);
      fields.onceEach();
      return Optional.of(fields.values());
    } catch (RefusedException _) {
      return Optional.empty();
    }
  }

  /** The method and the path: the rest may hold secrets. */
  @Override
  public String toString() {
    return "Asked[" + method + " " + path + "]";
  }
}
