package dev.gatehouse.gateway.cli;

import dev.gatehouse.gateway.cli.Terminal.Paint;
import dev.gatehouse.recordings.LogReader;
import dev.gatehouse.recordings.proof.ProofException;
import dev.gatehouse.recordings.proof.Receipt;
import dev.gatehouse.recordings.verify.Depth;
import dev.gatehouse.recordings.verify.Verification;
import dev.gatehouse.recordings.verify.VerificationOrder;
import dev.gatehouse.recordings.verify.VerificationText;
import dev.gatehouse.recordings.verify.Verifier;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
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

  @Option(
      names = "--receipt",
      paramLabel = "FILE",
      description = "A reply, a result or a receipt that the log must keep; - reads it from here.")
  private Optional<String> receipt = Optional.empty();

  @Option(
      names = "--entries",
      description = "Only signatures, tree and entries of an export: no payloads.")
  private boolean entriesOnly;

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
    VerificationOrder order = VerificationOrder.everything();
    try {
      if (key.isPresent()) {
        order = order.trusting(key.get());
      }
      if (receipt.isPresent()) {
        order = order.expecting(read(receipt.get()));
      }
      if (entriesOnly) {
        order = order.as(Depth.ENTRIES);
      }
    } catch (IOException | ProofException e) {
      return terminal.misused("cannot read the receipt: " + e.getMessage());
    }
    Verification verification = Verifier.verify(path, order);
    return switch (verification) {
      case Verification.Verified verified -> {
        if (json) {
          terminal.out().println(json(verified));
        } else {
          print(verified);
        }
        record(verified);
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

  /**
   * Whoever verifies a log reads all of it. It is recorded afterwards, and only in a log that was
   * found whole: what is examined must not change before, and damage must stay as it is.
   */
  private void record(Verification.Verified verified) {
    if (LogReader.holdsLog(path)) {
      JsonObject what =
          Json.createObjectBuilder()
              .add("size", verified.size())
              .add("root", verified.root())
              .build();
      new OrderOffice(path, Optional.empty(), terminal).reading(terminal, "verify", what);
    }
  }

  private static Receipt read(String file) throws IOException, ProofException {
    try (InputStream input = file.equals("-") ? System.in : Files.newInputStream(Path.of(file))) {
      return Receipt.read(input);
    }
  }

  private void print(Verification.Verified verified) {
    for (String warning : verified.warnings()) {
      terminal.err().println(terminal.paint(Paint.YELLOW, "warning: ") + warning);
    }
    terminal
        .out()
        .println(
            terminal.paint(Paint.GREEN, "verified")
                + ": "
                + Terminal.printable(VerificationText.verdict(verified)));
    for (String line : VerificationText.details(verified)) {
      terminal.out().println(Terminal.printable(line));
    }
    if (receipt.isPresent()) {
      terminal.out().println("receipt: the log keeps what it says");
    }
  }

  private void print(Verification.Failed failed) {
    terminal
        .out()
        .println(
            terminal.paint(Paint.RED, "not verified")
                + ": "
                + Terminal.printable(VerificationText.verdict(failed)));
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
        .add("erased", verified.contents().erased())
        .add("details", Json.createArrayBuilder(VerificationText.details(verified)))
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
