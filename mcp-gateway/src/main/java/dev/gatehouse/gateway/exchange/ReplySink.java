package dev.gatehouse.gateway.exchange;

import dev.gatehouse.gateway.audit.Recorded;
import dev.gatehouse.gateway.mcp.Session;
import java.util.List;

/**
 * The client's end of one exchange. What it takes is recorded already, but for fixed rejections,
 * which carry nothing of anybody's message.
 *
 * <p>Exactly one of {@link #reply}, {@link #replies}, {@link #accepted}, {@link #ended} and {@link
 * #rejected} is called, last. A client that has gone is no error: what was for it is in the record.
 * Thread-safe.
 */
public interface ReplySink {

  /**
   * Says which session the exchange belongs to, before anything else is called: it exists and is
   * its principal's. Not called where there is none.
   */
  void belongsTo(Session session);

  /** Sends the reply. */
  void reply(Recorded.Reply reply);

  /** Sends the replies to the messages of a batch, at least one. */
  void replies(List<Recorded.Reply> replies);

  /**
   * Whether the client takes anything before the reply: whoever takes no stream does not, and what
   * would be for it is neither recorded nor sent.
   */
  boolean takesStream();

  /** Sends a notification that comes before the reply, at once, to who takes any. */
  void notification(Recorded.Notification notification);

  /** Asks the client something before the reply, at once, if it takes any. */
  void ask(Recorded.Question question);

  /** Says that a notification of the client's arrived. */
  void accepted(Recorded.Notification notification);

  /** Ends without a reply: the client withdrew its request. */
  void ended(Recorded.Ending ending);

  /** Says that there will be no exchange. */
  void rejected(Rejection rejection);

  /**
   * Keeps the connection alive while an upstream works, and watches whether the client is there.
   *
   * @param gone what to do when it is not; may be called from another thread, at most once
   * @return to be closed when the waiting is over
   */
  Waiting waiting(Runnable gone);

  /** A wait that is going on. */
  interface Waiting extends AutoCloseable {
    @Override
    void close();
  }
}
