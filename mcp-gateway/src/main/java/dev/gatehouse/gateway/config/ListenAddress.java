package dev.gatehouse.gateway.config;

import java.net.InetAddress;
import java.net.URI;

/**
 * Where the gateway listens.
 *
 * <p>Shape: {@code 127.0.0.1:7411}, {@code [::1]:0}, {@code gateway.example.com:443}.
 *
 * @param host an IP address without brackets, or a host name
 * @param port 0 to 65535; 0 takes any free port
 */
public record ListenAddress(String host, int port) {
  public ListenAddress {
    if (host.isEmpty() || port < 0 || port > 65_535) {
      throw new IllegalArgumentException("expected host:port, found " + host + ":" + port);
    }
  }

  /** Whether only this machine can reach it. Names other than {@code localhost} count as not. */
  public boolean isLoopback() {
    return isLoopback(host);
  }

  static boolean isLoopback(String host) {
    if (host.equalsIgnoreCase("localhost")) {
      return true;
    }
    try {
      return InetAddress.ofLiteral(host).isLoopbackAddress();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** The base address once the port is known, such as {@code http://[::1]:7411}. */
  public URI uri(String scheme, int boundPort) {
    return URI.create(scheme + "://" + new ListenAddress(host, boundPort));
  }

  @Override
  public String toString() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
