package dev.gatehouse.gateway.cli;

import dev.gatehouse.gateway.custody.Order;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/** Spreads many tokens over orders that take only so many each. */
final class TokenBatches {
  private TokenBatches() {}

  /**
   * Gives one order after the other, until one is not carried out; none where one of the tokens, or
   * the reason, is not to be given.
   *
   * @param giving gives an order, and says the exit code for what came of it
   */
  static int order(
      Terminal terminal,
      List<String> tokens,
      Function<List<String>, Order> order,
      ToIntFunction<Order> giving) {
    List<Order> orders = new ArrayList<>();
    try {
      for (int from = 0; from < tokens.size(); from += Order.TOKENS_MAX) {
        int to = Math.min(tokens.size(), from + Order.TOKENS_MAX);
        orders.add(
            order.apply(tokens.subList(from, to).stream().map(TokenBatches::bracketed).toList()));
      }
    } catch (IllegalArgumentException e) {
      return terminal.misused(String.valueOf(e.getMessage()));
    }
    for (Order one : orders) {
      int exitCode = giving.applyAsInt(one);
      if (exitCode != ExitCode.OK) {
        return exitCode;
      }
    }
    return ExitCode.OK;
  }

  /** Shells read brackets as a pattern, so they may be left out. */
  private static String bracketed(String token) {
    return token.startsWith("[") ? token : "[" + token + "]";
  }
}
