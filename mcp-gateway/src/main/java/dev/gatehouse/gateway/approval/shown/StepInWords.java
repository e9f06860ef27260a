package dev.gatehouse.gateway.approval.shown;

import dev.gatehouse.gateway.approval.Approval;
import dev.gatehouse.gateway.approval.Step;

/** Something that happened to an approval, in a sentence. */
public final class StepInWords {
  /** Of a reason within a sentence. */
  static final int REASON_MAX = 500;

  private StepInWords() {}

  /** As in {@code denied by `bob`: "too much"}. */
  public static ShownText of(Step step) {
    ShownText by =
        step.by().equals(Step.GATEWAY) || step.by().isEmpty()
            ? ShownText.ours("")
            : ShownText.of(" by %s", ShownText.name(step.by()));
    ShownText what = ShownText.of("%s%s", ShownText.line(step.word(), 40), by);
    return because(what, step.reason());
  }

  /** The same with the call that it is about: what a notice begins with. */
  public static ShownText of(Approval approval, Step step) {
    return ShownText.of("%s: %s", CallInWords.of(approval.request().binding()), of(step));
  }

  /** A sentence with somebody's reason behind it, in quotes. */
  static ShownText because(ShownText sentence, String reason) {
    return reason.isBlank()
        ? sentence
        : ShownText.of("%s: %s", sentence, ShownText.quoted(reason, REASON_MAX));
  }
}
