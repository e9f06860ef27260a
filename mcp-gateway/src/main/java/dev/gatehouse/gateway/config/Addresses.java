package dev.gatehouse.gateway.config;

import dev.gatehouse.policies.yaml.MappingReader;
import dev.gatehouse.policies.yaml.Problem;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/** What counts as an address of a server in the configuration. */
final class Addresses {
  private Addresses() {}

  /** An http or https address without user and fragment; else a problem at the key. */
  static Optional<URI> http(MappingReader reader, String key, String text) {
    Optional<URI> uri = parse(text);
    if (uri.isEmpty()) {
      reader.problem(
          key,
          Problem.quote(key)
              + " should be an address such as `https://example.com/mcp`, found "
              + Problem.quote(text));
    } else if (uri.get().getRawUserInfo() != null || uri.get().getRawFragment() != null) {
      reader.problem(key, Problem.quote(key) + " should have no user and no fragment");
      return Optional.empty();
    }
    return uri;
  }

  /** The same, and https unless it is on this machine: keys and tokens depend on it. */
  static Optional<URI> confidential(MappingReader reader, String key, String text) {
    Optional<URI> uri = http(reader, key, text);
    if (uri.isPresent() && isInClear(uri.get())) {
      reader.problem(key, Problem.quote(key) + " should begin with `https://`");
      return Optional.empty();
    }
    return uri;
  }

  /** Whether what is sent there crosses a network unencrypted. */
  static boolean isInClear(URI uri) {
    String host = uri.getHost().replaceAll("[\\[\\]]", "");
    return uri.getScheme().equalsIgnoreCase("http") && !ListenAddress.isLoopback(host);
  }

  /** Whether it is an origin as browsers write it: scheme, host and perhaps a port. */
  static boolean isOrigin(String text) {
    return parse(text)
        .filter(uri -> text.equals(uri.getScheme() + "://" + uri.getRawAuthority()))
        .isPresent();
  }

  private static Optional<URI> parse(String text) {
    try {
      URI uri = new URI(text);
      boolean http =
          "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
      return http && uri.getHost() != null ? Optional.of(uri) : Optional.empty();
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }
}
