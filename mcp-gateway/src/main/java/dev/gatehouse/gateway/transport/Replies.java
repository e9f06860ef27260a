package dev.gatehouse.gateway.transport;

import dev.gatehouse.gateway.audit.Recorded;
import java.util.List;
import java.util.stream.Collectors;

/** The replies to a batch, as one text. */
final class Replies {
  private Replies() {}

  /** A JSON array of them. */
  static String array(List<Recorded.Reply> replies) {
    return replies.stream().map(Recorded.Reply::text).collect(Collectors.joining(",", "[", "]"));
  }
}
