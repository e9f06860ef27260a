package dev.gatehouse.gateway.cli;

import dev.gatehouse.gateway.cli.Terminal.Paint;
import dev.gatehouse.gateway.custody.Answer;
import dev.gatehouse.gateway.custody.ApprovalOrder;
import dev.gatehouse.gateway.custody.Order;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * A person's yes to what they have read: they say what that was, or it is shown to them here.
 *
 * @param change a merge patch to the arguments; empty for none
 * @param question what they are asked
 */
record Decision(
    Terminal terminal, RecordingsOption recordings, String id, String change, String question) {

  /** Makes an order of it. */
  interface Ordering {
    /**
     * The order.
     *
     * @param seen names what was read
     * @param change a merge patch to the arguments; empty for none
     */
    Order order(String seen, String reason, String change);
  }

  /** Has the order carried out, and gives the exit code. */
  int made(
      Optional<String> seen, Optional<String> reason, Ordering ordering, Consumer<Answer> told) {
    if (seen.isPresent()) {
      Order order = ordering.order(seen.get(), reason.orElse(""), change);
      return recordings.order(terminal, order, told);
    }
    if (!terminal.asks()) {
      return terminal.misused(
          "expected `--seen`, with what `gatehouse approvals show %s` says there".formatted(id));
    }
    AtomicReference<Optional<String>> read = new AtomicReference<>(Optional.empty());
    int shown =
        recordings.order(
            terminal,
            new Order.Approvals(new ApprovalOrder.Show(id, change)),
            answer -> read.set(shown(answer)));
    if (read.get().isEmpty()) {
      return shown;
    }
    return asked(read.get().get(), reason, ordering, told);
  }

  private Optional<String> shown(Answer answer) {
    ApprovalLines.show(terminal, answer, false);
    return ApprovalLines.seen(answer);
  }

  private int asked(
      String seen, Optional<String> reason, Ordering ordering, Consumer<Answer> told) {
    String typed = terminal.asked(question + "? type yes: ").orElse("");
    if (!typed.equalsIgnoreCase("yes")) {
      terminal.err().println(terminal.paint(Paint.FAINT, "nothing was decided"));
      return ExitCode.FAILED;
    }
    String why = reason.or(() -> terminal.asked("why (it is recorded): ")).orElse("");
    return recordings.order(terminal, ordering.order(seen, why, change), told);
  }
}
