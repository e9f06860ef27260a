package dev.gatehouse.gateway.approval;

import dev.gatehouse.recordings.RecordingException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** Approvals in a file, with a clock that is set, and a log and messages that can fail. */
final class Place implements ApprovalTrail, Announcer, InstantSource {
  static final SecretKey KEY = new SecretKeySpec(new byte[32], "HmacSHA256");
  static final Duration KEEP = Duration.ofDays(1);

  private final Path file;
  private volatile Instant now = Asked.START;
  volatile boolean logFails;
  volatile boolean messagesFail;
  final List<String> recorded = new CopyOnWriteArrayList<>();
  final List<String> announced = new CopyOnWriteArrayList<>();

  Place(Path folder) {
    this.file = folder.resolve("approvals.db");
  }

  Path file() {
    return file;
  }

  Approvals open(String node) throws RecordingException {
    return open(node, new Room(10, 5, 20, KEEP));
  }

  Approvals open(String node, Room room) throws RecordingException {
    Surroundings with = new Surroundings(KEY, node, KEEP, this, this, this);
    Approvals approvals = new Approvals(ApprovalSchema.inFile(file), true, with, room);
    approvals.open();
    return approvals;
  }

  @Override
  public Instant instant() {
    return now;
  }

  void pass(Duration time) {
    now = now.plus(time);
  }

  @Override
  public void step(Approval after, Step step) throws RecordingException {
    if (logFails) {
      throw new RecordingException("the disk is full");
    }
    recorded.add(step.word());
  }

  @Override
  public void announce(Approval after, Step step) {
    if (messagesFail) {
      throw new IllegalStateException("no outbox");
    }
    announced.add(step.word());
  }
}
