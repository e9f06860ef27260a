package dev.gatehouse.gateway.cli;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say which recordings are meant. */
final class RecordingsOption {
  @Mixin private final ConfigurationOption configuration = new ConfigurationOption();

  @Option(
      names = "--data",
      paramLabel = "DIRECTORY",
      description = "The data directory (default: the one that the configuration names).")
  private Optional<Path> data = Optional.empty();

  /** The data directory; empty, and the reason printed, if it cannot be known. */
  Optional<Path> directory(Terminal terminal) {
    return data.isPresent()
        ? data
        : configuration.lookedUp(terminal).map(read -> read.recordings().directory());
  }
}
