package dev.gatehouse.recordings.bundle;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.gatehouse.recordings.leaf.Disclosure;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Base64;
import java.util.List;

/**
 * One entry as people and their tools read it.
 *
 * <p>Shape: {@code {"entry":7,"hash":"<base64>","leaf":{…},"parts":{"msg":"…"}}} LF; a part that is
 * not UTF-8 stands as {@code {"base64":"…"}}. It is a view: the leaf and the disclosures are the
 * evidence.
 */
public final class TranscriptLine {
  private static final byte[] ENTRY = "{\"entry\":".getBytes(US_ASCII);
  private static final byte[] HASH = ",\"hash\":\"".getBytes(US_ASCII);
  private static final byte[] LEAF = "\",\"leaf\":".getBytes(US_ASCII);
  private static final byte[] PARTS = ",\"parts\":{".getBytes(US_ASCII);
  private static final byte[] END = "}}\n".getBytes(US_ASCII);

  private TranscriptLine() {}

  /** Writes the line of entry {@code index}, whose hash is {@code leafHash} in base64. */
  public static void write(
      long index, byte[] leafHash, byte[] leaf, List<Disclosure> disclosures, OutputStream out)
      throws IOException {
    out.write(ENTRY);
    out.write(Long.toString(index).getBytes(US_ASCII));
    out.write(HASH);
    out.write(leafHash);
    out.write(LEAF);
    out.write(leaf);
    out.write(PARTS);
    String separator = "\"";
    for (Disclosure disclosure : disclosures) {
      out.write((separator + disclosure.part() + "\":").getBytes(US_ASCII));
      writeContent(disclosure.content(), out);
      separator = ",\"";
    }
    out.write(END);
  }

  private static void writeContent(byte[] content, OutputStream out) throws IOException {
    if (JsonText.isUtf8(content)) {
      JsonText.writeQuoted(content, out);
    } else {
      out.write("{\"base64\":\"".getBytes(US_ASCII));
      out.write(Base64.getEncoder().encode(content));
      out.write("\"}".getBytes(US_ASCII));
    }
  }
}
