package dev.gatehouse.policies.detect;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A kind of data that is found without being described in a policy.
 *
 * <p>{@link Scanners} says what finds each. Of two kinds that find the same range the earlier gives
 * it its name.
 */
public enum BuiltIn implements Detector {
  PAYMENT_CARD("payment-card", Family.FINANCIAL),
  IBAN("iban", Family.FINANCIAL),
  EMAIL("email", Family.PERSONAL),
  CLOUD_KEY("cloud-key", Family.SECRETS),
  PRIVATE_KEY("private-key", Family.SECRETS);

  /** Kinds that are named together. */
  public enum Family {
    FINANCIAL("financial"),
    PERSONAL("personal"),
    SECRETS("secrets"),
    NETWORK("network");

    private final String label;

    Family(String label) {
      this.label = label;
    }

    /** The name in policies. */
    public String label() {
      return label;
    }
  }

  /** The name in policies of all kinds together. */
  private static final String ALL = "all";

  private final String label;
  private final Family family;

  BuiltIn(String label, Family family) {
    this.label = label;
    this.family = family;
  }

  @Override
  public String label() {
    return label;
  }

  /** What this is one of. */
  public Family family() {
    return family;
  }

  /** The kind with this label. */
  public static Optional<BuiltIn> labelled(String label) {
    return Arrays.stream(values()).filter(kind -> kind.label.equals(label)).findFirst();
  }

  /** The kinds that a policy names by this word: one, those of a family, or all; else none. */
  public static Set<BuiltIn> named(String word) {
    EnumSet<BuiltIn> kinds = EnumSet.noneOf(BuiltIn.class);
    for (BuiltIn kind : values()) {
      if (kind.label.equals(word) || kind.family.label.equals(word) || ALL.equals(word)) {
        kinds.add(kind);
      }
    }
    return kinds;
  }

  /** All words that name kinds: the families, the word for all, and each kind's own label. */
  public static List<String> names() {
    Stream<String> families = Arrays.stream(Family.values()).map(Family::label);
    Stream<String> kinds = Arrays.stream(values()).map(BuiltIn::label);
    return Stream.of(Stream.of(ALL), families, kinds).flatMap(names -> names).toList();
  }

  /** A set of one, as a bit: fewer than 64 kinds there are. */
  @SuppressWarnings("EnumOrdinal") // a place in a set that lives no longer than the process
  long bit() {
    return 1L << ordinal();
  }
}
