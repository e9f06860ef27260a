package dev.gatehouse.adapters.mcp;

import dev.gatehouse.adapters.Conversation;
import dev.gatehouse.adapters.Deadline;
import dev.gatehouse.adapters.UpstreamException;
import dev.gatehouse.adapters.mcp.ReplyReader.Content;

/** How messages go to a legacy server and come from it, within one session. Thread-safe. */
sealed interface LegacyLink permits StreamableLink, EventStreamLink {

  /** What became of a request when it was sent. */
  sealed interface Sent {
    /** What the server has to say of it will be put into the call's inbox. */
    record Underway() implements Sent {}

    /** It was answered or rejected at once. */
    record Over(Content content) implements Sent {}
  }

  /** Sends a call's request, for which the desk waits already. */
  Sent send(RunningCall call, byte[] body, Deadline deadline)
      throws UpstreamException, InterruptedException;

  /**
   * Sends what wants no answer.
   *
   * @throws UpstreamException where the server does not accept it
   */
  void tell(byte[] body, Deadline deadline) throws UpstreamException, InterruptedException;

  /** Sees to it that what belongs to no call is heard too, as far as the server offers that. */
  void listen() throws InterruptedException;

  /** Whether the server keeps the session, so that it may forget it. */
  boolean keepsSession();

  /**
   * Whether all calls are answered by one stream, so that each must be known by a token of ours.
   */
  boolean sharesOneStream();

  /** Goes on in the name of the same client, whose credentials may be newer. */
  void goOn(Conversation conversation);

  /** Lets go of all streams. */
  void close();

  /** Lets go of all streams, and ends the session on the server; does not wait for it. */
  void end();
}
