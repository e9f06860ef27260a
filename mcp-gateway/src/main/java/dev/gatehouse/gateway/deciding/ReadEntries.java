package dev.gatehouse.gateway.deciding;

import dev.gatehouse.recordings.Bytes;
import dev.gatehouse.recordings.Entry;
import dev.gatehouse.recordings.EntryKind;
import dev.gatehouse.recordings.EntryLog;
import dev.gatehouse.recordings.PartName;
import dev.gatehouse.recordings.RecordingException;
import jakarta.json.JsonObject;

/**
 * Records who looked at which held calls, in the same words as orders of the command line do. What
 * cannot be recorded is not shown. Thread-safe.
 */
record ReadEntries(EntryLog log) {

  /**
   * Records it.
   *
   * @param what {@code list}, {@code show} or {@code arguments}
   * @param of the id of a call, or which of them are listed
   */
  void read(Viewer viewer, String what, String of) throws RecordingException {
    String by =
        viewer.person().name() + viewer.person().issuer().map(issuer -> " of " + issuer).orElse("");
    JsonObject context =
        Provider.JSON
            .createObjectBuilder()
            .add("by", by)
            .add("what", Provider.JSON.createObjectBuilder().add("approvals", what).add("of", of))
            .build();
    log.append(
        Entry.builder(EntryKind.READ)
            .method("approvals")
            .part(PartName.CTX, Bytes.utf8(context.toString()))
            .build());
  }
}
