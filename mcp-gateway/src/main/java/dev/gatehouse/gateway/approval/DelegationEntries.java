package dev.gatehouse.gateway.approval;

import dev.gatehouse.recordings.Bytes;
import dev.gatehouse.recordings.Entry;
import dev.gatehouse.recordings.EntryKind;
import dev.gatehouse.recordings.EntryLog;
import dev.gatehouse.recordings.PartName;
import dev.gatehouse.recordings.RecordingException;
import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;

/**
 * Writes into the log who stands in for whom.
 *
 * <p>Guarantee: on return the entry is durable. Thread-safe.
 */
record DelegationEntries(EntryLog log) {

  /** Somebody will be away. */
  void given(Delegation delegation) throws RecordingException {
    append("approvals.delegated", delegation, delegation.from().name());
  }

  /**
   * It ended before its time.
   *
   * @param by who ended it
   */
  void ended(Delegation delegation, String by) throws RecordingException {
    append("approvals.delegation-ended", delegation, by);
  }

  private void append(String method, Delegation delegation, String by) throws RecordingException {
    JsonObjectBuilder context =
        Json.createObjectBuilder()
            .add("by", by)
            .add("principal", delegation.from().name())
            .add(
                "groups",
                Json.createArrayBuilder(delegation.from().groups().stream().sorted().toList()))
            .add("standIn", delegation.standIn())
            .add("until", delegation.until().toString())
            .add("reason", delegation.reason());
    delegation.from().issuer().ifPresent(issuer -> context.add("issuer", issuer));
    delegation.issuer().ifPresent(issuer -> context.add("standInIssuer", issuer));
    log.append(
        Entry.builder(EntryKind.ADMIN)
            .method(method)
            .subject(delegation.from().name())
            .part(PartName.CTX, Bytes.utf8(context.build().toString()))
            .build());
  }
}
