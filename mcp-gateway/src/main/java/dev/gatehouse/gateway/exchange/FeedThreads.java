package dev.gatehouse.gateway.exchange;

import dev.gatehouse.gateway.audit.Recorded;
import java.util.ArrayList;
import java.util.List;

/** The threads that listen to upstreams for one listener, and end with it. Thread-safe. */
final class FeedThreads {
  private final List<Thread> threads = new ArrayList<>();
  private boolean isStopped;

  synchronized Thread start(UpstreamFeed feed, Recorded.Call call) {
    Thread thread = Thread.ofVirtual().name("listening").unstarted(() -> feed.run(call));
    threads.removeIf(ended -> ended.getState() == Thread.State.TERMINATED);
    threads.add(thread);
    if (!isStopped) {
      thread.start();
    }
    return thread;
  }

  synchronized void stop() {
    isStopped = true;
    threads.forEach(Thread::interrupt);
  }
}
