package dev.gatehouse.gateway;

import dev.gatehouse.gateway.approval.Announcer;
import dev.gatehouse.gateway.approval.Approvals;
import dev.gatehouse.gateway.approval.Surroundings;
import dev.gatehouse.gateway.audit.ApprovalEntries;
import dev.gatehouse.gateway.config.Configuration;
import dev.gatehouse.gateway.exchange.Asking;
import dev.gatehouse.recordings.EntryLog;
import dev.gatehouse.recordings.LogSettings;
import dev.gatehouse.recordings.RecordingException;
import dev.gatehouse.recordings.store.PostgresAccess;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/**
 * The calls that wait for people: beside the log, so that whoever shares that shares these.
 * Thread-safe.
 */
public final class HeldCalls implements AutoCloseable {
  private static final InstantSource CLOCK = InstantSource.system();
  private static final String FILE = "approvals.db";

  /** What waits expires, escalates and is announced as late as this. */
  private static final Duration SWEPT_EVERY = Duration.ofSeconds(2);

  /** As long as an end of the gateway may be held up by a sweep. */
  private static final Duration CLOSING_MAX = Duration.ofSeconds(5);

  private final Approvals approvals;
  private final Thread sweeping;
  private final AtomicReference<Optional<URI>> base = new AtomicReference<>(Optional.empty());

  private HeldCalls(
      EntryLog log,
      LogSettings settings,
      Duration keep,
      UnaryOperator<String> scrub,
      Announcer announcer) {
    Surroundings surroundings =
        new Surroundings(
            log.secret("approvals"),
            settings.node().orElse("gateway"),
            keep,
            new ApprovalEntries(log, scrub),
            announcer,
            CLOCK);
    Optional<PostgresAccess> shared = settings.postgres();
    Path directory = settings.directory();
    this.approvals =
        shared.isPresent()
            ? Approvals.inPostgres(shared.get(), surroundings)
            : Approvals.inFile(directory.resolve(FILE), surroundings);
    // Not a virtual one: the driver of a file holds its carrier.
    this.sweeping = Thread.ofPlatform().daemon().name("held-calls").unstarted(this::sweep);
  }

  /**
   * Opens those of a gateway at work, and keeps them moving.
   *
   * @param scrub hides what policy hides, in what people say
   * @param announcer tells people
   * @throws GatewayStartException where they cannot be had: then no call that is held could run
   */
  static HeldCalls open(
      Configuration configuration, EntryLog log, UnaryOperator<String> scrub, Announcer announcer)
      throws GatewayStartException {
    HeldCalls held =
        new HeldCalls(
            log,
            configuration.recordings().log(),
            configuration.approvals().keep(),
            scrub,
            announcer);
    try {
      held.approvals.open();
      held.sweeping.start();
      return held;
    } catch (RecordingException e) {
      held.close();
      throw new GatewayStartException("cannot hold calls: " + e.getMessage());
    }
  }

  /** The calls. */
  public Approvals approvals() {
    return approvals;
  }

  /**
   * How held calls ask people.
   *
   * @param hold how long a call is held before its client is told to come back
   */
  Asking asking(Duration hold) {
    return new Asking(approvals, hold, this::page);
  }

  /** From now on people decide on pages below this address. */
  void servedAt(URI address) {
    base.set(Optional.of(address));
  }

  /** Where people decide about this approval; nothing where no page is served. */
  Optional<URI> page(String id) {
    return base.get().map(address -> address.resolve("approvals/" + id));
  }

  private void sweep() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        approvals.sweep();
        Thread.sleep(SWEPT_EVERY);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    sweeping.interrupt();
    try {
      // Nobody started it where no gateway is at work.
      boolean _ = !sweeping.isAlive() || sweeping.join(CLOSING_MAX);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    approvals.close();
  }
}
