package dev.gatehouse.adapters.dial;

import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Addresses that begin alike.
 *
 * <p>Shape: {@code 10.0.0.0/8}, {@code fd00::/8}, or one address alone.
 *
 * @param base the first of them, or any
 * @param bits that they have in common
 */
public record AddressRange(InetAddress base, int bits) {
  private static final Pattern FOUR_NUMBERS = Pattern.compile("[0-9]{1,3}(?:\\.[0-9]{1,3}){3}");

  /** The range that a text is; nothing where it is none. */
  static Optional<AddressRange> parse(String text) {
    int slash = text.indexOf('/');
    String address = slash < 0 ? text : text.substring(0, slash);
    // `10` alone would be taken for 0.0.0.10.
    if (!address.contains(":") && !FOUR_NUMBERS.matcher(address).matches()) {
      return Optional.empty();
    }
    try {
      InetAddress base = InetAddress.ofLiteral(address);
      int all = base.getAddress().length * 8;
      int bits = slash < 0 ? all : Integer.parseInt(text.substring(slash + 1));
      return bits < 0 || bits > all ? Optional.empty() : Optional.of(new AddressRange(base, bits));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  boolean contains(InetAddress address) {
    byte[] mine = base.getAddress();
    byte[] other = address.getAddress();
    if (mine.length != other.length) {
      return false;
    }
    for (int i = 0; i * 8 < bits; i++) {
      int shift = Math.max(0, 8 - (bits - (i * 8)));
      if ((mine[i] & 0xff) >> shift != (other[i] & 0xff) >> shift) {
        return false;
      }
    }
    return true;
  }
}
