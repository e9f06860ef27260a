package dev.gatehouse.conformance.soak;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToLongFunction;

/**
 * Sessions at one time, of both eras in turn, at servers of both eras in turn, one in five with an
 * open stream. Confined to one thread but for the sessions that it runs.
 */
final class Crowd implements AutoCloseable {
  private static final int ONE_IN_LISTENS = 5;

  /** How many actions are under way at one time: clients that wait cost nobody anything. */
  private static final int AT_WORK_MAX = 48;

  private static final Duration HEARD_WITHIN = Duration.ofSeconds(30);

  /** One session, and what it is to hear. */
  private record Member(Mark mark, boolean isListening, SoakSession session) {}

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Semaphore work = new Semaphore(AT_WORK_MAX);
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private final LongAdder calls = new LongAdder();
  private final LongAdder questions = new LongAdder();
  private final List<Member> members = new ArrayList<>();

  /** Sessions with marks from this number on. */
  Crowd(int count, int from, URI legacy, URI modern) {
    for (int i = 0; i < count; i++) {
      Mark mark = new Mark(from + i);
      boolean isListening = i % ONE_IN_LISTENS == 0;
      SoakHttp http = new SoakHttp(client, i / 2 % 2 == 0 ? legacy : modern);
      SoakSession session =
          i % 2 == 0
              ? new LegacySoakSession(http, mark, isListening)
              : new ModernSoakSession(http, mark, isListening);
      members.add(new Member(mark, isListening, session));
    }
  }

  /** Opens all, has them act for a time, and closes none. */
  void act(Duration time, Duration pauseAtMost) throws InterruptedException {
    each(member -> member.session().open());
    long end = System.nanoTime() + time.toNanos();
    List<Thread> threads = new ArrayList<>();
    for (Member member : members) {
      Random random = new Random(member.mark().number());
      threads.add(
          Thread.startVirtualThread(
              () -> {
                try {
                  for (int n = 0; System.nanoTime() < end; n++) {
                    Thread.sleep(random.nextLong(pauseAtMost.toMillis()));
                    act(member, n, random.nextInt(4));
                  }
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
  }

  /** Waits until each has heard as often as its server says; gives those that have not. */
  List<String> awaitHeard(ToLongFunction<String> sent) throws InterruptedException {
    long end = System.nanoTime() + HEARD_WITHIN.toNanos();
    List<String> wrong = wrong(sent);
    while (!wrong.isEmpty() && System.nanoTime() < end) {
      Thread.sleep(50);
      wrong = wrong(sent);
    }
    return wrong;
  }

  /** Ends all sessions and streams. */
  void leave() throws InterruptedException {
    each(member -> member.session().close());
  }

  /** What went wrong, the first few. */
  List<String> failures() {
    return failures.stream().limit(10).toList();
  }

  long calls() {
    return calls.sum();
  }

  long questions() {
    return questions.sum();
  }

  long streams() {
    return members.stream().filter(Member::isListening).count();
  }

  /** Changes heard of by all. */
  long heard() {
    return members.stream().mapToLong(member -> member.session().heard()).sum();
  }

  @Override
  public void close() {
    client.shutdownNow();
  }

  private List<String> wrong(ToLongFunction<String> sent) {
    List<String> wrong = new ArrayList<>();
    for (Member member : members) {
      if (member.isListening()) {
        long heard = member.session().heard();
        long expected = sent.applyAsLong(member.mark().uri());
        if (heard != expected) {
          wrong.add(member.mark().text() + " heard " + heard + " of " + expected);
        }
      }
    }
    return wrong;
  }

  /** What a session does, which may fail. */
  private interface Action {
    void on(Member member) throws IOException, InterruptedException;
  }

  private void each(Action action) throws InterruptedException {
    List<Thread> threads =
        members.stream().map(m -> Thread.startVirtualThread(() -> attempt(m, action))).toList();
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private void act(Member member, int n, int which) {
    String words = member.mark().text() + " " + n;
    attempt(
        member,
        each -> {
          switch (which) {
            case 0 -> {
              each.session().ask(words);
              questions.increment();
            }
            case 1 -> each.session().say(words);
            default -> each.session().touch(words);
          }
          calls.increment();
        });
  }

  private void attempt(Member member, Action action) {
    work.acquireUninterruptibly();
    try {
      action.on(member);
    } catch (IOException | RuntimeException | AssertionError e) {
      failures.add(member.mark().text() + ": " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      work.release();
    }
  }
}
