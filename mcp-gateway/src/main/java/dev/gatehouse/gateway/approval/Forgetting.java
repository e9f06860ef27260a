package dev.gatehouse.gateway.approval;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Takes the texts out of approvals that are over. Thread-safe. */
final class Forgetting {
  private static final String GONE = "[erased]";
  private static final int EACH = 50;

  private final ApprovalStore store;

  Forgetting(ApprovalStore store) {
    this.store = store;
  }

  Forgotten forget(String requester) throws SQLException {
    int scrubbed = 0;
    int open = 0;
    String behind = "";
    List<Approval> some = store.of(requester, behind, EACH);
    while (!some.isEmpty()) {
      for (Approval approval : some) {
        // One that changes meanwhile is not over: runs end, and are noted late.
        if (approval.isOver() && store.scrubbed(approval, bare(approval))) {
          scrubbed++;
        } else {
          open++;
        }
      }
      behind = some.getLast().id();
      some = store.of(requester, behind, EACH);
    }
    return new Forgotten(scrubbed, open);
  }

  /** What is left: that there was one, of which rules, how it ended, and who decided. */
  private static Approval bare(Approval approval) {
    Request request = approval.request();
    Binding binding = request.binding();
    Requester gone =
        new Requester(GONE, Optional.empty(), List.of(), Optional.empty(), Optional.empty());
    Request bare =
        new Request(
            new Binding(
                gone.caller(),
                binding.upstream(),
                binding.method(),
                binding.name(),
                "",
                "",
                "",
                ""),
            gone,
            Optional.empty(),
            "{}",
            "{}",
            request.demands(),
            request.reasons(),
            request.exchange(),
            "");
    return new Approval(
        approval.id(),
        bare,
        List.of(),
        approval.state(),
        approval.asked(),
        approval.decideBy(),
        approval.useBy(),
        approval.votes(),
        "",
        approval.narrowed().map(it -> new Narrowing("{}", "", it.by())),
        approval.uses(),
        approval.runs(),
        approval.glassBroken(),
        approval.escalated(),
        GONE,
        approval.by(),
        steps(approval),
        approval.version());
  }

  private static List<Step> steps(Approval approval) {
    String name = approval.request().requester().name();
    return approval.steps().stream()
        .map(
            step ->
                new Step(
                    step.number(),
                    step.word(),
                    step.at(),
                    step.by().equals(name) ? GONE : step.by(),
                    step.reason().isEmpty() ? "" : GONE))
        .toList();
  }
}
