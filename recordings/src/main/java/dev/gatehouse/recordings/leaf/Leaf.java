package dev.gatehouse.recordings.leaf;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.recordings.leaf.LeafKey.Form;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The statement that is hashed into the tree for one entry. Immutable.
 *
 * <p>Shape: one JSON object, keys sorted, no white space, no escapes: {@code
 * {"actor":"<commitment>","boot":"01J…","dir":"c2s","ex":"01JAV…","method":"tools/call",
 * "msg":"<commitment>","msglen":72,"polhash":"…","policy":"permit","t":"2026-11-23T01:23:45.000000Z",
 * "tool":"crm__find_customer","type":"request","up":"crm","v":1}}.
 *
 * <p>Units and ranges: {@code t} is UTC in microseconds; {@code words} has keys of {@link #WORDS}
 * and {@link Tokens} as values; {@code commitments} has keys of {@link #PARTS}; {@code msglen},
 * {@code seallen} and {@code txlen} count the bytes of those parts. Source: RFC 8785, for the order
 * of keys and the spelling.
 */
public final class Leaf {
  /** The version of this form, the leaf's {@code v}. */
  private static final String VERSION = "1";

  /** Every value that {@code type} can have. */
  public static final Set<String> TYPES =
      Set.of(
          "boot",
          "clock",
          "request",
          "decision",
          "response",
          "event",
          "outcome-unknown",
          "access",
          "admin",
          "read",
          "approval",
          "key",
          "anchor",
          "erasure",
          "shutdown");

  /** The keys of what may be said in clear beside type, boot and time. */
  public static final Set<String> WORDS = Set.copyOf(LeafKey.namesOf(Form.WORD));

  /** The keys under which commitments stand, one for each part that can be disclosed alone. */
  public static final Set<String> PARTS = Set.copyOf(LeafKey.namesOf(Form.COMMITMENT));

  /** The parts whose length is said in clear, under their key with {@code len} behind it. */
  public static final Set<String> MEASURED_PARTS = Set.of("msg", "seal", "tx");

  private static final long LENGTH_MAX = (1L << 53) - 1;

  /** What stands behind each key, by the key's place in the order; empty where it is absent. */
  private final String[] values;

  private final long micros;

  /** A leaf that says this; see above for what each may be. */
  public Leaf(
      String type,
      String boot,
      Instant time,
      Map<String, String> words,
      Map<String, String> commitments,
      Map<String, Long> lengths) {
    this.values = noValues();
    this.micros = LeafTime.micros(time);
    set(LeafKey.TYPE, type);
    set(LeafKey.BOOT, boot);
    set(LeafKey.TIME, LeafTime.text(micros));
    set(LeafKey.VERSION, VERSION);
    words.forEach((name, word) -> set(key(name, Form.WORD), word));
    commitments.forEach((name, value) -> set(key(name, Form.COMMITMENT), value));
    lengths.forEach((name, length) -> set(key(name + "len", Form.LENGTH), Long.toString(length)));
    requireReadable();
  }

  private Leaf(String[] values, long micros) {
    this.values = values;
    this.micros = micros;
  }

  static String[] noValues() {
    String[] values = new String[LeafKey.inOrder().size()];
    Arrays.fill(values, "");
    return values;
  }

  /** The leaf of {@code values}, each of which is in its form. */
  static Leaf ofValues(String[] values, long micros) throws MalformedLeafException {
    Leaf leaf = new Leaf(values, micros);
    for (LeafKey key : LeafKey.inOrder()) {
      String value = leaf.value(key);
      switch (key.form()) {
        case TOKEN, TIME -> require(!value.isEmpty(), "`boot` and `t` expected in every leaf");
        case TYPE -> require(TYPES.contains(value), "type `" + value + "` is not known");
        case VERSION -> require(value.equals(VERSION), "`v` expected to be " + VERSION);
        case LENGTH -> {
          String measured = values[key.place() - 1];
          require(value.isEmpty() == measured.isEmpty(), "a length without its part, or without");
          boolean inRange = value.isEmpty() || Long.parseLong(value) <= LENGTH_MAX;
          require(inRange, "a length expected to be 0 to 2^53");
        }
        case WORD, COMMITMENT -> {}
      }
    }
    return leaf;
  }

  private static void require(boolean holds, String otherwise) throws MalformedLeafException {
    if (!holds) {
      throw new MalformedLeafException(otherwise);
    }
  }

  private static LeafKey key(String name, Form form) {
    return LeafKey.named(name)
        .filter(key -> key.form() == form)
        .orElseThrow(() -> new IllegalArgumentException("`" + name + "` is not known"));
  }

  private void set(LeafKey key, String value) {
    if (value.isEmpty()) {
      throw new IllegalArgumentException("`" + key.wireName() + "` expected not to be empty");
    }
    values[key.place()] = value;
  }

  /** What is written must be what a reader finds: so nothing that no reader takes is written. */
  private void requireReadable() {
    try {
      if (!parse(text()).equals(this)) {
        throw new IllegalArgumentException("a leaf that reads as another");
      }
    } catch (MalformedLeafException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /** Reads a leaf and refuses every spelling but the one that {@link #text} writes. */
  public static Leaf parse(String text) throws MalformedLeafException {
    byte[] bytes = text.getBytes(UTF_8);
    return parse(bytes, 0, bytes.length);
  }

  /** Reads the leaf in {@code bytes} from {@code start} to before {@code end}. */
  public static Leaf parse(byte[] bytes, int start, int end) throws MalformedLeafException {
    return new LeafReader(bytes, start, end).leaf();
  }

  private String value(LeafKey key) {
    return values[key.place()];
  }

  /** The bytes that are hashed, as text; ASCII only. */
  public String text() {
    return new String(toArray(), US_ASCII);
  }

  /** The bytes that are hashed. */
  public byte[] toArray() {
    int length = 1;
    for (LeafKey key : LeafKey.inOrder()) {
      String value = value(key);
      if (!value.isEmpty()) {
        length += key.spellingLength() + value.length() + (key.form().quoted() ? 3 : 1);
      }
    }
    byte[] bytes = new byte[length];
    int at = 0;
    for (LeafKey key : LeafKey.inOrder()) {
      if (!value(key).isEmpty()) {
        bytes[at] = (byte) (at == 0 ? '{' : ',');
        at = write(key, bytes, key.write(bytes, at + 1));
      }
    }
    bytes[at] = '}';
    return bytes;
  }

  private int write(LeafKey key, byte[] target, int start) {
    byte[] value = value(key).getBytes(ISO_8859_1);
    int at = start;
    if (key.form().quoted()) {
      target[at++] = '"';
    }
    System.arraycopy(value, 0, target, at, value.length);
    at += value.length;
    if (key.form().quoted()) {
      target[at++] = '"';
    }
    return at;
  }

  public String type() {
    return value(LeafKey.TYPE);
  }

  /** The session of the log in which it was written. */
  public String boot() {
    return value(LeafKey.BOOT);
  }

  public Instant time() {
    return LeafTime.instant(micros);
  }

  /** The time in microseconds since 1970. */
  public long micros() {
    return micros;
  }

  /** What is said in clear, by {@link #WORDS}. */
  public SortedMap<String, String> words() {
    return valuesOf(Form.WORD);
  }

  /** The commitments, by {@link #PARTS}. */
  public SortedMap<String, String> commitments() {
    return valuesOf(Form.COMMITMENT);
  }

  private SortedMap<String, String> valuesOf(Form form) {
    SortedMap<String, String> found = new TreeMap<>();
    for (LeafKey key : LeafKey.inOrder()) {
      if (key.form() == form && !value(key).isEmpty()) {
        found.put(key.wireName(), value(key));
      }
    }
    return Collections.unmodifiableSortedMap(found);
  }

  /** The number of bytes of each of {@link #MEASURED_PARTS} that it has. */
  public SortedMap<String, Long> lengths() {
    SortedMap<String, Long> found = new TreeMap<>();
    for (String part : parts()) {
      length(part).ifPresent(length -> found.put(part, length));
    }
    return Collections.unmodifiableSortedMap(found);
  }

  /** The names of its parts, in order. */
  public List<String> parts() {
    List<String> parts = new ArrayList<>(4);
    for (LeafKey key : LeafKey.inOrder()) {
      if (key.form() == Form.COMMITMENT && !value(key).isEmpty()) {
        parts.add(key.wireName());
      }
    }
    return parts;
  }

  /** What is said in clear under {@code key}, one of {@link #WORDS}. */
  public Optional<String> word(String key) {
    return found(key, Form.WORD);
  }

  /** What it commits to as {@code part}, one of {@link #PARTS}. */
  public Optional<String> commitment(String part) {
    return found(part, Form.COMMITMENT);
  }

  /** The number of bytes of {@code part}, if it is there and one of {@link #MEASURED_PARTS}. */
  public Optional<Long> length(String part) {
    return found(part + "len", Form.LENGTH).map(Long::valueOf);
  }

  private Optional<String> found(String name, Form form) {
    return LeafKey.named(name)
        .filter(key -> key.form() == form)
        .map(this::value)
        .filter(value -> !value.isEmpty());
  }

  /** Whether this leaf opens its exchange. */
  public boolean opensExchange() {
    return type().equals("request");
  }

  /** Whether this leaf closes its exchange. */
  public boolean closesExchange() {
    return type().equals("response") || type().equals("outcome-unknown");
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Leaf that && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return text();
  }
}
