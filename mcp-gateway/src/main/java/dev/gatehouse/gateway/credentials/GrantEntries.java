package dev.gatehouse.gateway.credentials;

import dev.gatehouse.recordings.Bytes;
import dev.gatehouse.recordings.Entry;
import dev.gatehouse.recordings.EntryKind;
import dev.gatehouse.recordings.EntryLog;
import dev.gatehouse.recordings.PartName;
import dev.gatehouse.recordings.RecordingException;
import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;

/**
 * Writes into the log who connected which upstream, and how that ended.
 *
 * <p>Guarantee: on return the entry is durable; nothing in it lets anybody in. Thread-safe.
 */
record GrantEntries(EntryLog log) {

  /** A person let the gateway in. */
  void connected(PersonGrant grant) throws RecordingException {
    append("grants.connected", grant, Json.createObjectBuilder());
  }

  /** The gateway was not let in any more. */
  void ended(PersonGrant grant, String reason) throws RecordingException {
    append("grants.ended", grant, Json.createObjectBuilder().add("reason", reason));
  }

  /**
   * Somebody took it back.
   *
   * @param by who
   * @param told whether the upstream's authorization server took it back too
   */
  void revoked(PersonGrant grant, String by, String reason, boolean told)
      throws RecordingException {
    append(
        "grants.revoked",
        grant,
        Json.createObjectBuilder().add("by", by).add("reason", reason).add("told", told));
  }

  private void append(String method, PersonGrant grant, JsonObjectBuilder context)
      throws RecordingException {
    context
        .add("principal", grant.ask().person())
        .add("upstream", grant.ask().upstream())
        .add("issuer", grant.source().issuer())
        .add("client", grant.source().client().id())
        .add("resource", grant.source().resource())
        .add("scope", String.join(" ", grant.tokens().scopes()));
    log.append(
        Entry.builder(EntryKind.ADMIN)
            .method(method)
            .subject(grant.ask().person())
            .part(PartName.CTX, Bytes.utf8(context.build().toString()))
            .build());
  }
}
