package dev.gatehouse.gateway.approval.shown;

import dev.gatehouse.gateway.approval.Approval;
import dev.gatehouse.gateway.approval.Run;
import dev.gatehouse.gateway.approval.State;
import dev.gatehouse.policies.Demand;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** What to heed before reading on. */
final class Warnings {
  private Warnings() {}

  static List<ShownText> of(Approval approval, List<Approval> earlier, List<Section> sections) {
    List<ShownText> warnings = new ArrayList<>();
    if (!sections.stream().allMatch(Section::isWhole)) {
      warnings.add(ApprovalText.NOT_WHOLE);
    }
    if (approval.glassBroken()) {
      warnings.add(ShownText.ours("somebody broke the glass: nobody else had to agree"));
    }
    if (approval.runs().stream().anyMatch(run -> run.outcome().equals(Run.UNKNOWN))) {
      warnings.add(
          ShownText.ours("nobody knows whether the call ran: it is never run again by itself"));
    }
    if (approval.narrowed().isPresent()) {
      warnings.add(ShownText.ours("the arguments are not those that were asked for"));
    }
    if (approval.state() == State.PENDING
        && approval.justification().isBlank()
        && approval.request().demands().stream().anyMatch(Demand::justify)) {
      warnings.add(ShownText.ours("the caller has to say why, and has not yet"));
    }
    if (!approval.attached().isEmpty()) {
      warnings.add(
          ShownText.ours("asked for by others too: %d more".formatted(approval.attached().size())));
    }
    if (wasDenied(approval, earlier)) {
      warnings.add(ShownText.ours("the same arguments were denied before"));
    }
    found(
        warnings,
        sections,
        ShownText::isMarked,
        "characters that are not seen, or look like others, are marked with < and > in: %s");
    found(
        warnings,
        sections,
        ShownText::isRightToLeft,
        "letters that are written from right to left can be drawn in another order in: %s");
    return warnings;
  }

  private static boolean wasDenied(Approval approval, List<Approval> earlier) {
    return earlier.stream()
        .filter(other -> other.state() == State.DENIED)
        .map(other -> other.request().binding().arguments())
        .anyMatch(approval.request().binding().arguments()::equals);
  }

  private static void found(
      List<ShownText> warnings, List<Section> sections, Predicate<ShownText> odd, String words) {
    List<ShownText> where =
        sections.stream()
            .filter(section -> section.texts().stream().anyMatch(odd))
            .map(section -> ShownText.ours(section.topic().word()))
            .toList();
    if (!where.isEmpty()) {
      warnings.add(ShownText.of(words, ShownText.joined(", ", where)));
    }
  }
}
