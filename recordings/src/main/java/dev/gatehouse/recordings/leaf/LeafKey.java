package dev.gatehouse.recordings.leaf;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A key that a leaf can have. Immutable.
 *
 * <p>Units and ranges: {@code place} is its number in the order in which keys stand in a leaf.
 */
final class LeafKey {
  private static final List<LeafKey> IN_ORDER =
      List.of(
          new LeafKey(0, "actor", Form.COMMITMENT),
          new LeafKey(1, "boot", Form.TOKEN),
          new LeafKey(2, "ctx", Form.COMMITMENT),
          new LeafKey(3, "dir", Form.WORD),
          new LeafKey(4, "ex", Form.WORD),
          new LeafKey(5, "method", Form.WORD),
          new LeafKey(6, "msg", Form.COMMITMENT),
          new LeafKey(7, "msglen", Form.LENGTH),
          new LeafKey(8, "node", Form.WORD),
          new LeafKey(9, "pol", Form.COMMITMENT),
          new LeafKey(10, "polhash", Form.WORD),
          new LeafKey(11, "policy", Form.WORD),
          new LeafKey(12, "seal", Form.COMMITMENT),
          new LeafKey(13, "seallen", Form.LENGTH),
          new LeafKey(14, "t", Form.TIME),
          new LeafKey(15, "tool", Form.WORD),
          new LeafKey(16, "tx", Form.COMMITMENT),
          new LeafKey(17, "txlen", Form.LENGTH),
          new LeafKey(18, "type", Form.TYPE),
          new LeafKey(19, "up", Form.WORD),
          new LeafKey(20, "v", Form.VERSION));

  private static final Map<String, LeafKey> BY_NAME =
      IN_ORDER.stream().collect(Collectors.toMap(LeafKey::wireName, Function.identity()));

  static final LeafKey BOOT = IN_ORDER.get(1);
  static final LeafKey TIME = IN_ORDER.get(14);
  static final LeafKey TYPE = IN_ORDER.get(18);
  static final LeafKey VERSION = IN_ORDER.get(20);

  private final int place;
  private final String wireName;
  private final Form form;
  private final byte[] spelling;

  private LeafKey(int place, String wireName, Form form) {
    this.place = place;
    this.wireName = wireName;
    this.form = form;
    this.spelling = ('"' + wireName + "\":").getBytes(US_ASCII);
  }

  /** How the value behind a key is spelled. */
  enum Form {
    /** A token that every leaf has. */
    TOKEN,
    /** A token that a leaf may have. */
    WORD,
    /** Base64 of 32 bytes. */
    COMMITMENT,
    /** A whole number from 0 to 2^53 - 1; stands together with the commitment before it. */
    LENGTH,
    TIME,
    TYPE,
    VERSION;

    boolean quoted() {
      return this != LENGTH && this != VERSION;
    }
  }

  static List<LeafKey> inOrder() {
    return IN_ORDER;
  }

  static Optional<LeafKey> named(String wireName) {
    return Optional.ofNullable(BY_NAME.get(wireName));
  }

  static List<String> namesOf(Form form) {
    return IN_ORDER.stream().filter(key -> key.form == form).map(key -> key.wireName).toList();
  }

  int place() {
    return place;
  }

  String wireName() {
    return wireName;
  }

  Form form() {
    return form;
  }

  int spellingLength() {
    return spelling.length;
  }

  /** Writes {@code "key":} to {@code target} and returns the position behind it. */
  int write(byte[] target, int at) {
    System.arraycopy(spelling, 0, target, at, spelling.length);
    return at + spelling.length;
  }

  /** Whether {@code "key":} stands at {@code at}. */
  boolean standsAt(byte[] bytes, int at, int end) {
    return end - at >= spelling.length
        && Arrays.equals(bytes, at, at + spelling.length, spelling, 0, spelling.length);
  }
}
