package dev.gatehouse.gateway.deciding;

import dev.gatehouse.gateway.approval.Delegations;
import dev.gatehouse.recordings.RecordingException;
import java.sql.SQLException;

/** What may be told of a fault: nothing of what came in. */
final class Faults {
  private Faults() {}

  static String told(Exception fault) {
    return switch (fault) {
      case SQLException e -> Delegations.told(e);
      case RecordingException e -> "cannot record: " + e.getMessage();
      default -> fault.getClass().getName();
    };
  }
}
