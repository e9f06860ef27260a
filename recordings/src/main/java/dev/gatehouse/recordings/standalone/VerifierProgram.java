package dev.gatehouse.recordings.standalone;

import dev.gatehouse.recordings.proof.ProofException;
import dev.gatehouse.recordings.proof.Receipt;
import dev.gatehouse.recordings.verify.Depth;
import dev.gatehouse.recordings.verify.Verification;
import dev.gatehouse.recordings.verify.VerificationOrder;
import dev.gatehouse.recordings.verify.VerificationText;
import dev.gatehouse.recordings.verify.Verifier;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;

/**
 * {@code java -jar recordings-…-verifier.jar EXPORT [--key VKEY] [--receipt FILE] [--entries]}.
 *
 * <p>Guarantee: reads the export and nothing else, and writes nothing but its findings.
 */
public final class VerifierProgram {
  private static final int VERIFIED = 0;
  private static final int FAILED = 1;
  private static final int MISUSED = 2;

  private static final String USAGE =
      """
      usage: java -jar recordings-verifier.jar EXPORT [--key VKEY] [--receipt FILE] [--entries]

        EXPORT           an export of a log: its directory, or its zip
        --key VKEY       the verifier key to trust, and no other: name+id+key
        --receipt FILE   also check that the log keeps what a reply's receipt says (- reads it here)
        --entries        only signatures, tree and entries: no payloads
      """;

  private VerifierProgram() {}

  /** Verifies, and ends with the exit code. */
  public static void main(String[] arguments) {
    // Bytes as they are: names in a log may be any UTF-8, whatever the terminal's default.
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
    System.exit(run(List.of(arguments), out, err));
  }

  static int run(List<String> arguments, PrintStream out, PrintStream err) {
    VerificationOrder order = VerificationOrder.everything();
    String export = "";
    Iterator<String> rest = arguments.iterator();
    try {
      while (rest.hasNext()) {
        String argument = rest.next();
        switch (argument) {
          case "--help" -> {
            out.print(USAGE);
            return VERIFIED;
          }
          case "--key" -> order = order.trusting(value(argument, rest));
          case "--receipt" -> order = order.expecting(receipt(value(argument, rest)));
          case "--entries" -> order = order.as(Depth.ENTRIES);
          default -> export = path(export, argument);
        }
      }
      if (!Files.exists(Path.of(export)) || export.isEmpty()) {
        throw new IllegalArgumentException("there is nothing at `" + export + "`");
      }
      if (Files.exists(Path.of(export).resolve("log.db"))) {
        throw new IllegalArgumentException(
            "`" + export + "` is a data directory: export it, or use `gatehouse verify`");
      }
    } catch (IllegalArgumentException | IOException | ProofException e) {
      err.println("error: " + e.getMessage());
      err.print(USAGE);
      return MISUSED;
    }
    return report(Verifier.verify(Path.of(export), order), out, err);
  }

  private static String value(String option, Iterator<String> rest) {
    if (!rest.hasNext()) {
      throw new IllegalArgumentException(option + " expected a value");
    }
    return rest.next();
  }

  private static String path(String before, String argument) {
    if (argument.startsWith("--") || !before.isEmpty()) {
      throw new IllegalArgumentException("`" + argument + "` was not expected");
    }
    return argument;
  }

  private static Receipt receipt(String file) throws IOException, ProofException {
    try (InputStream input = file.equals("-") ? System.in : Files.newInputStream(Path.of(file))) {
      return Receipt.read(input);
    }
  }

  private static int report(Verification verification, PrintStream out, PrintStream err) {
    return switch (verification) {
      case Verification.Verified verified -> {
        verified.warnings().forEach(warning -> err.println("warning: " + printable(warning)));
        out.println("verified: " + printable(VerificationText.verdict(verified)));
        VerificationText.details(verified).forEach(line -> out.println(printable(line)));
        yield VERIFIED;
      }
      case Verification.Failed failed -> {
        out.println("not verified: " + printable(VerificationText.verdict(failed)));
        yield FAILED;
      }
    };
  }

  /** What a stranger's bytes may do to a terminal: nothing. */
  private static String printable(String text) {
    return text.replaceAll("\\p{Cntrl}", "?");
  }
}
