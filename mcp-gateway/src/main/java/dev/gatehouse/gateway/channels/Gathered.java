package dev.gatehouse.gateway.channels;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * Many messages that go out as one.
 *
 * @param lines of the messages
 * @param more how many there are beside these
 * @param page where all of them are
 */
record Gathered(List<String> lines, long more, Optional<URI> page) {
  Gathered {
    lines = List.copyOf(lines);
  }

  /** Of how many, in words. */
  String title() {
    return "Gatehouse: " + (lines.size() + more) + " notices about calls that wait for people";
  }

  static String more(long count) {
    return "and " + count + " more";
  }
}
