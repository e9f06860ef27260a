package dev.gatehouse.adapters.dial;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;

/**
 * What an address is for.
 *
 * <p>Source: the IANA registries of special-purpose addresses for IPv4 and IPv6 (RFC 6890); RFC
 * 6052 for addresses of IPv4 inside IPv6.
 */
enum AddressKind {
  /** Anybody's, on the internet. */
  PUBLIC("public"),
  /** Of a network of one's own. */
  PRIVATE("private"),
  /** This machine. */
  LOOPBACK("loopback"),
  /** The next cable, where machines in clouds find their credentials. */
  LINK_LOCAL("link-local"),
  /** Many machines. */
  MULTICAST("multicast"),
  /** None, by which some systems mean this machine. */
  UNSPECIFIED("unspecified"),
  /** Examples, tunnels, tests, and what is not given out. */
  SPECIAL("of special use");

  private static final List<Entry<AddressRange, AddressKind>> RANGES =
      List.of(
          range("0.0.0.0/8", UNSPECIFIED),
          range("10.0.0.0/8", PRIVATE),
          range("100.64.0.0/10", PRIVATE),
          range("127.0.0.0/8", LOOPBACK),
          range("169.254.0.0/16", LINK_LOCAL),
          range("172.16.0.0/12", PRIVATE),
          range("192.0.0.0/24", SPECIAL),
          range("192.0.2.0/24", SPECIAL),
          range("192.88.99.0/24", SPECIAL),
          range("192.168.0.0/16", PRIVATE),
          range("198.18.0.0/15", SPECIAL),
          range("198.51.100.0/24", SPECIAL),
          range("203.0.113.0/24", SPECIAL),
          range("224.0.0.0/4", MULTICAST),
          range("240.0.0.0/4", SPECIAL),
          range("::/128", UNSPECIFIED),
          range("::1/128", LOOPBACK),
          range("fc00::/7", PRIVATE),
          range("fec0::/10", PRIVATE),
          range("fe80::/10", LINK_LOCAL),
          range("ff00::/8", MULTICAST),
          range("2001::/23", SPECIAL),
          range("2001:db8::/32", SPECIAL),
          // Tunnels: where they end is in the address, and on the way nobody checks it.
          range("2002::/16", SPECIAL),
          range("3fff::/20", SPECIAL));

  /** All that has been given out for anybody's use. */
  private static final AddressRange GLOBAL = AddressRange.parse("2000::/3").orElseThrow();

  private static final AddressRange TRANSLATED = AddressRange.parse("64:ff9b::/96").orElseThrow();
  private static final byte[] MAPPED = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1};

  private final String word;

  AddressKind(String word) {
    this.word = word;
  }

  /** For messages. */
  String word() {
    return word;
  }

  /** What an address is for, which {@link #plain} was. */
  static AddressKind of(InetAddress plain) {
    for (Entry<AddressRange, AddressKind> each : RANGES) {
      if (each.getKey().contains(plain)) {
        return each.getValue();
      }
    }
    return plain instanceof Inet4Address || GLOBAL.contains(plain) ? PUBLIC : SPECIAL;
  }

  /** The address of IPv4 where one of IPv6 only stands for it; else the same. */
  static InetAddress plain(InetAddress address) {
    byte[] bytes = address.getAddress();
    boolean isMapped = bytes.length == 16 && Arrays.equals(Arrays.copyOf(bytes, 12), MAPPED);
    if (!isMapped && !TRANSLATED.contains(address)) {
      return address;
    }
    try {
      return InetAddress.getByAddress(Arrays.copyOfRange(bytes, 12, 16));
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four bytes are an address", e);
    }
  }

  private static Entry<AddressRange, AddressKind> range(String text, AddressKind kind) {
    return Map.entry(AddressRange.parse(text).orElseThrow(), kind);
  }
}
