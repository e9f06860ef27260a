package dev.gatehouse.conformance.clients;

import jakarta.json.JsonObject;

/**
 * What became of one check of the script.
 *
 * @param why what went wrong, or why the client cannot do it; empty where it passed
 */
record Outcome(String check, Kind kind, String why) {
  /** How it ended. */
  enum Kind {
    PASSED,
    FAILED,
    CANNOT
  }

  /** From a line that the player printed. */
  static Outcome read(JsonObject line) {
    String check = line.getString("check");
    if (line.containsKey("cannot")) {
      return new Outcome(check, Kind.CANNOT, line.getString("cannot"));
    }
    return line.getBoolean("passed")
        ? new Outcome(check, Kind.PASSED, "")
        : new Outcome(check, Kind.FAILED, line.getString("why"));
  }
}
