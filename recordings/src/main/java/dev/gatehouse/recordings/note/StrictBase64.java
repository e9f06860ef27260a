package dev.gatehouse.recordings.note;

import java.util.Base64;

/** Base64 with one spelling for each content. Source: RFC 4648 §4, §3.5. */
final class StrictBase64 {
  private StrictBase64() {}

  static byte[] decode(String text) throws MalformedNoteException {
    byte[] decoded;
    try {
      decoded = Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw new MalformedNoteException("not base64", e);
    }
    // The JDK lets missing padding and bits left over pass.
    if (!Base64.getEncoder().encodeToString(decoded).equals(text)) {
      throw new MalformedNoteException("base64 is not in its one spelling");
    }
    return decoded;
  }
}
