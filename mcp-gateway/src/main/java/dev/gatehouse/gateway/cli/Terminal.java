package dev.gatehouse.gateway.cli;

import dev.gatehouse.gateway.pinning.HiddenCharacters;
import java.io.ByteArrayOutputStream;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * Where a command reads and writes.
 *
 * @param colours whether a person looks at it on a screen that shows colours
 * @param asks whether a person sits before it who can be asked something
 * @param environment the variables of this process
 */
record Terminal(
    InputStream in,
    PrintStream out,
    PrintStream err,
    boolean colours,
    boolean asks,
    Map<String, String> environment) {

  /** One that asks nobody. */
  Terminal(
      InputStream in,
      PrintStream out,
      PrintStream err,
      boolean colours,
      Map<String, String> environment) {
    this(in, out, err, colours, false, environment);
  }

  /** More than a person types as an answer. */
  private static final int TYPED_BYTES_MAX = 4096;

  /** How a piece of text stands out. */
  enum Paint {
    BOLD("1"),
    FAINT("2"),
    RED("31"),
    GREEN("32"),
    YELLOW("33");

    private final String code;

    Paint(String code) {
      this.code = code;
    }
  }

  /** The terminal of this process. */
  static Terminal ofProcess() {
    var environment = System.getenv();
    boolean plain =
        !environment.getOrDefault("NO_COLOR", "").isEmpty()
            || environment.getOrDefault("TERM", "").equals("dumb");
    boolean screen = Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
    return new Terminal(
        new FileInputStream(FileDescriptor.in),
        print(FileDescriptor.out),
        print(FileDescriptor.err),
        screen && !plain,
        screen,
        environment);
  }

  private static PrintStream print(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }

  /** The text in a colour, or as it is where there are none. */
  String paint(Paint paint, String text) {
    return colours ? "\u001b[" + paint.code + "m" + text + "\u001b[0m" : text;
  }

  /**
   * Asks the person a question, and gives what they type in one line; nothing where they end it.
   */
  Optional<String> asked(String question) {
    err.print(question);
    err.flush();
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    try {
      // Byte by byte: what is behind the line is for the next question.
      int next = in.read();
      for (; next >= 0 && next != '\n' && line.size() < TYPED_BYTES_MAX; next = in.read()) {
        line.write(next);
      }
      return next < 0 && line.size() == 0
          ? Optional.empty()
          : Optional.of(line.toString(StandardCharsets.UTF_8).strip());
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  /** Says why the command failed, and gives the exit code for that. */
  int failed(String message) {
    err.println(paint(Paint.RED, "gatehouse: ") + printable(message));
    return ExitCode.FAILED;
  }

  /** The same, with what an exception says. */
  int failed(Exception e) {
    return failed(String.valueOf(e.getMessage()));
  }

  /** Says what is wrong with how the command was called, and gives the exit code for that. */
  int misused(String message) {
    failed(message);
    return ExitCode.USAGE;
  }

  /**
   * Text of strangers, with what could steer a terminal, or deceive who reads it, made visible;
   * line breaks and tabs stay.
   */
  static String printable(String text) {
    return HiddenCharacters.shown(text);
  }

  /** The same on one line. */
  static String oneLine(String text) {
    return printable(text).replaceAll("\\s+", " ");
  }
}
