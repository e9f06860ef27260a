package dev.gatehouse.conformance.soak;

import java.io.IOException;
import java.util.concurrent.atomic.LongAdder;

/** A stream that is read to its end, in the background: what it brings is counted. Thread-safe. */
final class Listening implements AutoCloseable {
  private final SoakHttp.Reply reply;
  private final Thread reader;
  private final LongAdder updates = new LongAdder();
  private volatile boolean isClosed;
  private volatile String failed = "";

  Listening(SoakHttp.Reply reply, Mark mark) {
    this.reply = reply;
    this.reader = Thread.startVirtualThread(() -> read(mark));
  }

  /**
   * The changes that were heard of so far; fails where something else came, or the stream ended.
   */
  long updates() {
    if (!failed.isEmpty()) {
      throw new AssertionError(failed);
    }
    return updates.sum();
  }

  @Override
  public void close() throws IOException {
    isClosed = true;
    reply.close();
    reader.interrupt();
  }

  private void read(Mark mark) {
    try (Events events = reply.events()) {
      for (var next = events.next(); next.isPresent(); next = events.next()) {
        mark.own(next.get());
        if (next.get().contains("notifications/resources/updated")) {
          SoakHttp.expect(
              mark.uri(), SoakHttp.read(next.get()).getJsonObject("params").getString("uri"));
          updates.increment();
        }
      }
      failed = isClosed ? "" : mark.text() + ": the stream ended";
    } catch (IOException e) {
      failed = isClosed ? "" : mark.text() + ": the stream broke: " + e;
    } catch (AssertionError e) {
      failed = String.valueOf(e.getMessage());
    }
  }
}
