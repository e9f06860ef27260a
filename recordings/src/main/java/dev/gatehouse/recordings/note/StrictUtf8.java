package dev.gatehouse.recordings.note;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;

/** UTF-8 of which nothing is replaced: two runs of bytes never read as one text. */
public final class StrictUtf8 {
  private StrictUtf8() {}

  /**
   * The text in {@code bytes}.
   *
   * <p>Errors: {@code CharacterCodingException} where they are not UTF-8.
   */
  public static String decode(byte[] bytes) throws CharacterCodingException {
    return UTF_8
        .newDecoder()
        .onMalformedInput(CodingErrorAction.REPORT)
        .onUnmappableCharacter(CodingErrorAction.REPORT)
        .decode(ByteBuffer.wrap(bytes))
        .toString();
  }
}
