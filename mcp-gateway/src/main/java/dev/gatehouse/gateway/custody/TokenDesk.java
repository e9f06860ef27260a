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
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Carries out orders about tokens. Thread-safe.
 *
 * <p>Guarantee: no value is given away before an entry says that it was, and none is erased before
 * one says that it is to be.
 */
record TokenDesk(EntryLog log, EncryptedVault vault) {

  /** Shows what the tokens stand for. */
  Answer unmask(Order.Unmask order, String by) throws RecordingException {
    Map<String, Kept> found = vault.find(order.tokens());
    JsonArrayBuilder shown = Json.createArrayBuilder();
    JsonArrayBuilder unknown = Json.createArrayBuilder();
    JsonArrayBuilder unreadable = Json.createArrayBuilder();
    List<JsonObject> rows = new ArrayList<>();
    for (Map.Entry<String, Kept> entry : found.entrySet()) {
      String token = entry.getKey();
      JsonObjectBuilder row = Json.createObjectBuilder().add("token", token);
      switch (entry.getValue()) {
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
    JsonObjectBuilder asked =
        Json.createObjectBuilder()
            .add("reason", order.reason())
            .add("shown", shown)
            .add("unknown", unknown)
            .add("unreadable", unreadable);
    JsonObjectBuilder context =
        Json.createObjectBuilder()
            .add("by", by)
            .add("what", Json.createObjectBuilder().add("unmask", asked));
    // If we crash behind this, the log says that something was shown that nobody saw.
    log.append(entry(EntryKind.READ, "unmask", context));
    log.sign();
    return new Answer(true, "recorded", rows);
  }

  /** Erases what the tokens stand for. */
  Answer erase(Order.EraseTokens order, String by) throws RecordingException {
    if (order.dryRun()) {
      long known =
          vault.find(order.tokens()).values().stream()
              .filter(kept -> !(kept instanceof Kept.Unknown))
              .count();
      return new Answer(true, "would erase " + told(known));
    }
    JsonObjectBuilder what =
        Json.createObjectBuilder()
            .add("order", order.reason() + " (ordered by " + by + ")")
            .add("tokens", Json.createArrayBuilder(order.tokens()));
    AtomicLong erased = new AtomicLong();
    Optional<String> held =
        log.custody().unlessHeld(() -> erased.set(erased(what, () -> vault.erase(order.tokens()))));
    return held.isPresent()
        ? new Answer(false, "held, nothing was erased: " + held.get())
        : new Answer(true, "erased " + told(erased.get()));
  }

  /**
   * Erases what tokens stand for that were last given before a day.
   *
   * @param answer what came of erasing everything else, to be told first
   */
  Answer retain(Answer answer, LocalDate day, String order, boolean dryRun)
      throws RecordingException {
    long old = answer.done() ? vault.countBefore(day) : 0;
    if (old == 0) {
      return answer;
    }
    if (!dryRun) {
      JsonObjectBuilder what =
          Json.createObjectBuilder().add("order", order).add("before", day.toString());
      Optional<String> held =
          log.custody().unlessHeld(() -> erased(what, () -> vault.eraseBefore(day)));
      if (held.isPresent()) {
        return new Answer(false, "held, no token was erased: " + held.get());
      }
    }
    return new Answer(true, answer.text() + "; " + told(old) + " last given before " + day);
  }

  /** What takes values out of the vault, and says how many. */
  private interface Erasing {
    long run() throws RecordingException;
  }

  private long erased(JsonObjectBuilder what, Erasing erasing) throws RecordingException {
    // If we crash between the two entries, nobody was told that it is done; to order it again is
    // right in any case.
    log.append(entry(EntryKind.ADMIN, "tokens.erase", what));
    long count = erasing.run();
    JsonObjectBuilder done = Json.createObjectBuilder().add("values", count);
    log.append(entry(EntryKind.ADMIN, "tokens.erased", done));
    return count;
  }

  private static Entry entry(EntryKind kind, String method, JsonObjectBuilder context) {
    return Entry.builder(kind)
        .method(method)
        .part(PartName.CTX, Bytes.utf8(context.build().toString()))
        .build();
  }

  private static String told(long values) {
    return values == 1 ? "the value of 1 token" : "the values of " + values + " tokens";
  }
}
