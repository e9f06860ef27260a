package dev.gatehouse.gateway.custody;

import dev.gatehouse.gateway.vault.EncryptedVault;
import dev.gatehouse.gateway.vault.Kept;
import dev.gatehouse.recordings.Bytes;
import dev.gatehouse.recordings.Entry;
import dev.gatehouse.recordings.EntryKind;
import dev.gatehouse.recordings.EntryLog;
import dev.gatehouse.recordings.PartName;
import dev.gatehouse.recordings.RecordingException;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.ArrayList;
import java.util.List;

/**
 * Shows what tokens stand for. Confined to one thread.
 *
 * <p>Guarantee: no value is given away before an entry says that it was.
 */
final class Unmasking {
  private final JsonArrayBuilder shown = Json.createArrayBuilder();
  private final JsonArrayBuilder unknown = Json.createArrayBuilder();
  private final JsonArrayBuilder unreadable = Json.createArrayBuilder();
  private final List<JsonObject> rows = new ArrayList<>();

  private Unmasking() {}

  /** Carries out the order of {@code by}. */
  static Answer of(Order.Unmask order, String by, EntryLog log, EncryptedVault vault)
      throws RecordingException {
    Unmasking unmasking = new Unmasking();
    vault.find(order.tokens()).forEach(unmasking::add);
    JsonObject context =
        Json.createObjectBuilder()
            .add("by", by)
            .add("what", Json.createObjectBuilder().add("unmask", unmasking.asked(order.reason())))
            .build();
    // If we crash behind this, the log says that something was shown that nobody saw.
    log.append(
        Entry.builder(EntryKind.READ)
            .method("unmask")
            .part(PartName.CTX, Bytes.utf8(context.toString()))
            .build());
    log.sign();
    return new Answer(true, "recorded", unmasking.rows);
  }

  private void add(String token, Kept kept) {
    JsonObjectBuilder row = Json.createObjectBuilder().add("token", token);
    switch (kept) {
      case Kept.Value(String text) -> {
        shown.add(token);
        row.add("value", text);
      }
      case Kept.Unknown() -> {
        unknown.add(token);
        row.add("fault", "unknown");
      }
      case Kept.Unreadable() -> {
        unreadable.add(token);
        row.add("fault", "unreadable");
      }
    }
    rows.add(row.build());
  }

  private JsonObject asked(String reason) {
    return Json.createObjectBuilder()
        .add("reason", reason)
        .add("shown", shown)
        .add("unknown", unknown)
        .add("unreadable", unreadable)
        .build();
  }
}
