package dev.gatehouse.gateway.audit;

import dev.gatehouse.adapters.jsonrpc.JsonStrings;
import dev.gatehouse.gateway.approval.Approval;
import dev.gatehouse.gateway.approval.ApprovalTrail;
import dev.gatehouse.gateway.approval.Binding;
import dev.gatehouse.gateway.approval.Narrowing;
import dev.gatehouse.gateway.approval.Step;
import dev.gatehouse.recordings.Bytes;
import dev.gatehouse.recordings.Entry;
import dev.gatehouse.recordings.EntryKind;
import dev.gatehouse.recordings.EntryLog;
import dev.gatehouse.recordings.PartName;
import dev.gatehouse.recordings.RecordingException;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Writes each step of an approval into the log: of the exchange that asked first, by the person
 * whose step it is, with the step's word for its decision.
 *
 * <p>What was asked for stands in the request of that exchange; what an approver put in its place
 * stands here. Thread-safe.
 */
public final class ApprovalEntries implements ApprovalTrail {
  private final EntryLog log;
  private final UnaryOperator<String> scrub;

  /**
   * Writing into this log.
   *
   * @param scrub hides what policy would hide, in what people say
   */
  public ApprovalEntries(EntryLog log, UnaryOperator<String> scrub) {
    this.log = log;
    this.scrub = scrub;
  }

  @Override
  public void step(Approval after, Step step) throws RecordingException {
    Binding binding = after.request().binding();
    Entry.Builder entry =
        Entry.builder(EntryKind.APPROVAL)
            .subject(step.by())
            .exchange(after.request().exchange())
            .decision(step.word())
            .policyDigest(binding.policy())
            .part(PartName.ACTOR, Statements.decider(after, step))
            .part(PartName.POL, Statements.step(after, step, scrub));
    clear(binding.method()).ifPresent(entry::method);
    clear(binding.upstream()).ifPresent(entry::upstream);
    if (binding.method().equals("tools/call")) {
      clear(binding.upstream() + "__" + binding.name()).ifPresent(entry::tool);
    }
    if (step.word().equals(Step.NARROWED)) {
      after
          .narrowed()
          .map(Narrowing::argumentsJson)
          .ifPresent(json -> entry.part(PartName.MSG, Bytes.utf8(arguments(json))));
    }
    log.append(entry.build());
  }

  private static String arguments(String json) {
    return "{" + JsonStrings.quote("arguments") + ":" + json + "}";
  }

  /** What a client may have made up stands in a leaf, for ever, only where it looks like a name. */
  private Optional<String> clear(String name) {
    return Optional.of(name).filter(it -> Entry.isToken(it) && scrub.apply(it).equals(it));
  }
}
