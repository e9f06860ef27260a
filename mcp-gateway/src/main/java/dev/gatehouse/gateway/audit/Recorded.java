package dev.gatehouse.gateway.audit;

/**
 * Proof that something is in the log, durably, and may therefore happen.
 *
 * <p>Guarantee: whoever holds one holds something that survives a crash: the constructors are
 * visible to the {@link Recorder} alone, which calls them behind a durable append. Immutable.
 */
public sealed interface Recorded {

  /** A request that may go upstream. */
  final class Call implements Recorded {
    private final Outbound outbound;

    Call(Outbound outbound) {
      this.outbound = outbound;
    }

    /** What may be sent, and to whom. */
    public Outbound outbound() {
      return outbound;
    }
  }

  /** A notification that may go to the client, or one of the client's that may take effect. */
  final class Notification implements Recorded {
    private final String text;

    Notification(String text) {
      this.text = text;
    }

    /** The message as it may be sent. */
    public String text() {
      return text;
    }
  }

  /** A request of an upstream's that may go to the client. */
  final class Question implements Recorded {
    private final String text;

    Question(String text) {
      this.text = text;
    }

    /** The message as it may be sent. */
    public String text() {
      return text;
    }
  }

  /** A reply that may go to the client. */
  final class Reply implements Recorded {
    private final String text;
    private final ReplyDraft draft;

    Reply(String text, ReplyDraft draft) {
      this.text = text;
      this.draft = draft;
    }

    /** The message as it may be sent, its receipt included. */
    public String text() {
      return text;
    }

    /** How the call ended, in the word that the record has for it. */
    public String outcome() {
      return draft.outcome();
    }

    /** The status of HTTP to send it with. */
    public int status() {
      return draft.status();
    }

    /** What its client should bring next time, as {@code WWW-Authenticate}; empty where nothing. */
    public String challenge() {
      return draft.challenge();
    }

    /** The session that begins with this reply; empty where none does. */
    public String openedSession() {
      return draft.openedSession();
    }
  }

  /** A closing entry without a reply: the client wants none any more. */
  final class Ending implements Recorded {
    Ending() {}
  }
}
