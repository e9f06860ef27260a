package dev.gatehouse.gateway.approval;

import dev.gatehouse.policies.Reason;
import java.util.Optional;

/** One short value for all that a decider must have seen. */
final class Sight {
  /** 64 bits: one who decides finds no second text for the same in the time that there is. */
  private static final int CHARACTERS = 16;

  private Sight() {}

  static String of(Approval approval) {
    Request request = approval.request();
    FieldDigest digest =
        new FieldDigest()
            .add(approval.id())
            .add(request.binding().key())
            .add(request.argumentsJson())
            .add(request.otherParamsJson())
            .add(DemandJson.text(request.demands()))
            .add(approval.justification())
            .add(approval.asked().toString())
            .add(approval.decideBy().toString());
    add(digest, request.description());
    add(digest, request.requester());
    digest.add(Integer.toString(approval.attached().size()));
    approval.attached().forEach(requester -> add(digest, requester));
    digest.add(Integer.toString(request.reasons().size()));
    for (Reason reason : request.reasons()) {
      digest.add(reason.rule()).add(reason.verb()).add(reason.because());
    }
    add(digest, approval.narrowed().map(Narrowing::argumentsJson));
    add(digest, approval.narrowed().map(narrowing -> narrowing.by().name()));
    add(digest, approval.narrowed().flatMap(narrowing -> narrowing.by().issuer()));
    return digest.hex().substring(0, CHARACTERS);
  }

  private static void add(FieldDigest digest, Requester requester) {
    digest.add(requester.caller());
    add(digest, requester.client());
  }

  private static void add(FieldDigest digest, Optional<String> field) {
    digest.add(field.isPresent() ? "1" : "0").add(field.orElse(""));
  }
}
