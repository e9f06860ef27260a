package dev.gatehouse.adapters.mcp;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The last that a child wrote to its standard error, for people who look for a cause. Thread-safe.
 */
final class ErrorOutput implements ChildLines.Listener {
  private static final Logger LOG = System.getLogger(ErrorOutput.class.getName());

  /** Longer lines are passed over: no person reads them. */
  static final int LINE_BYTES_MAX = 8 << 10;

  // A stack trace or two.
  private static final int LINES_MAX = 200;
  private static final int LOGGED_CHARACTERS_MAX = 500;

  private final String name;
  private final ShownSecrets secrets;
  private final Deque<String> lines = new ArrayDeque<>();

  ErrorOutput(String name, ShownSecrets secrets) {
    this.name = name;
    this.secrets = secrets;
  }

  /** Oldest first. */
  List<String> recent() {
    synchronized (lines) {
      return List.copyOf(lines);
    }
  }

  @Override
  public void line(byte[] bytes) {
    String text = secrets.without(new String(bytes, StandardCharsets.UTF_8)).stripTrailing();
    keep(text.length() > LOGGED_CHARACTERS_MAX ? text.substring(0, LOGGED_CHARACTERS_MAX) : text);
  }

  @Override
  public void tooLong(long length) {
    keep("(a line of " + length + " bytes)");
  }

  private void keep(String text) {
    synchronized (lines) {
      lines.add(text);
      if (lines.size() > LINES_MAX) {
        lines.remove();
      }
    }
    // Escaped, so that a child cannot forge lines of our log.
    LOG.log(
        Level.DEBUG, () -> "upstream=" + name + " stderr=" + text.replaceAll("\\p{Cntrl}", "?"));
  }
}
