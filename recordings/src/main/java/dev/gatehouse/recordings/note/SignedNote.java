package dev.gatehouse.recordings.note;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * A text with signatures under it.
 *
 * <p>Shape: text that ends in LF, an empty line, then lines {@code — <name> <base64 of key id ‖
 * signature>}. Errors: {@link MalformedNoteException} for everything else. Source: C2SP signed-note
 * v1.0.0.
 */
record SignedNote(String text, List<SignatureLine> signatures) {
  /** Sixteen must be read; more than this nobody has a use for. */
  private static final int SIGNATURES_MAX = 64;

  /** Room for all signatures at the five kilobytes of a post-quantum one. */
  private static final int BYTES_MAX = 1024 * 1024;

  private static final int KEY_ID_BYTES = 4;

  SignedNote {
    signatures = List.copyOf(signatures);
  }

  /** One line under the text: {@code signature} is base64 of the bytes behind the key id. */
  record SignatureLine(String name, int keyId, String signature) {}

  /** Reads a note. */
  static SignedNote parse(byte[] bytes) throws MalformedNoteException {
    String whole = decode(bytes);
    if (whole.chars().anyMatch(c -> c < 0x20 && c != '\n')) {
      throw new MalformedNoteException("a control character in the note");
    }
    int split = whole.lastIndexOf("\n\n");
    if (split < 0 || !whole.endsWith("\n") || split + 2 == whole.length()) {
      throw new MalformedNoteException("expected text, an empty line and signature lines");
    }
    String[] lines = whole.substring(split + 2, whole.length() - 1).split("\n", -1);
    if (lines.length > SIGNATURES_MAX) {
      throw new MalformedNoteException("more than " + SIGNATURES_MAX + " signatures");
    }
    List<SignatureLine> signatures = new ArrayList<>();
    for (String line : lines) {
      signatures.add(parseLine(line));
    }
    return new SignedNote(whole.substring(0, split + 1), signatures);
  }

  private static String decode(byte[] bytes) throws MalformedNoteException {
    if (bytes.length > BYTES_MAX) {
      throw new MalformedNoteException("a note of more than " + BYTES_MAX + " bytes");
    }
    try {
      return UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(bytes))
          .toString();
    } catch (CharacterCodingException e) {
      throw new MalformedNoteException("the note is not UTF-8", e);
    }
  }

  private static SignatureLine parseLine(String line) throws MalformedNoteException {
    int space = line.lastIndexOf(' ');
    if (!line.startsWith("— ") || space < 3) {
      throw new MalformedNoteException("signature line expected `— name base64`");
    }
    byte[] decoded = StrictBase64.decode(line.substring(space + 1));
    if (decoded.length <= KEY_ID_BYTES) {
      throw new MalformedNoteException("signature line without a signature");
    }
    byte[] signature = Arrays.copyOfRange(decoded, KEY_ID_BYTES, decoded.length);
    return new SignatureLine(
        KeyNames.require(line.substring(2, space)),
        ByteBuffer.wrap(decoded).getInt(),
        Base64.getEncoder().encodeToString(signature));
  }

  /**
   * The text, after {@code key}'s signature over it was found and verified; signatures of other
   * keys do not count.
   *
   * <p>Errors: {@link MalformedNoteException} where the key signed nothing or signed something
   * else.
   */
  String verifiedText(VerifierKey key) throws MalformedNoteException {
    boolean signed = false;
    for (SignatureLine line : signatures) {
      if (!line.name().equals(key.name()) || line.keyId() != key.id()) {
        continue;
      }
      byte[] signature = Base64.getDecoder().decode(line.signature());
      if (!key.verifies(text.getBytes(UTF_8), signature)) {
        throw new MalformedNoteException("the signature of `" + key.name() + "` does not verify");
      }
      signed = true;
    }
    if (!signed) {
      throw new MalformedNoteException("no signature by the key `" + key.text() + "`");
    }
    return text;
  }
}
