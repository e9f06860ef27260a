package dev.gatehouse.gateway.cli;

import dev.gatehouse.gateway.pinning.HiddenCharacters;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * Where a command reads and writes.
 *
 * @param colours whether a person looks at it on a screen that shows colours
 * @param environment the variables of this process
 */
record Terminal(
    InputStream in,
    PrintStream out,
    PrintStream err,
    boolean colours,
    Map<String, String> environment) {

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
        environment);
  }

  private static PrintStream print(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }

  /** The text in a colour, or as it is where there are none. */
  String paint(Paint paint, String text) {
    return colours ? "\u001b[" + paint.code + "m" + text + "\u001b[0m" : text;
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
