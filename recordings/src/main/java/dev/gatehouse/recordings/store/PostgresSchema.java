package dev.gatehouse.recordings.store;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The tables of a log in PostgreSQL, and who may do what with them.
 *
 * <p>Payload keys have a schema of their own, so that ordinary backups can leave it out. What was
 * hashed and the tiles are the evidence: the role of a gateway may add to them and not change them,
 * and the triggers are a tripwire for their owner.
 */
public final class PostgresSchema {
  /** The form of the tables, {@code form} in {@code meta}. */
  static final String FORM = "1";

  private static final Pattern ROLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]{0,62}");

  private static final List<String> LOG =
      List.of(
          "CREATE TABLE meta(name text PRIMARY KEY, value text NOT NULL)",
          """
          CREATE TABLE entry(
            entry bigint PRIMARY KEY,
            hash bytea NOT NULL,
            statement bytea NOT NULL,
            key bigint,
            sealed bytea)
          """,
          // What is encrypted does not shrink.
          "ALTER TABLE entry ALTER COLUMN sealed SET STORAGE EXTERNAL",
          """
          CREATE TABLE tile(
            level integer NOT NULL,
            tile bigint NOT NULL,
            hashes bytea NOT NULL,
            PRIMARY KEY(level, tile))
          """,
          """
          CREATE TABLE head(
            one integer PRIMARY KEY CHECK(one = 1),
            size bigint NOT NULL,
            subtrees bytea NOT NULL)
          """,
          "INSERT INTO head VALUES (1, 0, '')",
          """
          CREATE TABLE node(
            name text PRIMARY KEY,
            session text NOT NULL,
            clean boolean NOT NULL)
          """,
          """
          CREATE TABLE open_exchange(
            id text PRIMARY KEY,
            node text NOT NULL,
            request bigint NOT NULL)
          """,
          "CREATE TABLE checkpoint(size bigint PRIMARY KEY, note bytea NOT NULL)",
          "CREATE TABLE erased_key(key bigint PRIMARY KEY)",
          """
          CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
          $$ BEGIN RAISE EXCEPTION 'what was hashed is never changed'; END $$
          """,
          refuse("entry", "UPDATE OF entry, hash, statement OR DELETE OR TRUNCATE", "STATEMENT"),
          refuse("tile", "UPDATE OR DELETE OR TRUNCATE", "STATEMENT"),
          refuse("head", "DELETE OR TRUNCATE", "STATEMENT"),
          """
          CREATE TRIGGER head_only_grows BEFORE UPDATE ON head
          FOR EACH ROW WHEN (NEW.size < OLD.size) EXECUTE FUNCTION refuse()
          """);

  /** What gateways have counted of limits: no evidence, and no loss but of what was used. */
  private static final List<String> LIMITS =
      List.of(
          """
          CREATE TABLE count(
            name text PRIMARY KEY,
            owner text NOT NULL,
            until bigint NOT NULL,
            used integer NOT NULL,
            bucket bytea)
          """,
          "CREATE INDEX count_owner ON count(owner)",
          "CREATE INDEX count_until ON count(until)",
          """
          CREATE TABLE place(
            id text PRIMARY KEY,
            count text NOT NULL,
            until bigint NOT NULL)
          """,
          "CREATE INDEX place_count ON place(count)");

  /** What tokens of masks stand for, encrypted with a key that is never in the database. */
  private static final List<String> VAULT =
      List.of(
          """
          CREATE TABLE kept(
            token text PRIMARY KEY,
            sealed bytea NOT NULL,
            seen bigint NOT NULL)
          """,
          "CREATE INDEX kept_seen ON kept(seen)");

  /** Which definitions of tools were accepted. */
  private static final List<String> PINS =
      List.of(
          """
          CREATE TABLE pin(
            upstream text NOT NULL,
            tool text NOT NULL,
            accepted text NOT NULL,
            definition text NOT NULL,
            since bigint NOT NULL,
            found text NOT NULL,
            change text NOT NULL,
            changes integer NOT NULL,
            PRIMARY KEY(upstream, tool))
          """);

  /** Calls that wait for people, encrypted with a key that is never in the database. */
  private static final List<String> APPROVALS =
      List.of(
          """
          CREATE TABLE approval(
            id text PRIMARY KEY,
            version bigint NOT NULL,
            mark text NOT NULL,
            bound text NOT NULL,
            live text UNIQUE,
            owner text NOT NULL,
            person text NOT NULL,
            tool text NOT NULL,
            state text NOT NULL,
            due bigint NOT NULL,
            ended bigint NOT NULL,
            told integer NOT NULL,
            request bytea NOT NULL,
            course bytea NOT NULL,
            reply bytea)
          """,
          "CREATE INDEX approval_bound ON approval(bound, id)",
          "CREATE INDEX approval_owner ON approval(owner, tool, id)",
          "CREATE INDEX approval_person ON approval(person)",
          "CREATE INDEX approval_tool ON approval(tool, id)",
          "CREATE INDEX approval_state ON approval(state, id)",
          "CREATE INDEX approval_due ON approval(due)",
          "CREATE INDEX approval_ended ON approval(ended)",
          """
          CREATE TABLE say(
            id text NOT NULL,
            team text NOT NULL,
            since bigint NOT NULL,
            PRIMARY KEY(id, team, since))
          """,
          """
          CREATE TABLE delegation(
            id text PRIMARY KEY,
            until bigint NOT NULL,
            sealed bytea NOT NULL)
          """,
          """
          CREATE TABLE running(
            id text NOT NULL,
            exchange text NOT NULL,
            node text NOT NULL,
            PRIMARY KEY(id, exchange))
          """,
          """
          CREATE TABLE owed(
            id text NOT NULL,
            number integer NOT NULL,
            again bigint NOT NULL,
            tries integer NOT NULL,
            recorded integer NOT NULL,
            PRIMARY KEY(id, number))
          """,
          "CREATE INDEX owed_again ON owed(again)",
          "CREATE TABLE node(name text PRIMARY KEY, beat bigint NOT NULL)",
          "CREATE TABLE turn(number bigint NOT NULL)",
          "INSERT INTO turn(number) VALUES (0)");

  /** What people are still to be told of approvals, and what they answered. */
  private static final List<String> CHANNELS =
      List.of(
          """
          CREATE TABLE notice(
            id text PRIMARY KEY,
            channel text NOT NULL,
            approval text NOT NULL,
            step integer NOT NULL,
            word text NOT NULL,
            urgent integer NOT NULL,
            state text NOT NULL,
            made bigint NOT NULL,
            due bigint NOT NULL,
            tried bigint NOT NULL,
            sent bigint NOT NULL,
            attempts integer NOT NULL,
            batch text NOT NULL,
            trouble text NOT NULL,
            sealed bytea NOT NULL)
          """,
          "CREATE INDEX notice_due ON notice(channel, state, due)",
          "CREATE INDEX notice_approval ON notice(approval)",
          "CREATE INDEX notice_made ON notice(made)",
          """
          CREATE TABLE turn(
            channel text PRIMARY KEY,
            holder text NOT NULL,
            held bigint NOT NULL,
            rest bigint NOT NULL,
            failures integer NOT NULL)
          """,
          """
          CREATE TABLE spent(
            channel text NOT NULL,
            id text NOT NULL,
            until bigint NOT NULL,
            PRIMARY KEY(channel, id))
          """,
          "CREATE INDEX spent_until ON spent(until)");

  private PostgresSchema() {}

  private static String refuse(String table, String verbs, String each) {
    return """
    CREATE TRIGGER %1$s_stays BEFORE %2$s ON %1$s
    FOR EACH %3$s EXECUTE FUNCTION refuse()
    """
        .formatted(table, verbs, each);
  }

  /** The statements that make the tables, in one transaction. */
  static List<String> tables() {
    List<String> statements = new ArrayList<>();
    statements.add("CREATE SCHEMA gatehouse");
    statements.add("CREATE SCHEMA gatehouse_keys");
    statements.add("SET LOCAL search_path = gatehouse");
    statements.addAll(LOG);
    statements.add("SET LOCAL search_path = gatehouse_keys");
    statements.addAll(KeyTable.tables("bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY", "bytea"));
    statements.add("CREATE SCHEMA gatehouse_limits");
    statements.add("SET LOCAL search_path = gatehouse_limits");
    statements.addAll(LIMITS);
    statements.add("CREATE SCHEMA gatehouse_vault");
    statements.add("SET LOCAL search_path = gatehouse_vault");
    statements.addAll(VAULT);
    statements.add("CREATE SCHEMA gatehouse_pins");
    statements.add("SET LOCAL search_path = gatehouse_pins");
    statements.addAll(PINS);
    statements.add("CREATE SCHEMA gatehouse_approvals");
    statements.add("SET LOCAL search_path = gatehouse_approvals");
    statements.addAll(APPROVALS);
    statements.add("CREATE SCHEMA gatehouse_channels");
    statements.add("SET LOCAL search_path = gatehouse_channels");
    statements.addAll(CHANNELS);
    return statements;
  }

  private static List<String> grants(String role) {
    return List.of(
        "GRANT USAGE ON SCHEMA gatehouse, gatehouse_keys, gatehouse_limits, gatehouse_vault,"
            + " gatehouse_pins, gatehouse_approvals, gatehouse_channels TO "
            + role,
        "GRANT SELECT ON ALL TABLES IN SCHEMA gatehouse, gatehouse_keys TO " + role,
        "GRANT INSERT ON gatehouse.meta, gatehouse.entry, gatehouse.tile, gatehouse.node,"
            + " gatehouse.open_exchange, gatehouse.checkpoint, gatehouse.erased_key TO "
            + role,
        "GRANT UPDATE (size, subtrees) ON gatehouse.head TO " + role,
        "GRANT UPDATE (session, clean) ON gatehouse.node TO " + role,
        // To erase a payload is to empty these two; what was hashed is in the others.
        "GRANT UPDATE (key, sealed) ON gatehouse.entry TO " + role,
        "GRANT DELETE ON gatehouse.open_exchange, gatehouse.checkpoint, gatehouse.erased_key TO "
            + role,
        "GRANT INSERT, DELETE ON gatehouse_keys.payload_key, gatehouse_keys.hold TO " + role,
        "GRANT UPDATE (retired) ON gatehouse_keys.payload_key TO " + role,
        "GRANT UPDATE (reason, since) ON gatehouse_keys.hold TO " + role,
        "GRANT SELECT, INSERT, UPDATE, DELETE ON gatehouse_limits.count, gatehouse_limits.place TO "
            + role,
        "GRANT SELECT, INSERT, DELETE ON gatehouse_vault.kept TO " + role,
        "GRANT UPDATE (seen) ON gatehouse_vault.kept TO " + role,
        "GRANT SELECT, INSERT, UPDATE ON gatehouse_pins.pin TO " + role,
        "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA gatehouse_approvals TO "
            + role,
        "GRANT SELECT, INSERT, UPDATE, DELETE ON gatehouse_channels.notice,"
            + " gatehouse_channels.turn, gatehouse_channels.spent TO "
            + role);
  }

  /**
   * What the tables' owner runs once: it makes the tables, and lets {@code role} add to them.
   *
   * <p>Errors: {@code IllegalArgumentException} where the role's name would have to be quoted twice
   * over.
   */
  public static String script(String role) {
    if (!ROLE.matcher(role).matches()) {
      throw new IllegalArgumentException(
          "the role expected to be of letters, digits, _ and -, at most 63");
    }
    List<String> statements = new ArrayList<>();
    statements.add("BEGIN");
    statements.addAll(tables());
    statements.addAll(grants('"' + role + '"'));
    statements.add("COMMIT");
    StringBuilder script = new StringBuilder();
    statements.forEach(statement -> script.append(statement.strip()).append(";\n"));
    return script.toString();
  }
}
