package dev.gatehouse.policies.condition;

import dev.cel.common.values.NullValue;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.Program;
import java.util.Locale;
import java.util.Optional;

/** A compiled expression whose value says what something counts by. Immutable and thread-safe. */
public final class KeyExpression {
  /** Longer texts name nothing; hashing them would only take time. */
  private static final int TEXT_CHARACTERS_MAX = 10_000;

  private final Program program;

  KeyExpression(Program program) {
    this.program = program;
  }

  /** What evaluating gives. */
  public sealed interface Value {
    /** A text that is the same for equal values, and different for different ones. */
    record Known(String text) implements Value {}

    /**
     * It cannot be evaluated.
     *
     * @param why the kind of error, without anything of the call
     */
    record Unknown(String why) implements Value {}
  }

  /**
   * Evaluates the expression for one call.
   *
   * <p>Errors: those of a {@link Condition}, and any value but a text, a number or a bool, give an
   * unknown value.
   */
  public Value evaluate(Subject subject) {
    try {
      Object result = program.eval(subject.resolver());
      Optional<String> text = text(result);
      return text.isPresent()
          ? new Value.Known(text.get())
          : new Value.Unknown(
              result instanceof NullValue
                  ? "its result is null"
                  : "its result is not a text, number or bool");
    } catch (CelEvaluationException e) {
      return new Value.Unknown(e.getErrorCode().name().toLowerCase(Locale.ROOT).replace('_', ' '));
    } catch (RuntimeException | StackOverflowError e) {
      return new Value.Unknown("internal error (" + e.getClass().getSimpleName() + ")");
    }
  }

  /** Numbers by their values, so that 1 and 1.0 are no way to two budgets. */
  private static Optional<String> text(Object result) {
    if (result instanceof String text && text.length() <= TEXT_CHARACTERS_MAX) {
      return Optional.of("text " + text);
    }
    if (result instanceof Boolean bool) {
      return Optional.of("bool " + bool);
    }
    if (result instanceof Double number
        && number == Math.rint(number)
        && Math.abs(number) < 1L << 53) {
      return Optional.of("number " + number.longValue());
    }
    return result instanceof Number number ? Optional.of("number " + number) : Optional.empty();
  }
}
