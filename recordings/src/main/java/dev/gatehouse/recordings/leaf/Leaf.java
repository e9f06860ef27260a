package dev.gatehouse.recordings.leaf;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The statement that is hashed into the tree for one entry.
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
public record Leaf(
    String type,
    String boot,
    Instant time,
    SortedMap<String, String> words,
    SortedMap<String, String> commitments,
    SortedMap<String, Long> lengths) {

  /** The version of this form, the leaf's {@code v}. */
  static final long VERSION = 1;

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
  public static final Set<String> WORDS =
      Set.of("dir", "ex", "method", "policy", "polhash", "tool", "up");

  /** The keys under which commitments stand, one for each part that can be disclosed alone. */
  public static final Set<String> PARTS = Set.of("actor", "ctx", "msg", "pol", "seal", "tx");

  /** The parts whose length is said in clear, under their key with {@code len} behind it. */
  public static final Set<String> MEASURED_PARTS = Set.of("msg", "seal", "tx");

  private static final Pattern COMMITMENT = Pattern.compile("[A-Za-z0-9+/]{43}=");

  private static final DateTimeFormatter MICROSECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  public Leaf {
    require(TYPES.contains(type), "type `" + type + "` is not known");
    require(Tokens.isToken(boot, Tokens.CHARS_MAX), "boot expected to be a token");
    require(time.truncatedTo(ChronoUnit.MICROS).equals(time), "time finer than microseconds");
    words = Collections.unmodifiableSortedMap(new TreeMap<>(words));
    commitments = Collections.unmodifiableSortedMap(new TreeMap<>(commitments));
    lengths = Collections.unmodifiableSortedMap(new TreeMap<>(lengths));
    require(WORDS.containsAll(words.keySet()), "a word of another kind");
    for (Map.Entry<String, String> word : words.entrySet()) {
      boolean fits = Tokens.isToken(word.getValue(), Tokens.CHARS_MAX);
      require(fits, "`" + word.getKey() + "` expected to be a token");
    }
    require(PARTS.containsAll(commitments.keySet()), "a part of another kind");
    for (Map.Entry<String, String> commitment : commitments.entrySet()) {
      boolean fits = COMMITMENT.matcher(commitment.getValue()).matches();
      require(fits, "`" + commitment.getKey() + "` expected to be base64 of 32 bytes");
    }
    for (String part : MEASURED_PARTS) {
      boolean measured = commitments.containsKey(part) == lengths.containsKey(part);
      require(measured, "`" + part + "` expected together with `" + part + "len`");
    }
    require(MEASURED_PARTS.containsAll(lengths.keySet()), "a length of another part");
    boolean inRange =
        lengths.values().stream().allMatch(length -> length >= 0 && length < 1L << 53);
    require(inRange, "a length expected to be 0 to 2^53");
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }

  /** Reads a leaf and refuses every spelling but the one that {@link #text} writes. */
  public static Leaf parse(String text) throws MalformedLeafException {
    SortedMap<String, Object> members = new LeafScanner(text).members();
    if (!Long.valueOf(VERSION).equals(members.remove("v"))) {
      throw new MalformedLeafException("`v` expected to be " + VERSION);
    }
    SortedMap<String, String> words = new TreeMap<>();
    SortedMap<String, String> commitments = new TreeMap<>();
    SortedMap<String, Long> lengths = new TreeMap<>();
    for (Map.Entry<String, Object> member : members.entrySet()) {
      switch (member.getValue()) {
        case String word when PARTS.contains(member.getKey()) ->
            commitments.put(member.getKey(), word);
        case String word -> words.put(member.getKey(), word);
        case Long number when member.getKey().endsWith("len") ->
            lengths.put(member.getKey().substring(0, member.getKey().length() - 3), number);
        default -> throw new MalformedLeafException("`" + member.getKey() + "` is not known");
      }
    }
    return ofMembers(text, words, commitments, lengths);
  }

  private static Leaf ofMembers(
      String text,
      SortedMap<String, String> words,
      SortedMap<String, String> commitments,
      SortedMap<String, Long> lengths)
      throws MalformedLeafException {
    Optional<String> type = Optional.ofNullable(words.remove("type"));
    Optional<String> boot = Optional.ofNullable(words.remove("boot"));
    Optional<String> time = Optional.ofNullable(words.remove("t"));
    if (type.isEmpty() || boot.isEmpty() || time.isEmpty()) {
      throw new MalformedLeafException("`type`, `boot` and `t` expected in every leaf");
    }
    try {
      Instant instant = MICROSECONDS.parse(time.get(), Instant::from);
      Leaf leaf = new Leaf(type.get(), boot.get(), instant, words, commitments, lengths);
      if (!leaf.text().equals(text)) {
        throw new MalformedLeafException("the leaf is not in its one spelling");
      }
      return leaf;
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new MalformedLeafException(e.getMessage() + "", e);
    }
  }

  /** The bytes that are hashed, as text; ASCII only. */
  public String text() {
    SortedMap<String, String> members = new TreeMap<>();
    words.forEach((key, word) -> members.put(key, '"' + word + '"'));
    commitments.forEach((key, commitment) -> members.put(key, '"' + commitment + '"'));
    lengths.forEach((key, length) -> members.put(key + "len", Long.toString(length)));
    members.put("boot", '"' + boot + '"');
    members.put("t", '"' + MICROSECONDS.format(time) + '"');
    members.put("type", '"' + type + '"');
    members.put("v", Long.toString(VERSION));
    StringBuilder text = new StringBuilder(512);
    members.forEach(
        (key, value) ->
            text.append(text.isEmpty() ? "{\"" : ",\"").append(key).append("\":").append(value));
    return text.append('}').toString();
  }

  /** What is said in clear under {@code key}, one of {@link #WORDS}. */
  public Optional<String> word(String key) {
    return Optional.ofNullable(words.get(key));
  }

  /** Whether this leaf opens its exchange. */
  public boolean opensExchange() {
    return type.equals("request");
  }

  /** Whether this leaf closes its exchange. */
  public boolean closesExchange() {
    return type.equals("response") || type.equals("outcome-unknown");
  }
}
