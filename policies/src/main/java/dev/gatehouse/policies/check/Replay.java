package dev.gatehouse.policies.check;

import dev.gatehouse.policies.Decision;
import dev.gatehouse.policies.Facts;
import dev.gatehouse.policies.PolicySet;
import dev.gatehouse.policies.RecordedCall;
import dev.gatehouse.policies.Retrial;
import dev.gatehouse.policies.Retried;
import dev.gatehouse.policies.limit.Limits;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Runs a candidate over recorded calls, in the order in which they came.
 *
 * <p>Limits are counted from nothing, by the clock of the record, once for the candidate and once
 * for the policies that were in force. Confined to one thread.
 */
public final class Replay {
  private static final String MASKED = " was masked before it was recorded";

  private final PolicySet candidate;
  private final SettableTime time = new SettableTime(Instant.EPOCH);
  private final Limits ofCandidate = Limits.inMemory(time);
  private final Limits ofEarlier = Limits.inMemory(time);

  /** One for each set of policies that was ever in force, and one for those nobody knows. */
  private final Map<Optional<String>, Retrial> retrials = new HashMap<>();

  /** Of a set that is not in force. */
  public Replay(PolicySet candidate) {
    this.candidate = candidate;
  }

  /** A call whose reply is still to come. Confined to one thread. */
  public static final class Open {
    private final RecordedRequest request;
    private final RecordedCall call;
    private final Retried judged;

    private Open(RecordedRequest request, RecordedCall call, Retried judged) {
      this.request = request;
      this.call = call;
      this.judged = judged;
    }
  }

  /** Judges a call by the candidate. It counts, and takes up its places, until it is ended. */
  public Open begin(RecordedRequest request) {
    time.set(request.at());
    RecordedCall call = call(request);
    Retried judged = retrial(request.policies()).judge(call, ofEarlier, ofCandidate);
    return new Open(request, call, judged);
  }

  /** Says what is otherwise with a call whose reply is not recorded, or not one to be judged. */
  public ReplayedCall end(Open open) {
    close(open);
    ReplayComparison comparison = new ReplayComparison(open.request, open.judged);
    comparison.call();
    return comparison.replayed();
  }

  /** Says what is otherwise with a call and its reply. */
  public ReplayedCall end(Open open, RecordedReply reply) {
    close(open);
    ReplayComparison comparison = new ReplayComparison(open.request, open.judged);
    comparison.call();
    if (open.judged.now() instanceof Decision.Permit && open.request.decision().equals("permit")) {
      LostParts lost = LostParts.of(reply.leaves(), reply.masked());
      Map<String, String> why = new HashMap<>(open.call.lost());
      Set<String> whole = new HashSet<>(open.call.lostWhole());
      if (!lost.isNone()) {
        why.put(RecordedCall.RESULT, "something of the result" + MASKED);
      }
      if (!lost.isPlaced()) {
        whole.add(RecordedCall.RESULT);
      }
      RecordedCall replied =
          new RecordedCall(open.call.facts(), why, whole, reply.reasons(), open.call.isApproved());
      OptionalLong bytes = lost.isNone() ? OptionalLong.of(reply.bytes()) : OptionalLong.empty();
      comparison.reply(
          reply,
          retrial(open.request.policies())
              .judgeReply(
                  replied,
                  open.judged,
                  () -> lost.without(reply.result().get()),
                  reply.isError(),
                  bytes));
    }
    return comparison.replayed();
  }

  private static void close(Open open) {
    open.judged.now().lease().close();
    open.judged.then().ifPresent(decision -> decision.lease().close());
  }

  private Retrial retrial(Optional<PolicySet> earlier) {
    return retrials.computeIfAbsent(
        earlier.map(PolicySet::digest),
        _ ->
            earlier
                .map(set -> Retrial.against(set, candidate))
                .orElseGet(() -> Retrial.againstUnknown(candidate)));
  }

  private static RecordedCall call(RecordedRequest request) {
    Map<String, String> why = new HashMap<>(request.lost());
    Set<String> whole = new HashSet<>(request.lost().keySet());
    LostParts lost = LostParts.of(request.leaves(), request.masked());
    Facts facts = request.facts();
    if (!lost.isNone()) {
      why.putIfAbsent(RecordedCall.ARGUMENTS, "something of the arguments" + MASKED);
      facts = facts.withArguments(() -> lost.without(request.facts().arguments().get()));
    }
    if (!lost.isPlaced()) {
      whole.add(RecordedCall.ARGUMENTS);
    }
    return new RecordedCall(
        facts.at(request.at()), why, whole, request.reasons(), request.isApproved());
  }
}
