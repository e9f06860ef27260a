package dev.gatehouse.gateway.cli;

import dev.gatehouse.gateway.custody.ApprovalOrder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The option {@code --change}. */
final class ChangeOption {
  @Option(
      names = "--change",
      paramLabel = "FILE",
      description =
          "What is to be other in the arguments: a JSON merge patch, such as {\"amount\":50}.")
  private Optional<Path> file = Optional.empty();

  /** Whether there is one. */
  boolean isGiven() {
    return file.isPresent();
  }

  /**
   * What the file says; empty without one.
   *
   * @throws IllegalArgumentException where it cannot be read, or is too long
   */
  String text() {
    if (file.isEmpty()) {
      return "";
    }
    try {
      // A character is at most four bytes long.
      if (Files.size(file.get()) > 4L * ApprovalOrder.CHANGE_CHARACTERS_MAX) {
        throw new IllegalArgumentException(
            file.get() + " expected to be a change of arguments, and is too long for one");
      }
      return Files.readString(file.get());
    } catch (IOException e) {
      throw new IllegalArgumentException("cannot read " + file.get() + ": " + e.getMessage(), e);
    }
  }
}
