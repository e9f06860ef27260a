package dev.gatehouse.gateway.cli;

import dev.gatehouse.gateway.config.Configuration;
import dev.gatehouse.gateway.custody.Answer;
import dev.gatehouse.gateway.custody.Order;
import dev.gatehouse.recordings.LogHaltedException;
import dev.gatehouse.recordings.keys.KeySource;
import jakarta.json.JsonObject;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say which recordings are meant, and what is done with them. */
final class RecordingsOption {
  @Mixin private final ConfigurationOption configuration = new ConfigurationOption();

  @Option(
      names = "--data",
      paramLabel = "DIRECTORY",
      description = "The data directory (default: the one that the configuration names).")
  private Optional<Path> data = Optional.empty();

  ConfigurationOption configuration() {
    return configuration;
  }

  /** The data directory; empty, and the reason printed, if it cannot be known. */
  Optional<Path> directory(Terminal terminal) {
    return data.isPresent()
        ? data
        : configuration.lookedUp(terminal).map(read -> read.recordings().directory());
  }

  /** Where the keys of the log lie, as far as a configuration says so. */
  Optional<KeySource> keySource(Terminal terminal) {
    return data.isPresent()
        ? Optional.empty()
        : configuration.lookedUp(terminal).map(read -> read.recordings().log().keySource());
  }

  /** Has {@code order} carried out and prints what came of it. */
  int order(Terminal terminal, Order order) {
    return order(terminal, order, answer -> say(terminal, answer));
  }

  /** Has {@code order} carried out, and {@code told} what came of it where it was. */
  int order(Terminal terminal, Order order, Consumer<Answer> told) {
    return ordered(terminal, office(terminal), order, told);
  }

  /** The same for what only a running gateway does, which has what its configuration names. */
  int orderToGateway(Terminal terminal, Order order) {
    Optional<OrderOffice> office =
        directory(terminal).map(found -> new OrderOffice(found, Optional.empty(), terminal));
    return ordered(terminal, office, order, answer -> say(terminal, answer));
  }

  private static void say(Terminal terminal, Answer answer) {
    terminal.out().println(Terminal.printable(answer.text()));
  }

  private static int ordered(
      Terminal terminal, Optional<OrderOffice> office, Order order, Consumer<Answer> told) {
    if (office.isEmpty()) {
      return ExitCode.USAGE;
    }
    try {
      Answer answer = office.get().give(order);
      if (!answer.done()) {
        return terminal.failed(answer.text());
      }
      told.accept(answer);
      return ExitCode.OK;
    } catch (LogHaltedException e) {
      terminal.failed(e);
      return ExitCode.HALTED;
    }
  }

  /** Records that somebody is about to read these recordings, see {@link OrderOffice#reading}. */
  void reading(Terminal terminal, String method, JsonObject what) {
    office(terminal).ifPresent(office -> office.reading(terminal, method, what));
  }

  private Optional<OrderOffice> office(Terminal terminal) {
    if (data.isPresent()) {
      return data.map(directory -> new OrderOffice(directory, Optional.empty(), terminal));
    }
    Optional<Configuration> read = configuration.ready(terminal);
    return read.map(found -> new OrderOffice(found.recordings().directory(), read, terminal));
  }
}
