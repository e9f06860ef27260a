package dev.gatehouse.gateway.cli;

import dev.gatehouse.gateway.cli.Terminal.Paint;
import dev.gatehouse.recordings.verify.Verification;
import dev.gatehouse.recordings.verify.Verifier;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code gatehouse verify}. */
@Command(
    name = "verify",
    description = "Check an export or a data directory from its bytes alone.",
    footer = {
      "",
      "Without --key the key is taken from what is verified: that finds damage, but not",
      "somebody who made everything anew. Keep the key, or get it from somebody you trust."
    })
final class VerifyCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(
      paramLabel = "PATH",
      description = "A bundle or a selection, in a directory or a zip, or a data directory.")
  private Path path = Path.of("");

  @Option(
      names = "--key",
      paramLabel = "NAME+ID+KEY",
      description = "The verifier key to trust, and no other.")
  private Optional<String> key = Optional.empty();

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  VerifyCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    if (!Files.exists(path)) {
      return terminal.misused("there is nothing at `" + path + "`");
    }
    Verification verification =
        key.map(trusted -> Verifier.verify(path, trusted)).orElseGet(() -> Verifier.verify(path));
    return switch (verification) {
      case Verification.Verified verified -> {
        if (json) {
          terminal.out().println(json(verified));
        } else {
          print(verified);
        }
        yield ExitCode.OK;
      }
      case Verification.Failed failed -> {
        if (json) {
          terminal.out().println(json(failed));
        } else {
          print(failed);
        }
        yield ExitCode.FAILED;
      }
    };
  }

  private void print(Verification.Verified verified) {
    for (String warning : verified.warnings()) {
      terminal.err().println(terminal.paint(Paint.YELLOW, "warning: ") + warning);
    }
    terminal
        .out()
        .println(
            terminal.paint(Paint.GREEN, "verified")
                + ": %d entries and %d payloads are as %s signed them"
                    .formatted(verified.entries(), verified.payloads(), verified.origin()));
    terminal
        .out()
        .println("checkpoint: size %d, root %s".formatted(verified.size(), verified.root()));
    terminal.out().println("key: " + verified.key());
    if (verified.openExchanges() > 0) {
      terminal.out().println("without an answer yet: " + verified.openExchanges());
    }
  }

  private void print(Verification.Failed failed) {
    terminal
        .out()
        .println(
            terminal.paint(Paint.RED, "not verified")
                + ": "
                + Terminal.printable(
                    "%s: found %s, expected %s"
                        .formatted(failed.where().text(), failed.found(), failed.expected())));
  }

  private static JsonObject json(Verification.Verified verified) {
    return Json.createObjectBuilder()
        .add("verified", true)
        .add("origin", verified.origin())
        .add("size", verified.size())
        .add("root", verified.root())
        .add("entries", verified.entries())
        .add("payloads", verified.payloads())
        .add("openExchanges", verified.openExchanges())
        .add("key", verified.key())
        .add("warnings", Json.createArrayBuilder(verified.warnings()))
        .build();
  }

  private static JsonObject json(Verification.Failed failed) {
    return Json.createObjectBuilder()
        .add("verified", false)
        .add("where", failed.where().text())
        .add("found", failed.found())
        .add("expected", failed.expected())
        .build();
  }
}
