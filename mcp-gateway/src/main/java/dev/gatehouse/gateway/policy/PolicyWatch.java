package dev.gatehouse.gateway.policy;

import dev.gatehouse.policies.PolicySet;
import dev.gatehouse.policies.yaml.Problem;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Reads the policy files again when they change, or when somebody wants them read.
 *
 * <p>Changes are told by the operating system where it can, and looked for every few seconds where
 * it cannot: on network mounts, and behind links that are led elsewhere. Files that were just
 * written are given a moment, because editors write in steps and several files change one after the
 * other.
 *
 * <p>Guarantee: one thread reads, records and replaces, and a fault in it does not end it.
 * Thread-safe.
 */
public final class PolicyWatch implements AutoCloseable {
  private static final Logger LOG = System.getLogger(PolicyWatch.class.getName());

  /** Reading the files costs less than one call. */
  private static final Duration LOOK_EVERY = Duration.ofSeconds(5);

  /** The files hold the same for so long before they are taken for written. */
  private static final Duration SETTLED_AFTER = Duration.ofMillis(250);

  /** A file that is written to all the time is taken as it is then. */
  private static final int UNSETTLED_MAX = 40;

  /** Who asks may be told to ask again. */
  private static final int WISHES_MAX = 16;

  private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(60);

  /** Why to look. */
  private sealed interface Wish {
    /** Something happened in a folder, or the time has come. */
    record Look() implements Wish {}

    /** Somebody wants it, and waits for what comes of it. */
    record Now(String by, BlockingQueue<Reload> answer) implements Wish {}
  }

  private final PolicyFiles files;
  private final PoliciesInForce policies;
  private final Supplier<PolicySet.Reading> reader;
  private final BlockingQueue<Wish> wishes = new ArrayBlockingQueue<>(WISHES_MAX);
  private final Thread thread;
  private final Optional<FolderEvents> events;
  private volatile boolean closing;
  private String tried;

  private PolicyWatch(
      PolicyFiles files,
      String fingerprint,
      PoliciesInForce policies,
      Supplier<PolicySet.Reading> reader) {
    this.files = files;
    this.tried = fingerprint;
    this.policies = policies;
    this.reader = reader;
    this.thread = Thread.ofVirtual().name("policies").unstarted(this::run);
    this.events = watched(files, () -> wishes.offer(new Wish.Look()));
  }

  /**
   * Begins.
   *
   * @param fingerprint of the files before they were read the first time
   * @param reader reads them
   */
  public static PolicyWatch start(
      PolicyFiles files,
      String fingerprint,
      PoliciesInForce policies,
      Supplier<PolicySet.Reading> reader) {
    PolicyWatch watch = new PolicyWatch(files, fingerprint, policies, reader);
    watch.thread.start();
    return watch;
  }

  /**
   * Reads the files now, whether or not they changed.
   *
   * @param by who wants it, for the log of operation
   * @return what came of it; empty where it takes too long to wait for
   */
  public Optional<Reload> now(String by) throws InterruptedException {
    BlockingQueue<Reload> answer = new ArrayBlockingQueue<>(1);
    return wishes.offer(new Wish.Now(by, answer))
        ? Optional.ofNullable(answer.poll(ANSWERED_WITHIN.toMillis(), TimeUnit.MILLISECONDS))
        : Optional.empty();
  }

  @Override
  public void close() {
    events.ifPresent(FolderEvents::close);
    // Not interrupted: a file whose reading is broken off would be taken for a bad one.
    closing = true;
    wishes.offer(new Wish.Look());
    try {
      // What it records must not come behind the end of the log.
      thread.join(ANSWERED_WITHIN);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Optional<FolderEvents> watched(PolicyFiles files, Runnable changed) {
    try {
      return Optional.of(FolderEvents.of(files.folders(), changed));
    } catch (IOException e) {
      LOG.log(Level.INFO, "event=policy-folders-not-watched cause=" + e.getMessage());
      return Optional.empty();
    }
  }

  private void run() {
    try {
      while (!closing) {
        Optional<Wish> wish =
            Optional.ofNullable(wishes.poll(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS));
        switch (wish.orElseGet(Wish.Look::new)) {
          case Wish.Look() -> look();
          case Wish.Now(String by, BlockingQueue<Reload> answer) -> answer.offer(readNow(by));
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private Reload readNow(String by) {
    try {
      return read(files.fingerprint(), by);
    } catch (RuntimeException | StackOverflowError bug) {
      return failed(bug, by);
    }
  }

  private void look() throws InterruptedException {
    try {
      readChanged();
    } catch (RuntimeException | StackOverflowError bug) {
      failed(bug, "change");
    }
  }

  /** Without this thread no change would ever be read again, and nobody would know. */
  private Reload failed(Throwable bug, String by) {
    // No fingerprint is like this: whatever comes next reads the files again.
    tried = "";
    Reload reload = policies.failed(bug.getClass().getName());
    tell(reload, by);
    return reload;
  }

  private void readChanged() throws InterruptedException {
    String seen = files.fingerprint();
    for (int i = 0; i < UNSETTLED_MAX && !closing && !seen.equals(tried); i++) {
      Thread.sleep(SETTLED_AFTER);
      String again = files.fingerprint();
      if (again.equals(seen)) {
        read(seen, "change");
        return;
      }
      seen = again;
    }
    if (!closing && !seen.equals(tried)) {
      read(seen, "change");
    }
  }

  private Reload read(String fingerprint, String by) {
    Reload reload = policies.reload(reader.get());
    // What could not be recorded is tried again, what is wrong only when it changes.
    if (!(reload instanceof Reload.NotRecorded)) {
      tried = fingerprint;
    }
    tell(reload, by);
    return reload;
  }

  private static void tell(Reload reload, String by) {
    switch (reload) {
      case Reload.Unchanged(String digest) ->
          LOG.log(Level.INFO, "event=policies-unchanged by=" + by + " in-force=" + digest);
      case Reload.Taken(String before, String digest, List<Problem> warnings) -> {
        LOG.log(
            Level.INFO,
            "event=policies-loaded by=" + by + " in-force=" + digest + " before=" + before);
        warnings.forEach(it -> LOG.log(Level.WARNING, "event=policy-warning at=" + it));
      }
      case Reload.Kept(String digest, List<Problem> problems) ->
          LOG.log(
              Level.ERROR,
              "event=policies-rejected by="
                  + by
                  + " problems="
                  + problems.size()
                  + " still-in-force="
                  + digest
                  + Shown.of(problems));
      case Reload.NotRecorded(String digest, String why) ->
          LOG.log(
              Level.ERROR,
              "event=policies-not-recorded by="
                  + by
                  + " still-in-force="
                  + digest
                  + " cause="
                  + why);
      case Reload.Failed(String digest, String cause) ->
          LOG.log(
              Level.ERROR,
              "event=policies-fault by=" + by + " still-in-force=" + digest + " cause=" + cause);
    }
  }
}
