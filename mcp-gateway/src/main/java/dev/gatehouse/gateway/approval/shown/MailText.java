package dev.gatehouse.gateway.approval.shown;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * An approval as a plain mail.
 *
 * <p>Guarantee: the subject is ASCII on one line, whatever it is made of, and nothing in it is
 * decoded to anything else than was put in; no line of the body that a stranger wrote begins at the
 * margin, or is made a link of for its {@code https://} or {@code www.}.
 *
 * @param subject as it stands in the header (RFC 2047 where that is needed)
 * @param body lines of at most 78 columns, each ended by a line feed; not ASCII
 */
public record MailText(String subject, String body) {
  private static final int WIDTH = 78;
  private static final int ROOM = 60_000;
  private static final int SUBJECT_MAX = 110;

  /** An encoded word has room for as many bytes. */
  private static final int WORD_BYTES = 45;

  /** The mail that shows an approval. */
  public static MailText of(ApprovalText text) {
    List<String> lines = new PlainLayout(WIDTH, MailText::line).lines(text.within(ROOM));
    return new MailText(subject(text.title()), String.join("\n", lines) + "\n");
  }

  /** Any text as a subject. */
  public static String subject(ShownText text) {
    String subject = text.shortened(SUBJECT_MAX).text();
    boolean isPlain =
        subject.chars().allMatch(c -> c >= 0x20 && c < 0x7F) && !subject.contains("=?");
    return isPlain ? subject : encoded(subject);
  }

  /** Any text as a line of a body. */
  public static String line(ShownText text) {
    return text.without(Links.IN_TEXT).isolated();
  }

  private static String encoded(String text) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    for (int c : text.codePoints().toArray()) {
      String next = Character.toString(c);
      if ((word + next).getBytes(UTF_8).length > WORD_BYTES) {
        words.add(encodedWord(word.toString()));
        word.setLength(0);
      }
      word.append(next);
    }
    words.add(encodedWord(word.toString()));
    return String.join(" ", words);
  }

  private static String encodedWord(String text) {
    return "=?UTF-8?B?" + Base64.getEncoder().encodeToString(text.getBytes(UTF_8)) + "?=";
  }
}
