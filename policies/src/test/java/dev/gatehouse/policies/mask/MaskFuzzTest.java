package dev.gatehouse.policies.mask;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.policies.detect.BuiltIn;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Messages with values planted in every disguise.
 *
 * <p>What comes out is JSON, holds none of them however it is decoded, and is otherwise what went
 * in. The system property {@code gatehouse.fuzz.seconds} makes each seed run so long.
 */
class MaskFuzzTest {
  private static final int MESSAGES = 400;

  private static final List<String> SECRETS =
      List.of(
          "4111111111111111",
          "5500005555555559",
          "ada.lovelace@example.com",
          "bob_77@mail.example.org",
          "DE89370400440532013000",
          "AKIAIOSFODNN7EXAMPLE");

  private static final List<String> HARMLESS =
      List.of(
          "", "plain words", "é ü — 漢字 😀", "a\"b\\c\n\td", "2019", "order 17", "{", "[1", "<b>");

  private static final MaskPlan PLAN =
      MaskPlan.of(
          List.of(
              Mask.of(
                  Set.of(BuiltIn.PAYMENT_CARD, BuiltIn.EMAIL, BuiltIn.IBAN, BuiltIn.CLOUD_KEY),
                  Strategy.redact())));

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void leavesNothingOfWhatIsPlantedAndAllOfTheRest(long seed) throws MaskingException {
    Random random = new Random(seed);
    long seconds = Long.getLong("gatehouse.fuzz.seconds", 0);
    long end = System.nanoTime() + seconds * 1_000_000_000;
    for (int i = 0; i < MESSAGES || System.nanoTime() < end; i++) {
      Message message = new Message(random);
      String masked = masked(message.json());
      String told = "seed " + seed + ", message " + i + ":\n" + message.json() + "\n" + masked;

      Optional<JsonDocument> read = JsonReader.read(masked, Path.root());
      assertTrue(read.isPresent(), told);
      String all = everyReadingOf(masked);
      for (String secret : message.planted()) {
        assertFalse(all.contains(secret), () -> secret + " left in " + told);
      }
      assertEquals(message.expectedKept(), kept(read.get()), told);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {5})
  void leavesEverythingWhereNothingIsPlanted(long seed) throws MaskingException {
    Random random = new Random(seed);
    for (int i = 0; i < MESSAGES; i++) {
      String json = new Message(random, 0).json();
      assertEquals(json, masked(json));
    }
  }

  /** Masks a text that holds a message. */
  private static String masked(String json) throws MaskingException {
    JsonDocument document = JsonReader.read(json, Path.root()).orElseThrow();
    Masking masking = PLAN.apply(document.leaves(), Pseudonyms.none(), document);
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
    all.append('\n').append(text.replaceAll("[\\s\\p{Pd}\\p{Cf}]", ""));
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

  /** A random message, and what was planted in it. */
  private static final class Message {
    private final Random random;
    private final int plants;
    private final List<String> planted = new ArrayList<>();
    private final List<String> expected = new ArrayList<>();
    private final String json;
    private int names;

    Message(Random random) {
      this(random, 1 + random.nextInt(4));
    }

    Message(Random random, int plants) {
      this.random = random;
      this.plants = plants;
      this.json = "{" + object(0) + "}";
    }

    String json() {
      return json;
    }

    List<String> planted() {
      return planted;
    }

    List<String> expectedKept() {
      return expected;
    }

    private String object(int depth) {
      List<String> members = new ArrayList<>();
      for (int i = 1 + random.nextInt(4); i > 0; i--) {
        String keep = HARMLESS.get(random.nextInt(HARMLESS.size()));
        switch (random.nextInt(4)) {
          case 0 -> {
            expected.add(keep);
            members.add(space() + quote("keep" + names++) + space() + ":" + quote(keep));
          }
          case 1 ->
              members.add(quote("n" + names++) + ":" + (random.nextInt(2_000) - 1_000) + ".50");
          case 2 -> {
            if (depth < 4) {
              members.add(quote("o" + names++) + ":{" + object(depth + 1) + "}");
            }
          }
          default -> {
            if (planted.size() < plants) {
              members.add(plant());
            }
          }
        }
      }
      return String.join("," + space(), members);
    }

    /** A member that holds a secret. */
    private String plant() {
      String secret = SECRETS.get(random.nextInt(SECRETS.size()));
      planted.add(secret);
      boolean isCard = secret.chars().allMatch(Character::isDigit);
      String name = "p" + names++;
      return switch (random.nextInt(6)) {
        case 0 -> quote(disguise(secret, 1)) + ":" + quote(name);
        case 1 -> quote(name) + ":" + (isCard ? secret : quote("x " + secret + " y"));
        case 2 -> quote(name) + ":[" + cut(secret) + "]";
        case 3 -> quote(name) + ":[" + blocks(secret) + "]";
        default -> quote(name) + ":" + quote(disguise(secret, random.nextInt(4)));
      };
    }

    /** A text that says the secret to whoever decodes it. */
    private String disguise(String secret, int layers) {
      String text = random.nextBoolean() ? "see: " + secret + " ok" : secret;
      for (int layer = 0; layer < layers; layer++) {
        text =
            switch (random.nextInt(6)) {
              case 0 -> "{\"a\":" + quote(text) + ",\"b\":[null,true]}";
              case 1 -> encode(Base64.getEncoder(), text);
              case 2 -> encode(Base64.getUrlEncoder().withoutPadding(), text);
              case 3 -> "data:text/plain;base64," + encode(Base64.getEncoder(), text);
              case 4 -> percent(text);
              default -> text.replace("@", "&#64;").replace("1", "&#x31;");
            };
      }
      return text;
    }

    private String cut(String secret) {
      int at = 1 + random.nextInt(secret.length() - 1);
      return quote(secret.substring(0, at)) + "," + quote(secret.substring(at));
    }

    private String blocks(String secret) {
      int at = 1 + random.nextInt(secret.length() - 1);
      return block("so " + secret.substring(0, at)) + "," + block(secret.substring(at) + " then");
    }

    private static String block(String text) {
      return "{\"type\":\"text\",\"text\":" + quote(text) + "}";
    }

    private String space() {
      return " ".repeat(random.nextInt(3));
    }

    private static String quote(String text) {
      return JsonEscapes.quote(text);
    }

    private static String encode(Base64.Encoder encoder, String text) {
      return encoder.encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String percent(String text) {
      StringBuilder encoded = new StringBuilder();
      for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
        boolean isPlain = Character.isLetterOrDigit(octet) && octet > 0 && octet != '1';
        encoded.append(
            isPlain
                ? String.valueOf((char) octet)
                : String.format(Locale.ROOT, "%%%02X", octet & 0xFF));
      }
      return encoded.toString();
    }
  }
}
