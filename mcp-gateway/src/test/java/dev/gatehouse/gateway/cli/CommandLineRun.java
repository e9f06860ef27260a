package dev.gatehouse.gateway.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** A command as it ran in this process, with everything that it printed. */
record CommandLineRun(int exitCode, String out, String err) {

  static CommandLineRun of(String... arguments) {
    return with(Map.of(), false, arguments);
  }

  static CommandLineRun with(
      Map<String, String> environment, boolean colours, String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Terminal terminal =
        new Terminal(
            new ByteArrayInputStream(new byte[0]),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            colours,
            environment);
    int exitCode = Main.run(terminal, arguments);
    return new CommandLineRun(
        exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}
