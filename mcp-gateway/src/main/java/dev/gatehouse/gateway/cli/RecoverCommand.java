package dev.gatehouse.gateway.cli;

import dev.gatehouse.recordings.Boot;
import dev.gatehouse.recordings.LogSettings;
import dev.gatehouse.recordings.RecordingException;
import dev.gatehouse.recordings.Succession;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code gatehouse recover}. */
@Command(
    name = "recover",
    description = "Begin a new log in the place of one that was halted.",
    footer = {
      "",
      "The old directory is only read: keep it, it is evidence. The new log has another name and",
      "keys of its own, and begins by quoting how far the old one was last seen. Then let the",
      "configuration name the new directory and origin, and tell the witnesses the new key."
    })
final class RecoverCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(index = "0", paramLabel = "OLD", description = "The data directory that was halted.")
  private Path old = Path.of("");

  @Parameters(index = "1", paramLabel = "NEW", description = "The data directory to be made.")
  private Path next = Path.of("");

  @Option(
      names = "--origin",
      required = true,
      paramLabel = "NAME",
      description = "The name of the new log, another one than before.")
  private String origin = "";

  @Option(
      names = "--reason",
      required = true,
      paramLabel = "TEXT",
      description = "What happened, as far as it is known; it is recorded.")
  private String reason = "";

  RecoverCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    OperatorLog.quiet();
    try {
      Succession.Quoted quoted =
          Succession.begin(
              old,
              LogSettings.of(next).withOrigin(origin),
              new Boot(Version.number(), "none"),
              reason);
      terminal
          .out()
          .printf(
              "%s begins in %s, behind entry %d of %s as its %s vouches%n",
              origin,
              next,
              quoted.checkpoint().size(),
              quoted.checkpoint().origin(),
              quoted.seenBy().equals("witness") ? "witness" : "own signature");
      return ExitCode.OK;
    } catch (RecordingException | IllegalArgumentException e) {
      return terminal.failed(e);
    }
  }
}
