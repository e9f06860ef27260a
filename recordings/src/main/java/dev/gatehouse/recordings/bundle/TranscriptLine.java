package dev.gatehouse.recordings.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.recordings.leaf.Disclosure;
import dev.gatehouse.recordings.leaf.JsonStrings;
import dev.gatehouse.recordings.merkle.Hash;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.util.Base64;
import java.util.List;

/**
 * One entry as people and their tools read it.
 *
 * <p>Shape: {@code {"entry":7,"hash":"<base64>","leaf":{…},"parts":{"msg":"…"}}} LF; a part that is
 * not UTF-8 stands as {@code {"base64":"…"}}. It is a view: the leaf and the disclosures are the
 * evidence.
 */
final class TranscriptLine {
  private TranscriptLine() {}

  static byte[] of(long index, Hash leafHash, String leaf, List<Disclosure> disclosures) {
    StringBuilder line = new StringBuilder(leaf.length() + 256);
    line.append("{\"entry\":").append(index);
    line.append(",\"hash\":\"").append(leafHash.base64());
    line.append("\",\"leaf\":").append(leaf).append(",\"parts\":{");
    String separator = "";
    for (Disclosure disclosure : disclosures) {
      line.append(separator).append('"').append(disclosure.part()).append("\":");
      line.append(content(disclosure.content()));
      separator = ",";
    }
    return line.append("}}\n").toString().getBytes(UTF_8);
  }

  private static String content(byte[] bytes) {
    try {
      return JsonStrings.quote(
          UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT)
              .decode(ByteBuffer.wrap(bytes))
              .toString());
    } catch (CharacterCodingException e) {
      return "{\"base64\":\"" + Base64.getEncoder().encodeToString(bytes) + "\"}";
    }
  }
}
