package dev.gatehouse.adapters.jsonrpc;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * One JSON value: its text as received, and the tree that was read from it.
 *
 * <p>Guarantee: {@link #utf8()} gives the bytes that {@link #parse} was given, all of them. Strict
 * UTF-8 has one encoding for each text, so keeping the text keeps the bytes. Immutable.
 */
public final class JsonText {
  private final String text;
  private final JsonNode root;

  private JsonText(String text, JsonNode root) {
    this.text = text;
    this.root = root;
  }

  /**
   * Reads a text strictly: valid UTF-8 without a byte order mark, one value, nothing behind it, no
   * name twice in an object, within the limits.
   *
   * @throws JsonSyntaxException where any of that does not hold
   */
  public static JsonText parse(byte[] utf8, JsonLimits limits) throws JsonSyntaxException {
    if (utf8.length > limits.bytesMax()) {
      throw new JsonSyntaxException(
          "%d bytes of JSON, at most %d allowed".formatted(utf8.length, limits.bytesMax()));
    }
    return parse(decode(utf8), limits);
  }

  /**
   * Reads a text that is decoded already, as strictly.
   *
   * @throws JsonSyntaxException as {@link #parse(byte[], JsonLimits)}
   */
  public static JsonText parse(String text, JsonLimits limits) throws JsonSyntaxException {
    return new JsonText(text, new TreeReader(text, limits.depthMax()).read());
  }

  /** The whole text. */
  public String text() {
    return text;
  }

  /** The value. */
  public JsonNode root() {
    return root;
  }

  /** The text of one value of this tree, as spelled. */
  public String slice(JsonNode node) {
    return text.substring(node.start(), node.end());
  }

  /** The whole text as bytes: those that were received. */
  public byte[] utf8() {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** The length and nothing of the content, which may be secret. */
  @Override
  public String toString() {
    return "JSON text of " + text.length() + " characters";
  }

  private static String decode(byte[] utf8) throws JsonSyntaxException {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(utf8))
          .toString();
    } catch (CharacterCodingException _) {
      throw new JsonSyntaxException("the bytes are not valid UTF-8");
    }
  }
}
