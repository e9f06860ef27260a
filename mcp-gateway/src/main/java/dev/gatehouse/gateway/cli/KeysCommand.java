package dev.gatehouse.gateway.cli;

import dev.gatehouse.gateway.custody.Order;
import dev.gatehouse.recordings.keys.KeyHistory;
import dev.gatehouse.recordings.note.VerifierKey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code gatehouse keys}. */
@Command(
    name = "keys",
    description = "Show the keys that sign the log, or hand it over to others.",
    footer = {
      "",
      "`gatehouse keys` shows the verifier keys; nothing of it is secret.",
      "`gatehouse keys rotate --reason TEXT` has the log signed by other keys from now on. The old",
      "ones vouch for them in the log itself, so whoever has an old verifier key can go on with"
          + " it.",
      "Witnesses have to be told the new ones."
    })
final class KeysCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private final RecordingsOption recordings = new RecordingsOption();

  @Parameters(
      arity = "0..1",
      paramLabel = "ACTION",
      description = "`rotate`, or nothing to show them.")
  private Optional<String> action = Optional.empty();

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      description = "Why they are rotated; it is recorded.")
  private Optional<String> reason = Optional.empty();

  KeysCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    if (action.isEmpty()) {
      return reason.isEmpty() ? show() : terminal.misused("`--reason` expected with `rotate` only");
    }
    if (!action.get().equals("rotate")) {
      return terminal.misused("`" + action.get() + "` expected to be `rotate`, or nothing");
    }
    if (reason.isEmpty() || reason.get().isBlank()) {
      return terminal.misused("`rotate` expects `--reason TEXT`, which is recorded");
    }
    return recordings.order(terminal, new Order.Rotate(reason.get()));
  }

  private int show() {
    Optional<Path> directory = recordings.directory(terminal);
    if (directory.isEmpty()) {
      return ExitCode.USAGE;
    }
    try {
      KeyHistory history = KeyHistory.of(directory.get());
      show(history.keys(), "since entry " + history.sinceEntry());
      for (KeyHistory.Epoch epoch : history.previous().reversed()) {
        show(epoch.keys(), "until entry " + (epoch.untilEntry() - 1));
      }
      recordings
          .keySource(terminal)
          .ifPresent(
              source -> terminal.out().println(Terminal.printable("the keys lie in " + source)));
      return ExitCode.OK;
    } catch (IOException e) {
      return terminal.failed(e);
    }
  }

  private void show(List<VerifierKey> keys, String when) {
    for (VerifierKey key : keys) {
      String line = "%s  %s".formatted(when, kind(key));
      terminal.out().println(Terminal.printable(line));
      terminal.out().println(Terminal.printable("  " + key.text()));
    }
  }

  private static String kind(VerifierKey key) {
    return switch (key.type()) {
      case ED25519 -> "Ed25519";
      case ED25519_COSIGNATURE -> "Ed25519 of a witness";
      case ML_DSA_44 -> "ML-DSA-44";
    };
  }
}
