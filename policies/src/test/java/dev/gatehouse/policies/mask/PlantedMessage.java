package dev.gatehouse.policies.mask;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** A random message, and what was planted in it. */
final class PlantedMessage {
  static final List<String> SECRETS =
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

  private final Random random;
  private final int plants;
  private final List<String> planted = new ArrayList<>();
  private final List<String> expected = new ArrayList<>();
  private final String json;
  private int names;

  PlantedMessage(Random random) {
    this(random, 1 + random.nextInt(4));
  }

  PlantedMessage(Random random, int plants) {
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
        case 1 -> members.add(quote("n" + names++) + ":" + (random.nextInt(2_000) - 1_000) + ".50");
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
    String plain = SECRETS.get(random.nextInt(SECRETS.size()));
    planted.add(plain);
    boolean isCard = plain.chars().allMatch(Character::isDigit);
    String secret = random.nextInt(4) == 0 ? spelled(plain, isCard) : plain;
    String name = "p" + names++;
    return switch (random.nextInt(6)) {
      case 0 -> quote(disguise(secret, 1)) + ":" + quote(name);
      case 1 -> quote(name) + ":" + (isCard ? plain : quote("x " + secret + " y"));
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
          switch (random.nextInt(8)) {
            case 0 -> "{\"a\":" + quote(text) + ",\"b\":[null,true]}";
            case 1 -> encode(Base64.getEncoder(), text);
            case 2 -> encode(Base64.getUrlEncoder().withoutPadding(), text);
            case 3 -> "data:text/plain;base64," + encode(Base64.getEncoder(), text);
            case 4 -> percent(text);
            case 5 -> "a line before it that is long enough to break\n" + lines(text);
            case 6 -> "id,value\n1," + (text.contains("\"") ? text : '"' + text + '"') + "\n2,x";
            default -> text.replace("@", "&#64;").replace("1", "&#x31;");
          };
    }
    return text;
  }

  /** As people write it. */
  private String spelled(String plain, boolean isCard) {
    StringBuilder spelled = new StringBuilder();
    boolean isWide = random.nextBoolean();
    char gap = "- \u00a0\u2013".charAt(random.nextInt(4));
    for (int i = 0; i < plain.length(); i++) {
      char c = plain.charAt(i);
      boolean isDigit = c >= '0' && c <= '9';
      spelled.append(isCard && i > 0 && i % 4 == 0 ? String.valueOf(gap) : "");
      spelled.append(isCard && isWide && isDigit ? (char) (c - '0' + '\uff10') : c);
    }
    return spelled.toString();
  }

  /** In base64 as it is sent by mail, if it is long enough for that. */
  private static String lines(String text) {
    return Base64.getMimeEncoder(76, new byte[] {'\r', '\n'})
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private String cut(String secret) {
    int at = 1 + random.nextInt(secret.length() - 1);
    return quote(secret.substring(0, at)) + "," + quote(secret.substring(at));
  }

  private String blocks(String secret) {
    int at = 1 + random.nextInt(secret.length() - 1);
    return block("so " + secret.substring(0, at)) + "," + block(secret.substring(at) + " then");
  }

  private String block(String text) {
    return "{\"type\":\"text\",\"text\":" + quote(text) + "}";
  }

  private String space() {
    return " ".repeat(random.nextInt(3));
  }

  /** As a JSON string, in one of the ways to write it. */
  private String quote(String text) {
    String quoted = JsonEscapes.quote(text);
    if (random.nextInt(8) > 0 || quoted.indexOf('\\') >= 0) {
      return quoted;
    }
    StringBuilder escaped = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      escaped.append(
          random.nextBoolean() ? String.format(Locale.ROOT, "\\u%04X", (int) c) : "" + c);
    }
    return escaped.append('"').toString();
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
