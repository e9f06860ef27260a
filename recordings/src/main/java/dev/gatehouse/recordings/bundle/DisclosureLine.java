package dev.gatehouse.recordings.bundle;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.gatehouse.recordings.leaf.Disclosure;
import dev.gatehouse.recordings.leaf.Leaf;
import java.util.Base64;

/**
 * One line of a payload file: what opens one commitment of one entry.
 *
 * <p>Shape: {@code {"content":"<base64>","entry":7,"part":"msg","salt":"<base64>"}} LF. Errors:
 * {@code IllegalArgumentException} for every other spelling.
 */
public record DisclosureLine(long entry, Disclosure disclosure) {

  /** Reads a line without its LF. */
  public static DisclosureLine parse(String line) {
    String content = between(line, "{\"content\":\"", "\",\"entry\":");
    int entryStart = "{\"content\":\"".length() + content.length() + "\",\"entry\":".length();
    String rest = line.substring(entryStart);
    int entryEnd = rest.indexOf(',');
    if (entryEnd < 0) {
      throw new IllegalArgumentException("a line without a part");
    }
    String part = between(rest.substring(entryEnd), ",\"part\":\"", "\",\"salt\":\"");
    if (!Leaf.PARTS.contains(part)) {
      throw new IllegalArgumentException("a part of another kind");
    }
    String salt = between(rest.substring(rest.indexOf("\",\"salt\":\"")), "\",\"salt\":\"", "\"}");
    DisclosureLine parsed =
        new DisclosureLine(
            Long.parseLong(rest.substring(0, entryEnd)),
            new Disclosure(
                part, Base64.getDecoder().decode(salt), Base64.getDecoder().decode(content)));
    if (!parsed.text().equals(line)) {
      throw new IllegalArgumentException("a line that is not in its one spelling");
    }
    return parsed;
  }

  private static String between(String text, String before, String after) {
    int end = text.indexOf(after, before.length());
    if (!text.startsWith(before) || end < 0) {
      throw new IllegalArgumentException("expected `" + before + "…" + after + "`");
    }
    return text.substring(before.length(), end);
  }

  private String text() {
    Base64.Encoder base64 = Base64.getEncoder();
    return "{\"content\":\""
        + base64.encodeToString(disclosure.content())
        + "\",\"entry\":"
        + entry
        + ",\"part\":\""
        + disclosure.part()
        + "\",\"salt\":\""
        + base64.encodeToString(disclosure.salt())
        + "\"}";
  }

  /** The line with its LF. */
  byte[] toArray() {
    return (text() + "\n").getBytes(US_ASCII);
  }
}
