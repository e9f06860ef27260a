package dev.gatehouse.policies.condition;

import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.Program;
import dev.gatehouse.policies.condition.Outcome.Known;
import dev.gatehouse.policies.condition.Outcome.Unknown;
import java.util.List;
import java.util.Locale;

/** A compiled condition. Immutable and thread-safe. */
public final class Condition {
  private static final List<String> KINDS = List.of("type", "join", "format", "map", "dyn");

  private final String expression;
  private final Program program;

  Condition(String expression, Program program) {
    this.expression = expression;
    this.program = program;
  }

  /** The condition as its author wrote it. */
  public String expression() {
    return expression;
  }

  /** Whether this asks for something by this name, or might. */
  public boolean mentions(String name) {
    return expression.contains(name);
  }

  /**
   * Whether this may ask of what kind a value is, or make a text of it: that goes on with a {@link
   * LostValue} as if it were some value.
   */
  public boolean looksAtKinds() {
    return KINDS.stream().anyMatch(expression::contains);
  }

  /**
   * Evaluates the condition for one call.
   *
   * <p>Errors: a missing key, a wrong type, a limit of the evaluation and any fault of the library
   * give an unknown outcome. The library's own messages may quote values of the call, so only the
   * kind of error is told.
   */
  public Outcome evaluate(Subject subject) {
    try {
      Object result = program.eval(subject.resolver());
      return result instanceof Boolean holds
          ? new Known(holds)
          : new Unknown("its result is not a bool");
    } catch (CelEvaluationException e) {
      return new Unknown(e.getErrorCode().name().toLowerCase(Locale.ROOT).replace('_', ' '));
    } catch (RuntimeException | StackOverflowError e) {
      return new Unknown("internal error (" + e.getClass().getSimpleName() + ")");
    }
  }
}
