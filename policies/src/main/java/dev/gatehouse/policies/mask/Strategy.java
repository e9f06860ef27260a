package dev.gatehouse.policies.mask;

import java.util.List;

/**
 * What to leave of a value.
 *
 * <p>Guarantee: for every two there is one that both give way to, whatever the order in which they
 * are compared; it leaves no more than either.
 */
public sealed interface Strategy {
  /** Shown of a value, at most: one character in so many. */
  int CHARACTERS_EACH = 3;

  /** The member, element or object that holds the value is taken out. */
  record Drop() implements Strategy {}

  /** The kind alone: {@code [masked:payment-card]}. */
  record Redact() implements Strategy {}

  /** A text of the policy's own. */
  record Replace(String text) implements Strategy {}

  /** The same for the same value, and no way back: {@code [email:h:9f2c41d07a3be512]}. */
  record Hash() implements Strategy {}

  /**
   * The same for the same value, with a way back for those who may: {@code
   * [email:t:0b7e6a1f93c24d5588e1a6f0]}.
   */
  record Token() implements Strategy {}

  /** A date moved by up to so many days, in its own format; anything else is redacted. */
  record ShiftDays(int days) implements Strategy {
    /** Ten years: further away a date says nothing that a redaction would not. */
    public static final int DAYS_MAX = 3_650;

    public ShiftDays {
      if (days < 1 || days > DAYS_MAX) {
        throw new IllegalArgumentException("days are from 1 to " + DAYS_MAX + ": " + days);
      }
    }
  }

  /**
   * Some letters or digits from the ends, of values with three times as many: {@code
   * [masked:iban:3000]}, {@code [masked:iban:DE…3000]}.
   */
  record Partial(int first, int last) implements Strategy {
    /** More would be no mask. */
    public static final int CHARACTERS_MAX = 16;

    public Partial {
      if (first < 0 || last < 0 || first + last < 1 || first + last > CHARACTERS_MAX) {
        throw new IllegalArgumentException("shows 1 to 16 characters: " + first + ", " + last);
      }
    }
  }

  /** The usual one. */
  static Strategy redact() {
    return new Redact();
  }

  /** What policies call {@code last4}. */
  static Strategy last4() {
    return new Partial(0, 4);
  }

  /** The names of those that need nothing else, the usual one first. */
  static List<String> labels() {
    return List.of("redact", "last4", "hash", "token", "drop");
  }

  /** The strategy with this name. */
  static Strategy labelled(String label) {
    return switch (label) {
      case "redact" -> redact();
      case "last4" -> last4();
      case "hash" -> new Hash();
      case "token" -> new Token();
      case "drop" -> new Drop();
      default -> throw new IllegalArgumentException("no strategy of this name: " + label);
    };
  }

  /** Of two strategies for one value, what leaves no more than either. */
  default Strategy stricter(Strategy other) {
    if (rank() != other.rank()) {
      return rank() < other.rank() ? this : other;
    }
    return switch (this) {
      case Partial(int first, int last) when other instanceof Partial(int head, int tail) ->
          least(Math.min(first, head), Math.min(last, tail));
      case ShiftDays(int days) when other instanceof ShiftDays(int more) ->
          days >= more ? this : other;
      case Replace(String text) when other instanceof Replace(String another) ->
          text.compareTo(another) <= 0 ? this : other;
      case Drop _, Redact _, Replace _, Hash _, Token _, ShiftDays _, Partial _ -> this;
    };
  }

  /** What stands in place of a value of this kind. */
  default String replacement(String kind, String value, Pseudonyms pseudonyms)
      throws MaskingException {
    return switch (this) {
      case Drop _, Redact _ -> redacted(kind);
      case Replace(String text) -> text;
      case Hash _ -> pseudonyms.hash(kind, value);
      case Token _ -> pseudonyms.token(kind, value);
      case ShiftDays(int days) -> {
        DateText date = DateText.in(value);
        yield date.isDate() ? date.movedBy(pseudonyms.shiftDays(date.day(), days)) : redacted(kind);
      }
      case Partial(int first, int last) -> "[masked:" + kind + part(value, first, last) + "]";
    };
  }

  /** As policies say it, or nearly. */
  default String written() {
    return switch (this) {
      case Drop _ -> "drop";
      case Redact _ -> "redact";
      case Replace(String text) -> "replace with `" + text + "`";
      case Hash _ -> "hash";
      case Token _ -> "token";
      case ShiftDays(int days) -> "shift by up to " + days + " days";
      case Partial(int first, int last) ->
          first == 0 ? "last" + last : "first " + first + ", last " + last;
    };
  }

  /** What says of a value only what it was. */
  static String redacted(String kind) {
    return "[masked:" + kind + "]";
  }

  /** What needs a key. */
  default boolean needsKey() {
    return switch (this) {
      case Hash _, Token _, ShiftDays _ -> true;
      case Drop _, Redact _, Replace _, Partial _ -> false;
    };
  }

  private int rank() {
    return switch (this) {
      case Drop _ -> 0;
      case Redact _ -> 1;
      case Replace _ -> 2;
      case Hash _ -> 3;
      case Token _ -> 4;
      case ShiftDays _ -> 5;
      case Partial _ -> 6;
    };
  }

  private static Strategy least(int first, int last) {
    return first + last == 0 ? redact() : new Partial(first, last);
  }

  private static String part(String value, int first, int last) {
    int[] characters = value.codePoints().filter(Character::isLetterOrDigit).toArray();
    if (characters.length < CHARACTERS_EACH * (first + last)) {
      return "";
    }
    String head = new String(characters, 0, first);
    String tail = new String(characters, characters.length - last, last);
    return ":" + head + (first == 0 || last == 0 ? "" : "…") + tail;
  }
}
