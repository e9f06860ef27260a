package dev.gatehouse.gateway.cli;

/** What the process says when it ends. */
final class ExitCode {
  static final int OK = 0;
  static final int FAILED = 1;

  /** Wrong usage or a wrong configuration; picocli uses the same for the former. */
  static final int USAGE = 2;

  /** The log must not be written to any more: starting again does not help. */
  static final int HALTED = 3;

  /** Nothing differs, as far as it can be said; of some calls it cannot. */
  static final int UNDECIDED = 4;

  private ExitCode() {}
}
