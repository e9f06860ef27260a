package dev.gatehouse.adapters.mcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gatehouse.adapters.UpstreamException;
import dev.gatehouse.adapters.UpstreamException.Kind;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SharedTest {
  private final Failures failures = new Failures("u");
  private final Shared<Integer> shared = new Shared<>();
  private final AtomicInteger made = new AtomicInteger();

  @Test
  void isMadeOnceAndAgainAfterItIsForgotten() throws Exception {
    assertEquals(1, shared.get(Calls.soon(), failures, made::incrementAndGet));
    assertEquals(1, shared.get(Calls.soon(), failures, made::incrementAndGet));
    assertEquals(Optional.of(1), shared.now());
    shared.forget(1);
    assertEquals(Optional.empty(), shared.now());
    assertEquals(2, shared.get(Calls.soon(), failures, made::incrementAndGet));
    shared.forget(1);
    assertEquals(Optional.of(2), shared.now());
  }

  @Test
  void staysInUseWhileItIsRenewedAndIsGivenBackOnceReplaced() throws Exception {
    shared.get(Calls.soon(), failures, made::incrementAndGet);
    LinkedBlockingQueue<Integer> replaced = new LinkedBlockingQueue<>();
    Shared.Maker<Integer> seesTheOld = () -> shared.now().orElseThrow() + 1;
    assertEquals(2, shared.renew(1, Calls.soon(), failures, seesTheOld, replaced::add));
    assertEquals(1, replaced.poll(5, TimeUnit.SECONDS));
    assertEquals(2, shared.renew(1, Calls.soon(), failures, () -> 3, replaced::add));
    assertEquals(Optional.of(2), shared.now());
  }

  @Test
  void staysWhatItWasWhereRenewingFailsOrChangesNothing() throws Exception {
    shared.get(Calls.soon(), failures, made::incrementAndGet);
    LinkedBlockingQueue<Integer> replaced = new LinkedBlockingQueue<>();
    Shared.Maker<Integer> failing =
        () -> {
          throw new UpstreamException(Kind.UNREACHABLE, "upstream `u` fails");
        };
    Calls.refused(
        Kind.UNREACHABLE, () -> shared.renew(1, Calls.soon(), failures, failing, replaced::add));
    assertEquals(Optional.of(1), shared.now());
    assertEquals(1, shared.renew(1, Calls.soon(), failures, () -> 1, replaced::add));
    assertEquals(Optional.of(1), shared.now());
    assertEquals(0, replaced.size());
  }

  @Test
  void thatSomebodyElseIsNotLetInKeepsNobodyOut() throws Exception {
    URI page = URI.create("http://127.0.0.1:7411/connect/u");
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    Shared.Maker<Integer> strangers =
        () -> {
          asked.countDown();
          release.await();
          throw UpstreamException.notConnected("upstream `u` waits", page);
        };
    LinkedBlockingQueue<Optional<URI>> told = new LinkedBlockingQueue<>();
    Thread stranger =
        Thread.startVirtualThread(
            () -> {
              UpstreamException e =
                  Calls.refused(
                      Kind.NOT_CONNECTED, () -> shared.get(Calls.soon(), failures, strangers));
              told.add(e.address());
            });
    asked.await();
    Thread letting =
        Thread.startVirtualThread(
            () -> {
              try {
                Thread.sleep(50);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              release.countDown();
            });
    assertEquals(1, shared.get(Calls.soon(), failures, made::incrementAndGet));
    stranger.join();
    letting.join();
    assertEquals(Optional.of(page), told.poll(5, TimeUnit.SECONDS));
  }

  @ParameterizedTest
  @EnumSource(names = {"NOT_CONNECTED", "FORBIDDEN"})
  void staysWhatItWasForOthersWhereSomebodyElseIsNotLetIn(Kind kind) throws Exception {
    shared.get(Calls.soon(), failures, made::incrementAndGet);
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    Shared.Maker<Integer> strangers =
        () -> {
          asked.countDown();
          release.await();
          throw new UpstreamException(kind, "upstream `u` waits for ada");
        };
    Thread stranger =
        Thread.startVirtualThread(
            () ->
                Calls.refused(
                    kind, () -> shared.renew(1, Calls.soon(), failures, strangers, _ -> {})));
    asked.await();
    LinkedBlockingQueue<Object> told = new LinkedBlockingQueue<>();
    Thread other =
        Thread.startVirtualThread(
            () -> {
              try {
                told.add(shared.renew(1, Calls.soon(), failures, () -> 2, _ -> {}));
              } catch (UpstreamException | InterruptedException e) {
                told.add(e);
              }
            });
    while (other.getState() != Thread.State.TIMED_WAITING) {
      Thread.sleep(5);
    }
    release.countDown();
    stranger.join();
    assertEquals(1, told.poll(5, TimeUnit.SECONDS));
  }

  @Test
  void isMadeForOthersThoughTheFirstGaveUp() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    Shared.Maker<Integer> slow =
        () -> {
          release.await();
          return made.incrementAndGet();
        };
    Calls.refused(Kind.UNREACHABLE, () -> shared.get(Calls.after(50), failures, slow));
    release.countDown();
    assertEquals(1, shared.get(Calls.soon(), failures, slow));
  }

  @ParameterizedTest
  @CsvSource({
    "TIMED_OUT,UNREACHABLE",
    "BROKEN_OFF,UNREACHABLE",
    "UNREACHABLE,UNREACHABLE",
    "FORBIDDEN,FORBIDDEN",
    "UNINTELLIGIBLE,UNINTELLIGIBLE"
  })
  void saysOfAFailureThatNothingOfTheCallersWasSent(Kind kind, Kind told) throws Exception {
    Calls.refused(
        told,
        () ->
            shared.get(
                Calls.soon(),
                failures,
                () -> {
                  throw new UpstreamException(kind, "upstream `u` fails");
                }));
    assertEquals(1, shared.get(Calls.soon(), failures, made::incrementAndGet));
  }

  @Test
  void doesNotHideAFaultOfOurs() {
    assertThrows(
        IllegalStateException.class,
        () ->
            shared.get(
                Calls.soon(),
                failures,
                () -> {
                  throw new IllegalArgumentException("ours");
                }));
  }

  @Test
  void pausesGrowUpToTheLongestAndStartAnewAfterUse() throws Exception {
    RestartPauses pauses =
        new RestartPauses(
            new StdioSettings.Restart(Duration.ofSeconds(10), Duration.ofSeconds(35)));
    assertEquals(Duration.ZERO, pauses.left());
    for (int expected : new int[] {10, 20, 35, 35}) {
      pauses.failed();
      assertEquals(expected, pauses.left().plusMillis(500).toSeconds());
    }
    pauses.succeeded();
    pauses.failed();
    assertEquals(10, pauses.left().plusMillis(500).toSeconds());
  }
}
