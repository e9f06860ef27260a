package dev.gatehouse.gateway.transport;

import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Keeps pages of strangers from calling through a browser: checks {@code Origin} and {@code Host}.
 *
 * <p>On loopback too, where an attacker's name may be made to resolve to this machine. Source: MCP
 * 2025-11-25 and 2026-07-28 basic/transports, "Security". Immutable.
 */
final class OriginGuard {
  private final boolean isLoopback;
  private final List<String> origins;
  private final List<String> hosts;

  OriginGuard(boolean isLoopback, List<String> origins, List<String> hosts) {
    this.isLoopback = isLoopback;
    this.origins = origins;
    this.hosts = hosts;
  }

  /**
   * Whether a request with these headers may be read. A client that is no browser has no origin.
   */
  boolean admits(Optional<String> host, Optional<String> origin) {
    return host.map(this::admitsHost).orElse(false) && origin.map(this::admitsOrigin).orElse(true);
  }

  private boolean admitsHost(String host) {
    String name = withoutPort(host);
    boolean isListed =
        hosts.stream()
            .anyMatch(allowed -> allowed.equalsIgnoreCase(host) || allowed.equalsIgnoreCase(name));
    return isListed || (isLoopback ? isLoopbackName(name) : hosts.isEmpty());
  }

  private boolean admitsOrigin(String origin) {
    if (origins.stream().anyMatch(allowed -> allowed.equalsIgnoreCase(origin))) {
      return true;
    }
    try {
      String host = URI.create(origin).getHost();
      return isLoopback && host != null && isLoopbackName(host);
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  private static String withoutPort(String host) {
    int colon = host.lastIndexOf(':');
    return colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
  }

  private static boolean isLoopbackName(String name) {
    if (name.toLowerCase(Locale.ROOT).equals("localhost")) {
      return true;
    }
    String literal =
        name.startsWith("[") && name.endsWith("]") ? name.substring(1, name.length() - 1) : name;
    try {
      return InetAddress.ofLiteral(literal).isLoopbackAddress();
    } catch (IllegalArgumentException _) {
      return false;
    }
  }
}
