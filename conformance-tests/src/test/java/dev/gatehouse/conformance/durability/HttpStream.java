package dev.gatehouse.conformance.durability;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What one side of a connection says, message by message. Confined to one thread.
 *
 * <p>Source: RFC 9112 §6: a body has a length, comes in chunks, or is not there.
 */
final class HttpStream {
  private static final Pattern LENGTH = Pattern.compile("\r\ncontent-length: *(\\d+)");
  private static final Pattern CHUNKED = Pattern.compile("\r\ntransfer-encoding: *chunked");

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private long began = -1;

  /** A message, and the moment at which its first byte was about to be sent. */
  record Message(String body, long began) {}

  /** More was said, in a sending that began at this moment; gives the messages that are whole. */
  List<Message> said(ByteBuffer more, long moment) {
    List<Message> messages = new ArrayList<>();
    if (!more.hasRemaining()) {
      return messages;
    }
    if (bytes.size() == 0) {
      began = moment;
    }
    byte[] piece = new byte[more.remaining()];
    more.get(more.position(), piece);
    bytes.writeBytes(piece);
    String text = bytes.toString(ISO_8859_1);
    int start = 0;
    for (int end = end(text, start); end >= 0; end = end(text, start)) {
      messages.add(new Message(body(text.substring(start, end)), began));
      start = end;
      // What follows began no earlier than this sending.
      began = moment;
    }
    bytes.reset();
    bytes.writeBytes(text.substring(start).getBytes(ISO_8859_1));
    return messages;
  }

  /** Whether a message has begun and is not whole yet. */
  boolean isUnfinished() {
    return bytes.size() > 0;
  }

  private static int end(String text, int start) {
    int head = text.indexOf("\r\n\r\n", start);
    if (head < 0) {
      return -1;
    }
    String lower = text.substring(start, head + 2).toLowerCase(Locale.ROOT);
    int body = head + 4;
    if (CHUNKED.matcher(lower).find()) {
      int last = text.indexOf("\r\n0\r\n\r\n", head + 2);
      return last < 0 ? -1 : last + 7;
    }
    Matcher length = LENGTH.matcher(lower);
    int end = length.find() ? body + Integer.parseInt(length.group(1)) : body;
    return end <= text.length() ? end : -1;
  }

  /** The body with the lengths of its chunks, which do no harm to who looks for a word. */
  private static String body(String message) {
    String body = message.substring(message.indexOf("\r\n\r\n") + 4);
    return new String(body.getBytes(ISO_8859_1), UTF_8);
  }
}
