package dev.gatehouse.policies.mask;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.policies.detect.BuiltIn;
import dev.gatehouse.policies.detect.Detector;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Messages with values planted in every disguise, streams that cut them, and texts made to be slow.
 *
 * <p>What comes out is JSON, holds none of them however it is decoded, and is otherwise what went
 * in; time grows with the text. The system property {@code gatehouse.fuzz.seconds} says how long
 * all of it goes on, a few seconds without it.
 */
class MaskFuzzTest {
  private static final int RUNS = 9;
  private static final int MESSAGES = 300;
  private static final int STREAMS = 300;
  private static final int TEXTS = 12;

  private static final int SMALL = 8_000;
  private static final int FACTOR = 4;

  /** Quadratic work would take sixteen times as long. */
  private static final int FACTOR_ALLOWED = 9;

  private static final long NANOS_MIN = 2_000_000;

  /** Strings and numbers, of which masks make strings. */
  private static final Pattern SCALARS =
      Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*+\"|-?[0-9][0-9.eE+-]*+");

  /** Of what texts are made that scanners stumble over. */
  private static final String PIECES = "0149aAeDzZ@.-_:/+=%&;#,|\"'\\\\{[]}<> \n\t\u200b\uff14é";

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private static final Set<Detector> KINDS =
      Set.of(BuiltIn.PAYMENT_CARD, BuiltIn.EMAIL, BuiltIn.IBAN, BuiltIn.CLOUD_KEY);

  private static final MaskPlan PLAN = plan(KINDS, Strategy.redact());

  private static final MaskPlan EVERYTHING = plan(Set.of(BuiltIn.values()), Strategy.redact());

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void leavesNothingOfWhatIsPlantedAndAllOfTheRest(long seed) throws MaskingException {
    Random random = new Random(seed);
    long end = end();
    long count = 0;
    while (count < MESSAGES || System.nanoTime() < end) {
      PlantedMessage message = new PlantedMessage(random);
      String masked = masked(PLAN, message.json());
      assertMasked(masked, message, "seed " + seed + ", message " + count);
      assertEquals(around(message.json()), around(masked), message::json);
      count++;
    }
    tell("messages", seed, count);
  }

  @ParameterizedTest
  @ValueSource(longs = {5})
  void leavesNothingOfWhatIsPlantedWhateverTakesItsPlace(long seed) throws MaskingException {
    Random random = new Random(seed);
    List<MaskPlan> plans =
        List.of(
            plan(KINDS, new Strategy.Drop()),
            plan(KINDS, new Strategy.Replace("\"}]\\")),
            plan(KINDS, Strategy.last4()));
    long end = end();
    int count = 0;
    while (count < MESSAGES || System.nanoTime() < end) {
      PlantedMessage message = new PlantedMessage(random);
      String masked = masked(plans.get(count % plans.size()), message.json());
      assertMasked(masked, message, "seed " + seed + ", message " + count);
      count++;
    }
    tell("messages", seed, count);
  }

  @ParameterizedTest
  @ValueSource(longs = {6})
  void leavesEverythingWhereNothingIsPlanted(long seed) throws MaskingException {
    Random random = new Random(seed);
    for (int i = 0; i < MESSAGES; i++) {
      String json = new PlantedMessage(random, 0).json();
      assertEquals(json, masked(PLAN, json));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {7, 8})
  void leavesNothingOfWhatIsCutAcrossStreamedMessages(long seed) throws MaskingException {
    Random random = new Random(seed);
    long end = end();
    long count = 0;
    while (count < STREAMS || System.nanoTime() < end) {
      String secret = PlantedMessage.SECRETS.get(random.nextInt(PlantedMessage.SECRETS.size()));
      List<String> said = cut(secret, random);
      String heard = String.join("", heard(said));
      String told = "seed " + seed + ", stream " + count + ": " + said + "\n" + heard;
      // A few characters are let go before anybody can know what they begin; what is an address
      // already is not made longer by what follows.
      int at = secret.indexOf('@');
      String telling = at < 0 ? secret.substring(secret.length() - 5) : "@";
      assertFalse(heard.contains(telling), told);
      assertTrue(heard.contains("[masked:"), told);
      count++;
    }
    tell("streams", seed, count);
  }

  @ParameterizedTest
  @ValueSource(longs = {9, 10})
  void takesTimeInProportionToAnyText(long seed) {
    Random random = new Random(seed);
    long end = end();
    long count = 0;
    while (count < TEXTS || System.nanoTime() < end) {
      StringBuilder piece = new StringBuilder();
      for (int length = 1 + random.nextInt(12); length > 0; length--) {
        piece.append(PIECES.charAt(random.nextInt(PIECES.length())));
      }
      double factor = growth(piece.toString());
      // What else the machine does may fall into one measurement, but not into all.
      for (int again = 0; again < 4 && factor > FACTOR_ALLOWED; again++) {
        factor = Math.min(factor, growth(piece.toString()));
      }
      String text = JsonEscapes.quote(piece.toString());
      assertTrue(factor <= FACTOR_ALLOWED, "seed " + seed + ": " + text + " takes " + factor);
      count++;
    }
    tell("texts", seed, count);
  }

  private static long end() {
    long seconds = Long.getLong("gatehouse.fuzz.seconds", 0);
    return System.nanoTime() + (seconds * 1_000_000_000 / RUNS);
  }

  private static void tell(String what, long seed, long count) {
    if (Long.getLong("gatehouse.fuzz.seconds", 0) > 0) {
      System.out.println("seed " + seed + ": " + count + " " + what);
    }
  }

  private static MaskPlan plan(Set<Detector> detectors, Strategy strategy) {
    return MaskPlan.of(List.of(Mask.of(detectors, strategy)));
  }

  private static double growth(String piece) {
    long few = Math.max(nanos(piece.repeat(SMALL / piece.length())), NANOS_MIN);
    return (double) nanos(piece.repeat(SMALL * FACTOR / piece.length())) / few;
  }

  private static long nanos(String text) {
    List<Leaf> leaves = List.of(new Leaf(Path.root().key("t"), Leaf.Kind.STRING, text));
    long best = Long.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      long start = THREADS.getCurrentThreadCpuTime();
      try {
        EVERYTHING.apply(leaves, Pseudonyms.none());
      } catch (MaskingException e) {
        throw new AssertionError(JsonEscapes.quote(text.substring(0, 100)), e);
      }
      best = Math.min(best, THREADS.getCurrentThreadCpuTime() - start);
    }
    return best;
  }

  /** A value in two to four pieces, and messages around it. */
  private static List<String> cut(String secret, Random random) {
    List<String> said = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      said.add(List.of("step 7", "", "50%", "it goes on.", "installing").get(random.nextInt(5)));
    }
    int at = 0;
    for (int pieces = 1 + random.nextInt(3); pieces > 0 && at + 1 < secret.length(); pieces--) {
      int next = at + 1 + random.nextInt(secret.length() - at - 1);
      said.add((at == 0 && random.nextBoolean() ? "it is " : "") + secret.substring(at, next));
      at = next;
    }
    said.add(secret.substring(at) + (random.nextBoolean() ? " then" : ""));
    said.add(" done");
    return said;
  }

  private static List<String> heard(List<String> said) throws MaskingException {
    StreamMask<Integer> stream = PLAN.stream(Pseudonyms.none());
    List<StreamMask.Ready<Integer>> ready = new ArrayList<>();
    for (int i = 0; i < said.size(); i++) {
      Leaf leaf = new Leaf(Path.root().key("message"), Leaf.Kind.STRING, said.get(i));
      ready.addAll(stream.next(i, List.of(leaf), Shape.any(), OptionalInt.of(0)));
    }
    ready.addAll(stream.end());
    List<String> heard = new ArrayList<>();
    for (StreamMask.Ready<Integer> one : ready) {
      assertEquals(heard.size(), one.message(), "in order, each once");
      heard.add(
          one.masking().edits().stream()
              .map(edit -> edit instanceof Edit.Text(_, String text, _) ? text : "?")
              .findFirst()
              .orElse(said.get(one.message())));
    }
    assertEquals(said.size(), heard.size());
    return heard;
  }

  private static void assertMasked(String masked, PlantedMessage message, String which) {
    String told = which + ":\n" + message.json() + "\n" + masked;
    Optional<JsonDocument> read = JsonReader.read(masked, Path.root());
    assertTrue(read.isPresent(), told);
    String all = everyReadingOf(masked);
    for (String secret : message.planted()) {
      assertFalse(all.contains(secret), () -> secret + " left in " + told);
    }
    assertEquals(message.expectedKept(), kept(read.get()), told);
  }

  /** What stands around strings and numbers. */
  private static String around(String json) {
    return SCALARS.matcher(json).replaceAll("_");
  }

  /** Masks a text that holds a message. */
  private static String masked(MaskPlan plan, String json) throws MaskingException {
    JsonDocument document = JsonReader.read(json, Path.root()).orElseThrow();
    Masking masking = plan.apply(document.leaves(), Pseudonyms.none(), document);
    return document.with(masking.edits());
  }

  /** The harmless texts, which stand under keys of their own. */
  private static List<String> kept(JsonDocument document) {
    return document.leaves().stream()
        .filter(leaf -> leaf.kind() == Leaf.Kind.STRING)
        .filter(leaf -> leaf.path().key().filter(name -> name.startsWith("keep")).isPresent())
        .map(Leaf::text)
        .toList();
  }

  /** A text with what it says when it is decoded in every way again and again. */
  private static String everyReadingOf(String masked) {
    StringBuilder all = new StringBuilder();
    read(masked, all, 0);
    return all.toString();
  }

  private static void read(String text, StringBuilder all, int depth) {
    all.append('\n').append(text);
    String plain = Normalizer.normalize(text, Normalizer.Form.NFKC);
    all.append('\n').append(plain.replaceAll("[\\s\\p{Pd}\\p{Cf}]", ""));
    if (depth > 6) {
      return;
    }
    DecodedText.of(text).ifPresent(decoded -> read(decoded.text(), all, depth + 1));
    for (Base64Text inner : Base64Runs.in(text)) {
      read(inner.text(), all, depth + 1);
    }
    Optional<JsonDocument> document = JsonReader.read(text, Path.root());
    if (document.isPresent()) {
      StringBuilder joined = new StringBuilder();
      for (Leaf leaf : document.get().leaves()) {
        read(leaf.text(), all, depth + 1);
        joined.append(leaf.kind() == Leaf.Kind.KEY ? "" : leaf.text());
      }
      all.append('\n').append(joined);
    }
  }
}
