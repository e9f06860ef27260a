package dev.gatehouse.gateway.cli;

import dev.gatehouse.gateway.custody.Order;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/** Spreads many tokens over orders that take only so many each. */
final class TokenBatches {
  /** Some twenty thousand tokens. */
  private static final long FILE_BYTES_MAX = 1L << 20;

  private TokenBatches() {}

  /**
   * Gives one order after the other, until one is not carried out; none where one of the tokens, or
   * the reason, is not to be given. {@code @FILE} is the lines of a file.
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
      List<String> all = read(tokens);
      for (int from = 0; from < all.size(); from += Order.TOKENS_MAX) {
        orders.add(order.apply(all.subList(from, Math.min(all.size(), from + Order.TOKENS_MAX))));
      }
    } catch (IOException e) {
      return terminal.misused("tokens cannot be read from the file: " + e.getMessage());
    } catch (IllegalArgumentException e) {
      return terminal.misused(String.valueOf(e.getMessage()));
    }
    if (orders.isEmpty()) {
      return terminal.misused("at least one token expected");
    }
    for (Order one : orders) {
      int exitCode = giving.applyAsInt(one);
      if (exitCode != ExitCode.OK) {
        return exitCode;
      }
    }
    return ExitCode.OK;
  }

  private static List<String> read(List<String> tokens) throws IOException {
    List<String> all = new ArrayList<>();
    for (String token : tokens) {
      if (token.startsWith("@")) {
        Path file = Path.of(token.substring(1));
        if (Files.size(file) > FILE_BYTES_MAX) {
          throw new IOException(file + " is larger than " + FILE_BYTES_MAX + " bytes");
        }
        Files.readString(file).lines().filter(line -> !line.isBlank()).forEach(all::add);
      } else {
        all.add(token);
      }
    }
    return all.stream().map(String::strip).map(TokenBatches::bracketed).toList();
  }

  /** Shells read brackets as a pattern, so they may be left out. */
  private static String bracketed(String token) {
    return token.startsWith("[") ? token : "[" + token + "]";
  }
}
