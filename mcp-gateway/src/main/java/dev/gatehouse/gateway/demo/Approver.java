package dev.gatehouse.gateway.demo;

import dev.gatehouse.gateway.Gateway;
import dev.gatehouse.gateway.custody.Answer;
import dev.gatehouse.gateway.custody.ApprovalOrder;
import dev.gatehouse.gateway.custody.Giver;
import dev.gatehouse.gateway.custody.Order;
import dev.gatehouse.recordings.EntryKind;
import dev.gatehouse.recordings.LogReader;
import dev.gatehouse.recordings.RecordingException;
import dev.gatehouse.recordings.StoredEntry;
import jakarta.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.Collectors;

/**
 * The person who is asked about calls that wait: the demonstration itself, by the orders that the
 * command line gives. Confined to one thread.
 */
final class Approver {
  /** As long as an agent of the demonstration waits, and longer than a call takes to be held. */
  private static final Duration HELD_WITHIN = Duration.ofSeconds(20);

  private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

  private static final List<String> STEPS = List.of("asked", "approved", "granted", "used");

  /** As many as are read of a log that has a few dozen. */
  private static final int ENTRIES_MAX = 1_000;

  private final Screen screen;
  private final Gateway gateway;
  private final DemoFolder folder;
  private final Path launcher;
  private final String who;

  Approver(Screen screen, Gateway gateway, DemoFolder folder, Path launcher, String who) {
    this.screen = screen;
    this.gateway = gateway;
    this.folder = folder;
    this.launcher = launcher;
    this.who = who;
  }

  /** Has the agent call, approves it, and tells what comes of it. */
  Heard decide(int number, Step step, Agent agent) throws InterruptedException, RecordingException {
    FutureTask<Heard> call = new FutureTask<>(() -> agent.call(step.tool(), step.arguments()));
    Thread.ofVirtual().name("held").start(call);
    Optional<String> waiting = waiting(call);
    if (waiting.isEmpty()) {
      screen.call(number, who, step, heard(call));
      screen.wrong("held", "no call waits for anybody");
      return heard(call);
    }
    String id = waiting.get();
    JsonObject shown = order(new ApprovalOrder.Show(id, "")).rows().getFirst();
    String seen = shown.getString("seen");
    screen.asked(number, "HELD", who, step);
    screen.more("waits for somebody of `finance` · approval " + id);
    screen.more("a person reads it, and decides on the page or by");
    screen.verbatim(
        "%s approvals approve %s \\%n  --seen %s --config %s"
            .formatted(launcher, id, seen, folder.configuration()));
    screen.more("here the demonstration says yes itself, by the order that this command gives");
    Answer answer = order(new ApprovalOrder.Approve(id, seen, "the demonstration's own yes"));
    if (!answer.done()) {
      screen.wrong("approved", answer.text());
    }
    Heard heard = heard(call);
    screen.decided(step, heard);
    recorded();
    return heard;
  }

  /** The id of what waits, once something does; nothing where the call ended before. */
  private Optional<String> waiting(FutureTask<Heard> call) throws InterruptedException {
    long end = System.nanoTime() + HELD_WITHIN.toNanos();
    while (System.nanoTime() < end && !call.isDone()) {
      List<JsonObject> rows = order(new ApprovalOrder.ListAll(ApprovalOrder.Which.WAITING)).rows();
      if (!rows.isEmpty()) {
        return Optional.of(rows.getFirst().getString("id"));
      }
      Thread.sleep(LOOK_AGAIN);
    }
    return Optional.empty();
  }

  private Answer order(ApprovalOrder order) {
    return gateway.perform(new Order.Approvals(order), new Giver(who, Optional.empty()));
  }

  private static Heard heard(FutureTask<Heard> call) throws InterruptedException {
    try {
      return call.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the agent's call failed", e.getCause());
    }
  }

  private void recorded() throws RecordingException {
    Map<String, Long> found = new LinkedHashMap<>();
    try (LogReader reader = LogReader.open(folder.data())) {
      for (StoredEntry entry : reader.read(0, ENTRIES_MAX)) {
        if (entry.kind() == EntryKind.APPROVAL) {
          entry.decision().ifPresent(word -> found.putIfAbsent(word, entry.index()));
        }
      }
    }
    List<String> missing = STEPS.stream().filter(word -> !found.containsKey(word)).toList();
    if (missing.isEmpty()) {
      screen.aside(
          STEPS.stream()
              .map(word -> word + " (entry " + found.get(word) + ")")
              .collect(Collectors.joining(", ", "recorded: ", "")));
    } else {
      screen.wrong("recorded", "nothing says " + String.join(", ", missing));
    }
  }
}
