package dev.gatehouse.policies.yaml;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Reads one YAML file into nodes.
 *
 * <p>Errors: whatever is wrong becomes a problem with line and column: a missing or unreadable
 * file, invalid UTF-8, a syntax error, a file over a limit. Then the result is empty. Duplicate
 * keys, anchors, aliases and tags are problems too, but do not end the reading.
 */
public final class YamlFile {
  /** A policy or configuration that people can review is far smaller. */
  public static final int BYTES_MAX = 1 << 20;

  /** Nobody nests deeper by hand; keeps recursion over nodes within the stack. */
  public static final int DEPTH_MAX = 32;

  private YamlFile() {}

  /** The nodes of a file; empty if it could not be read as YAML. */
  public static Optional<YamlNode> read(Path path, Problems problems) {
    return text(path, problems).flatMap(text -> parse(path.toString(), text, problems));
  }

  /** The text of a file, for callers that keep it beside its nodes. */
  public static Optional<String> text(Path path, Problems problems) {
    String file = path.toString();
    byte[] bytes;
    try (InputStream in = Files.newInputStream(path)) {
      bytes = in.readNBytes(BYTES_MAX + 1);
    } catch (NoSuchFileException e) {
      problems.add(file, 1, 1, "there is no such file");
      return Optional.empty();
    } catch (IOException e) {
      problems.add(file, 1, 1, "cannot be read: " + e.getMessage());
      return Optional.empty();
    }
    if (bytes.length > BYTES_MAX) {
      problems.add(file, 1, 1, "larger than " + BYTES_MAX + " bytes, the most that is read");
      return Optional.empty();
    }
    return decode(file, bytes, problems);
  }

  /** The nodes of a text; empty if it is not one YAML document. */
  public static Optional<YamlNode> parse(String fileName, String text, Problems problems) {
    if (text.length() > BYTES_MAX) {
      problems.add(fileName, 1, 1, "larger than " + BYTES_MAX + " characters");
      return Optional.empty();
    }
    problems.source(fileName, text);
    return new NodeBuilder(fileName, text, problems).build();
  }

  private static Optional<String> decode(String file, byte[] bytes, Problems problems) {
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    CharBuffer text = CharBuffer.allocate(bytes.length + 1);
    CoderResult result = decoder.decode(ByteBuffer.wrap(bytes), text, true);
    text.flip();
    if (result.isError()) {
      String before = text.toString();
      int lineStart = before.lastIndexOf('\n') + 1;
      int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
      int column = 1 + before.codePointCount(lineStart, before.length());
      problems.add(file, line, column, "not UTF-8 from here on");
      return Optional.empty();
    }
    return Optional.of(text.toString());
  }
}
