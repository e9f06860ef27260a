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
  private static final Pattern LAST_CHUNK = Pattern.compile("0+\r\n\r\n");
  private static final Pattern CHUNKED = Pattern.compile("\r\ntransfer-encoding: *chunked");

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private long began = -1;
  private boolean inChunks;

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
      String whole = text.substring(start, end);
      messages.add(new Message(inChunks ? utf8(whole) : body(whole), began));
      inChunks = inChunks ? !LAST_CHUNK.matcher(whole).matches() : isChunkedHead(whole);
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
    return bytes.size() > 0 || inChunks;
  }

  /** The end of a message, or of a piece of one that comes in chunks: each is sent by itself. */
  private int end(String text, int start) {
    if (inChunks) {
      int line = text.indexOf("\r\n", start);
      int end = line < 0 ? -1 : line + 4 + Integer.parseInt(text.substring(start, line), 16);
      return end <= text.length() ? end : -1;
    }
    int head = text.indexOf("\r\n\r\n", start);
    if (head < 0) {
      return -1;
    }
    String lower = text.substring(start, head + 2).toLowerCase(Locale.ROOT);
    int body = head + 4;
    if (CHUNKED.matcher(lower).find()) {
      return body;
    }
    Matcher length = LENGTH.matcher(lower);
    int end = length.find() ? body + Integer.parseInt(length.group(1)) : body;
    return end <= text.length() ? end : -1;
  }

  private static boolean isChunkedHead(String message) {
    int head = message.indexOf("\r\n\r\n");
    return CHUNKED.matcher(message.substring(0, head + 2).toLowerCase(Locale.ROOT)).find();
  }

  private static String body(String message) {
    return utf8(message.substring(message.indexOf("\r\n\r\n") + 4));
  }

  private static String utf8(String bytes) {
    return new String(bytes.getBytes(ISO_8859_1), UTF_8);
  }
}
