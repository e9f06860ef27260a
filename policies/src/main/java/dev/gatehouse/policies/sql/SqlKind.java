package dev.gatehouse.policies.sql;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a statement, or a part of one, does. */
public enum SqlKind {
  /** Reads rows; also {@code values} and {@code table}. */
  SELECT,
  /** Tells what tables there are, and their columns. */
  SHOW,
  /** Tells how a statement would run; the statement's own kinds are there too. */
  EXPLAIN,
  /** Adds rows. */
  INSERT,
  /** Changes rows. */
  UPDATE,
  /** Removes rows. */
  DELETE,
  /** Adds, changes or removes rows by comparison, {@code replace} included. */
  MERGE,
  /** Makes tables, views, indexes and other things; also {@code select … into}. */
  CREATE,
  /** Removes them. */
  DROP,
  /** Changes them. */
  ALTER,
  /** Removes all rows. */
  TRUNCATE,
  /** Gives or takes rights. */
  GRANT,
  /** Runs a procedure. */
  CALL,
  /** Changes settings of the session or the server. */
  SET,
  /** Begins or ends a transaction. */
  TRANSACTION;

  /** The name in policy files. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** All names. */
  public static List<String> labels() {
    return Arrays.stream(values()).map(SqlKind::label).toList();
  }

  /** The kind of this name. */
  public static Optional<SqlKind> labelled(String label) {
    return Arrays.stream(values()).filter(kind -> kind.label().equals(label)).findFirst();
  }

  /** Whether it leaves everything as it was. */
  public boolean onlyReads() {
    return switch (this) {
      case SELECT, SHOW, EXPLAIN -> true;
      case INSERT, UPDATE, DELETE, MERGE, CREATE, DROP, ALTER -> false;
      case TRUNCATE, GRANT, CALL, SET, TRANSACTION -> false;
    };
  }
}
