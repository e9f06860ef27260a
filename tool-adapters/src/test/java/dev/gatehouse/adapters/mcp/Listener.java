package dev.gatehouse.adapters.mcp;

import dev.gatehouse.adapters.Conversation;
import dev.gatehouse.adapters.Era;
import dev.gatehouse.adapters.Upstream;
import dev.gatehouse.adapters.UpstreamException;
import dev.gatehouse.adapters.UpstreamReply;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** One who listens to an upstream, on a thread of his own. */
final class Listener implements AutoCloseable {
  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
  private final BlockingQueue<Object> ended = new LinkedBlockingQueue<>();
  private final Thread thread;

  /** Listens with this filter. */
  Listener(Upstream upstream, Conversation who, String filter) {
    String text =
        "{\"jsonrpc\":\"2.0\",\"id\":\"sub\",\"method\":\"subscriptions/listen\",\"params\":{"
            + "\"notifications\":"
            + filter
            + "}}";
    thread =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    ended.add(
                        upstream.call(
                            Calls.call(text, "", Era.MODERN, who, n -> heard.add(n.json().text())),
                            Calls.soon()));
                  } catch (UpstreamException e) {
                    ended.add(e);
                  } catch (InterruptedException _) {
                    ended.add("interrupted");
                  }
                });
  }

  /** What he hears next. */
  String next() throws InterruptedException {
    String next = heard.poll(10, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("nothing was heard; ended: " + ended);
    }
    return next;
  }

  /** Whether he has heard nothing more. */
  boolean hasHeardAll() {
    return heard.isEmpty();
  }

  /** With what it ended. */
  Object end() throws InterruptedException {
    Object end = ended.poll(10, TimeUnit.SECONDS);
    if (end == null) {
      throw new AssertionError("it did not end");
    }
    return end;
  }

  /** With which result it ended. */
  String result() throws InterruptedException {
    return end() instanceof UpstreamReply reply ? reply.message().json().text() : "none";
  }

  @Override
  public void close() {
    leave();
  }

  /** Listens no more. */
  void leave() {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new CompletionException(e);
    }
  }
}
