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
import jakarta.json.JsonObjectBuilder;
import java.time.LocalDate;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Erases what tokens stand for. Thread-safe.
 *
 * <p>Guarantee: nothing is erased before an entry says that it is to be, nor while it is held.
 */
record TokenErasure(EntryLog log, EncryptedVault vault) {

  /** Of these tokens. */
  Answer ordered(Order.EraseTokens order, String by) throws RecordingException {
    Optional<String> everything = log.custody().heldFor("");
    if (order.dryRun() && everything.isEmpty()) {
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
        everything.isPresent()
            ? everything
            : log.custody()
                .unlessHeld(() -> erased.set(erased(what, () -> vault.erase(order.tokens()))));
    return held.isPresent()
        ? new Answer(false, "held, nothing was erased: " + held.get())
        : scrubbed("erased " + told(erased.get()));
  }

  /**
   * Of tokens that were last given before a day.
   *
   * @param answer what came of erasing everything else, to be told first
   */
  Answer before(LocalDate day, Answer answer, String order, boolean dryRun) {
    try {
      return answer.done() ? alsoBefore(day, answer, order, dryRun) : answer;
    } catch (RecordingException e) {
      return new Answer(false, answer.text() + "; but tokens stay as they are: " + e.getMessage());
    }
  }

  private Answer alsoBefore(LocalDate day, Answer answer, String order, boolean dryRun)
      throws RecordingException {
    long old = vault.countBefore(day);
    if (old == 0) {
      return answer;
    }
    if (dryRun) {
      return new Answer(true, answer.text() + lastGiven(old, day));
    }
    AtomicLong erased = new AtomicLong();
    JsonObjectBuilder what =
        Json.createObjectBuilder().add("order", order).add("before", day.toString());
    Optional<String> held =
        log.custody().unlessHeld(() -> erased.set(erased(what, () -> vault.eraseBefore(day))));
    if (held.isPresent()) {
      return new Answer(false, answer.text() + "; but tokens are held: " + held.get());
    }
    return scrubbed(answer.text() + lastGiven(erased.get(), day));
  }

  private static String lastGiven(long values, LocalDate day) {
    return "; " + told(values) + " last given before " + day;
  }

  /** What was erased is erased and recorded, whatever comes of this. */
  private Answer scrubbed(String text) {
    try {
      vault.scrub();
      return new Answer(true, text);
    } catch (RecordingException e) {
      return new Answer(
          false, text + "; but the vault's files may still hold it encrypted: " + e.getMessage());
    }
  }

  /** What takes values out of the vault, and says how many. */
  private interface Erasing {
    long run() throws RecordingException;
  }

  private long erased(JsonObjectBuilder what, Erasing erasing) throws RecordingException {
    // If we crash between the two entries, nobody was told that it is done; to order it again is
    // right in any case.
    log.append(entry("tokens.erase", what));
    long count = erasing.run();
    JsonObjectBuilder done = Json.createObjectBuilder().add("values", count);
    log.append(entry("tokens.erased", done));
    return count;
  }

  private static Entry entry(String method, JsonObjectBuilder context) {
    return Entry.builder(EntryKind.ADMIN)
        .method(method)
        .part(PartName.CTX, Bytes.utf8(context.build().toString()))
        .build();
  }

  private static String told(long values) {
    return values == 1 ? "the value of 1 token" : "the values of " + values + " tokens";
  }
}
