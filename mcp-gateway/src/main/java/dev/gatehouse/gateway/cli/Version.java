package dev.gatehouse.gateway.cli;

import java.util.Optional;

/** Which Gatehouse this is. */
final class Version {
  private Version() {}

  /** The version that the jar was built with; {@code development} when run from classes. */
  static String number() {
    return Optional.ofNullable(Main.class.getPackage().getImplementationVersion())
        .orElse("development");
  }

  static String runtime() {
    return "JDK " + Runtime.version() + ", " + system();
  }

  static String line() {
    return "gatehouse " + number() + " (" + runtime() + ")";
  }

  private static String system() {
    return System.getProperty("os.name") + " " + System.getProperty("os.arch");
  }
}
