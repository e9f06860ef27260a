package dev.gatehouse.adapters.mcp;

import dev.gatehouse.adapters.Conversation;
import dev.gatehouse.adapters.Deadline;
import dev.gatehouse.adapters.Era;
import dev.gatehouse.adapters.UpstreamCall;
import dev.gatehouse.adapters.UpstreamDescription;
import dev.gatehouse.adapters.UpstreamException;
import dev.gatehouse.adapters.UpstreamReply;
import dev.gatehouse.adapters.jsonrpc.Message;
import java.util.Optional;

/** How to talk over HTTP to a server of one era. Thread-safe. */
sealed interface HttpDialect permits ModernHttp, LegacyHttp {

  /** What became of a call. */
  sealed interface Outcome {
    /** It was answered. */
    record Done(UpstreamReply reply) implements Outcome {}

    /**
     * It was rejected in a way that suggests a server of the other era, before anything was done.
     *
     * @param reply what to take for the answer where the era is right after all
     * @param otherwise what to say where there is none
     */
    record Doubtful(Optional<UpstreamReply> reply, UpstreamException otherwise)
        implements Outcome {}
  }

  /** The era. */
  Era era();

  /** What the server says of itself. */
  UpstreamDescription describe(Conversation conversation, Deadline deadline)
      throws UpstreamException, InterruptedException;

  /** Sends a request and waits for its answer. */
  Outcome call(UpstreamCall call, Deadline deadline) throws UpstreamException, InterruptedException;

  /** Sends a notification. */
  void tell(Message.Notification notification, Conversation conversation, Deadline deadline)
      throws UpstreamException, InterruptedException;

  /** Gives up a call that waits for input. */
  void giveUp(String state);

  /** Forgets a conversation. */
  void end(String conversationKey);

  /** Forgets all conversations. */
  void endAll();
}
