package dev.gatehouse.gateway.exchange;

import dev.gatehouse.gateway.audit.Recorded;
import dev.gatehouse.gateway.mcp.Session;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A client's end that keeps what it is given, as lines such as {@code 200 {…}}. */
final class CapturedSink implements ReplySink {
  private final List<String> received = new ArrayList<>();
  private String session = "";
  private boolean isWatched;
  private Runnable whenGone = () -> {};
  private final boolean takesStream;

  CapturedSink() {
    this(true);
  }

  /** Of a client that takes streams, or nothing but replies. */
  CapturedSink(boolean takesStream) {
    this.takesStream = takesStream;
  }

  synchronized List<String> received() {
    return List.copyOf(received);
  }

  synchronized String session() {
    return session;
  }

  /** The reply alone, where it is all that came. */
  String reply() {
    List<String> all = received();
    if (all.size() != 1) {
      throw new AssertionError("expected one message, got " + all);
    }
    return all.getFirst();
  }

  @Override
  public void belongsTo(Session belonging) {}

  @Override
  public synchronized void reply(Recorded.Reply reply) {
    if (!reply.openedSession().isEmpty()) {
      session = reply.openedSession();
    }
    received.add(reply.status() + " " + reply.text());
  }

  @Override
  public synchronized void replies(List<Recorded.Reply> replies) {
    replies.forEach(reply -> received.add("batch " + reply.text()));
  }

  @Override
  public boolean takesStream() {
    return takesStream;
  }

  @Override
  public synchronized void notification(Recorded.Notification notification) {
    received.add("notification " + notification.text());
  }

  @Override
  public synchronized void ask(Recorded.Question question) {
    received.add("question " + question.text());
  }

  @Override
  public synchronized void accepted(Recorded.Notification notification) {
    received.add("accepted");
  }

  @Override
  public synchronized void ended(Recorded.Ending ending) {
    received.add("ended");
  }

  @Override
  public synchronized void rejected(Rejection rejection) {
    received.add("rejected " + rejection.status());
  }

  /** Goes away, once somebody has begun to watch whether it is there. */
  void leave() throws InterruptedException {
    long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (!isWatched() && System.nanoTime() < end) {
      Thread.sleep(5);
    }
    whenGone().run();
  }

  private synchronized boolean isWatched() {
    return isWatched;
  }

  private synchronized Runnable whenGone() {
    return whenGone;
  }

  @Override
  public synchronized Waiting waiting(Runnable gone) {
    isWatched = true;
    whenGone = gone;
    return () -> {};
  }
}
