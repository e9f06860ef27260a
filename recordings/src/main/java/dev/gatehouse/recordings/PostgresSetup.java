package dev.gatehouse.recordings;

import dev.gatehouse.recordings.store.PostgresSchema;

/** What the owner of a PostgreSQL database does before gateways share a log in it. */
public final class PostgresSetup {
  private PostgresSetup() {}

  /**
   * The SQL that makes the tables and lets {@code role} add to them.
   *
   * <p>Errors: {@code IllegalArgumentException} where that is no plain name.
   */
  public static String script(String role) {
    return PostgresSchema.script(role);
  }
}
