package dev.gatehouse.adapters.dial;

import java.net.InetAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Which addresses may be connected to: public ones, and what configuration names.
 *
 * <p>A range admits its addresses. A name, such as {@code crm.internal} or {@code *.internal},
 * admits private addresses that it resolves to, and no others: who can answer for a name in a
 * network of one's own should still not lead to this machine or to a cloud's credentials.
 *
 * @param ranges of addresses that are admitted
 * @param names in lower case
 */
public record DialRules(List<AddressRange> ranges, List<String> names) {
  /** Public addresses only. */
  public static final DialRules PUBLIC = new DialRules(List.of(), List.of());

  /** Every address, for what a person asks for. */
  public static final DialRules ANY =
      new DialRules(
          Stream.of("0.0.0.0/0", "::/0").flatMap(all -> AddressRange.parse(all).stream()).toList(),
          List.of());

  private static final String LOCALHOST = "localhost";

  /** Public addresses and those of this machine. */
  public static final DialRules THIS_MACHINE =
      new DialRules(
          Stream.of("127.0.0.0/8", "::1").flatMap(it -> AddressRange.parse(it).stream()).toList(),
          List.of(LOCALHOST));

  private static final Pattern NAME =
      Pattern.compile("(?:\\*\\.)?[a-z0-9_](?:[a-z0-9_-]*(?:\\.[a-z0-9_-]+)*)");

  /** With these ranges and names. */
  public DialRules {
    ranges = List.copyOf(ranges);
    names = List.copyOf(names);
  }

  /**
   * The same, and what this text is: a range, an address or a name; nothing where it is neither.
   */
  public Optional<DialRules> allowing(String text) {
    Optional<AddressRange> range = AddressRange.parse(text);
    String name = text.toLowerCase(Locale.ROOT);
    if (range.isPresent()) {
      return Optional.of(new DialRules(with(ranges, range.get()), names));
    }
    // What ends in a number would be an address, if it were right.
    boolean isName = NAME.matcher(name).matches() && !name.matches("(?:.*\\.)?[0-9]+");
    return isName ? Optional.of(new DialRules(ranges, with(names, name))) : Optional.empty();
  }

  /** The same, and the address that stands in this URL of the configuration, where one does. */
  public DialRules naming(URI configured) {
    String host = host(configured);
    if (host.equals(LOCALHOST)) {
      return new DialRules(ranges, with(names, host));
    }
    return AddressRange.parse(host)
        .map(range -> new DialRules(with(ranges, range), names))
        .orElse(this);
  }

  /** Why this host must not be connected to at this address; nothing where it may. */
  Optional<String> refusal(String host, InetAddress address) {
    InetAddress plain = AddressKind.plain(address);
    AddressKind kind = AddressKind.of(plain);
    // By its name, this machine is no private network, and nothing else is this machine.
    AddressKind byName = host.equals(LOCALHOST) ? AddressKind.LOOPBACK : AddressKind.PRIVATE;
    boolean admitted =
        kind == AddressKind.PUBLIC
            || ranges.stream().anyMatch(range -> range.contains(plain) || range.contains(address))
            || (kind == byName && names.stream().anyMatch(name -> means(name, host)));
    if (admitted) {
      return Optional.empty();
    }
    boolean isLiteral = AddressRange.parse(host).isPresent();
    return Optional.of(
        "%s is %s; if that is meant, the configuration needs `outbound: { allow: [ \"%s\" ] }`"
            .formatted(
                isLiteral
                    ? "the address `" + plain.getHostAddress() + "`"
                    : "the address `" + plain.getHostAddress() + "` of `" + host + "`",
                kind.word(),
                kind == byName && !isLiteral ? host : plain.getHostAddress()));
  }

  /** The host of a URL, without brackets, in lower case. */
  static String host(URI uri) {
    String host = uri.getHost() == null ? "" : uri.getHost();
    return host.replaceAll("^\\[|]$", "").toLowerCase(Locale.ROOT);
  }

  private static boolean means(String name, String host) {
    return name.startsWith("*.") ? host.endsWith(name.substring(1)) : host.equals(name);
  }

  private static <T> List<T> with(List<T> list, T more) {
    List<T> all = new ArrayList<>(list);
    all.add(more);
    return all;
  }
}
