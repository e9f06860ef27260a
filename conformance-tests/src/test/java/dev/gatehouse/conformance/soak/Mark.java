package dev.gatehouse.conformance.soak;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What tells the messages of one session from those of all others. Immutable. */
record Mark(int number) {
  private static final Pattern ANY = Pattern.compile("mark(\\d+)x");
  private static final String RESOURCE = "soak://";

  /** As it stands in messages. */
  String text() {
    return "mark" + number + "x";
  }

  /** The session's own resource. */
  String uri() {
    return RESOURCE + text();
  }

  /** Refuses a message that holds the mark of another session. */
  void own(String message) {
    Matcher found = ANY.matcher(message);
    while (found.find()) {
      if (Integer.parseInt(found.group(1)) != number) {
        throw new AssertionError(text() + " was sent what is of another: " + message);
      }
    }
  }
}
