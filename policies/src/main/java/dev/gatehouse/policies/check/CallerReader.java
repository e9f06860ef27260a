package dev.gatehouse.policies.check;

import dev.gatehouse.policies.CallSession;
import dev.gatehouse.policies.Caller;
import dev.gatehouse.policies.yaml.MappingReader;
import dev.gatehouse.policies.yaml.Problems;
import jakarta.json.JsonValue;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Reads who calls, and in which session. Confined to one thread. */
final class CallerReader {
  /** A Monday, at ten in the morning: a test must not depend on the day on which it runs. */
  static final Instant USUAL_TIME = Instant.parse("2026-11-23T10:00:00Z");

  /** Who calls where a test does not say. */
  static final Caller USUAL =
      new Caller("somebody", List.of(), JsonValue.EMPTY_JSON_OBJECT, Optional.empty());

  private final JsonNodes json;

  CallerReader(Problems problems) {
    this.json = new JsonNodes(problems);
  }

  /** Who calls by this, and in what it leaves out is like the other. */
  Caller caller(MappingReader reader, Caller other) {
    List<String> groups = reader.strings("groups");
    return new Caller(
        reader.optionalString("principal").orElse(other.principal()),
        reader.has("groups") ? groups : other.groups(),
        json.object(reader, "claims").orElse(other.claims()),
        reader.optionalString("client").or(other::client));
  }

  /** The session that this says. */
  Optional<CallSession> session(MappingReader reader) {
    return reader
        .mapping("session")
        .map(
            session -> {
              CallSession read =
                  new CallSession(
                      session.optionalString("id").orElse("session"),
                      MomentReader.read(session, "started").orElse(USUAL_TIME),
                      session.optionalString("protocol").orElse(""));
              session.end();
              return read;
            });
  }
}
