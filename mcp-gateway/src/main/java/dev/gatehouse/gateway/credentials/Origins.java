package dev.gatehouse.gateway.credentials;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;

/** Which addresses belong together. */
final class Origins {
  private Origins() {}

  /** An http or https address with a host; else nothing. */
  static Optional<URI> parsed(String text) {
    try {
      URI uri = new URI(text);
      String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
      boolean isHttp = scheme.equals("https") || scheme.equals("http");
      return isHttp && uri.getHost() != null && uri.getRawUserInfo() == null
          ? Optional.of(uri)
          : Optional.empty();
    } catch (URISyntaxException _) {
      return Optional.empty();
    }
  }

  /** Whether nobody can listen on the way there: https, or this machine. */
  static boolean isConfidential(URI uri) {
    return uri.getScheme().equalsIgnoreCase("https") || isLoopback(uri.getHost());
  }

  /** Whether nobody else reaches it by this address. */
  static boolean isThisMachine(URI uri) {
    return isLoopback(uri.getHost());
  }

  /** Whether both are served by one server: scheme, host and port are the same. */
  static boolean isSame(URI one, URI other) {
    return one.getScheme().equalsIgnoreCase(other.getScheme())
        && one.getHost().equalsIgnoreCase(other.getHost())
        && port(one) == port(other);
  }

  /** Whether a resource of this name holds what is at the address; RFC 9728 §3.3. */
  static boolean isAbout(String resource, URI address) {
    Optional<URI> named = parsed(resource);
    if (named.isEmpty() || !isSame(named.get(), address)) {
      return false;
    }
    String within = path(named.get());
    return path(address).equals(within) || path(address).startsWith(within + "/");
  }

  /** The path without a slash at its end. */
  static String path(URI uri) {
    String path = uri.getRawPath() == null ? "" : uri.getRawPath();
    return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }

  private static int port(URI uri) {
    if (uri.getPort() >= 0) {
      return uri.getPort();
    }
    return uri.getScheme().equalsIgnoreCase("https") ? 443 : 80;
  }

  private static boolean isLoopback(String host) {
    String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    if (bare.equalsIgnoreCase("localhost")) {
      return true;
    }
    try {
      return InetAddress.ofLiteral(bare).isLoopbackAddress();
    } catch (IllegalArgumentException _) {
      return false;
    }
  }
}
