package dev.gatehouse.recordings.note;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * A text with signatures under it.
 *
 * <p>Shape: text that ends in LF, an empty line, then signature lines. Errors: {@link
 * MalformedNoteException} for everything else. Source: C2SP signed-note v1.0.0.
 */
public record SignedNote(String text, List<SignatureLine> signatures) {
  /** Sixteen must be read; more than this nobody has a use for. */
  private static final int SIGNATURES_MAX = 64;

  /** Room for all signatures at the five kilobytes of a post-quantum one. */
  private static final int BYTES_MAX = 1024 * 1024;

  public SignedNote {
    signatures = List.copyOf(signatures);
    if (!text.endsWith("\n") || text.chars().anyMatch(c -> c < 0x20 && c != '\n')) {
      throw new IllegalArgumentException("a note's text ends in LF, its only control character");
    }
    if (signatures.size() > SIGNATURES_MAX) {
      throw new IllegalArgumentException("more than " + SIGNATURES_MAX + " signatures");
    }
  }

  /** Reads a note. */
  public static SignedNote parse(byte[] bytes) throws MalformedNoteException {
    String whole = decode(bytes);
    if (whole.chars().anyMatch(c -> c < 0x20 && c != '\n')) {
      throw new MalformedNoteException("a control character in the note");
    }
    int split = whole.lastIndexOf("\n\n");
    if (split < 0 || !whole.endsWith("\n") || split + 2 == whole.length()) {
      throw new MalformedNoteException("expected text, an empty line and signature lines");
    }
    return new SignedNote(whole.substring(0, split + 1), parseLines(whole.substring(split + 2)));
  }

  /**
   * Reads signature lines that stand alone, each with its LF; there may be none.
   *
   * <p>Errors: {@link MalformedNoteException} where one of them is none, or they are too many.
   */
  public static List<SignatureLine> parseLines(String text) throws MalformedNoteException {
    if (text.isEmpty()) {
      return List.of();
    }
    String[] lines = text.split("\n", SIGNATURES_MAX + 2);
    if (lines.length > SIGNATURES_MAX + 1) {
      throw new MalformedNoteException("more than " + SIGNATURES_MAX + " signatures");
    }
    if (!lines[lines.length - 1].isEmpty()) {
      throw new MalformedNoteException("the last signature line expected to end in LF");
    }
    List<SignatureLine> signatures = new ArrayList<>();
    for (int i = 0; i < lines.length - 1; i++) {
      signatures.add(SignatureLine.parse(lines[i]));
    }
    return signatures;
  }

  private static String decode(byte[] bytes) throws MalformedNoteException {
    if (bytes.length > BYTES_MAX) {
      throw new MalformedNoteException("a note of more than " + BYTES_MAX + " bytes");
    }
    try {
      return StrictUtf8.decode(bytes);
    } catch (CharacterCodingException e) {
      throw new MalformedNoteException("the note is not UTF-8", e);
    }
  }

  /** The note as {@link #parse} reads it. */
  public byte[] bytes() {
    return whole().getBytes(UTF_8);
  }

  /** The same as text. */
  public String whole() {
    StringBuilder whole = new StringBuilder(text).append('\n');
    for (SignatureLine line : signatures) {
      whole.append(line.text()).append('\n');
    }
    return whole.toString();
  }

  /** The same text with {@code more} lines under those that it has. */
  public SignedNote with(List<SignatureLine> more) {
    List<SignatureLine> all = new ArrayList<>(signatures);
    all.addAll(more);
    return new SignedNote(text, all);
  }

  /**
   * The signatures by {@code known} keys, in the order of their lines; lines of other keys do not
   * count. It may be that none of the keys signed.
   *
   * <p>Errors: {@link MalformedNoteException} where one line claims a known key and does not
   * verify: then the whole note is not to be believed.
   */
  public List<VerifiedSignature> verify(Collection<VerifierKey> known)
      throws MalformedNoteException {
    List<VerifiedSignature> verified = new ArrayList<>();
    for (SignatureLine line : signatures) {
      for (VerifierKey key : known) {
        if (line.claims(key)) {
          verified.add(line.verify(text, key));
        }
      }
    }
    return verified;
  }

  /**
   * The text, after {@code key}'s signature over it was found and verified; signatures of other
   * keys do not count.
   *
   * <p>Errors: {@link MalformedNoteException} where the key signed nothing or signed something
   * else.
   */
  public String verifiedText(VerifierKey key) throws MalformedNoteException {
    if (verify(List.of(key)).isEmpty()) {
      throw new MalformedNoteException("no signature by the key `" + key.text() + "`");
    }
    return text;
  }
}
