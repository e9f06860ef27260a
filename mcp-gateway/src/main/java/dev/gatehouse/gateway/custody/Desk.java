package dev.gatehouse.gateway.custody;

import dev.gatehouse.gateway.vault.EncryptedVault;
import dev.gatehouse.recordings.Bytes;
import dev.gatehouse.recordings.Custody;
import dev.gatehouse.recordings.Entry;
import dev.gatehouse.recordings.EntryKind;
import dev.gatehouse.recordings.EntryLog;
import dev.gatehouse.recordings.Erased;
import dev.gatehouse.recordings.ErasureScope;
import dev.gatehouse.recordings.PartName;
import dev.gatehouse.recordings.RecordingException;
import dev.gatehouse.recordings.Rotated;
import jakarta.json.Json;
import java.time.InstantSource;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Carries out orders on a log that is open in this process. Thread-safe. */
public final class Desk {
  private static final Set<String> READINGS = Set.of("view", "search", "export", "verify");

  /** What only a running gateway does. */
  public static final Answer NO_GATEWAY =
      new Answer(false, "no gateway is running here; policies are read when one starts");

  private final EntryLog log;
  private final Custody custody;
  private final EncryptedVault vault;
  private final PinOrders pins;
  private final GrantOrders grants;
  private final ApprovalOrders approvals;
  private final TokenErasure tokens;
  private final InstantSource clock;
  private final Function<String, Answer> reload;

  /** The desk of {@code log} and what lies beside it, which no gateway has open. */
  public Desk(
      EntryLog log,
      EncryptedVault vault,
      PinOrders pins,
      GrantOrders grants,
      ApprovalOrders approvals,
      InstantSource clock) {
    this(log, vault, pins, grants, approvals, clock, _ -> NO_GATEWAY);
  }

  /**
   * The desk of a gateway that has {@code log} and what lies beside it open.
   *
   * @param reload has the policy files read again for whom it is told, and says what came of it
   */
  public Desk(
      EntryLog log,
      EncryptedVault vault,
      PinOrders pins,
      GrantOrders grants,
      ApprovalOrders approvals,
      InstantSource clock,
      Function<String, Answer> reload) {
    this.log = log;
    this.pins = pins;
    this.grants = grants;
    this.approvals = approvals;
    this.vault = vault;
    this.tokens = new TokenErasure(log, vault);
    this.custody = log.custody();
    this.clock = clock;
    this.reload = reload;
  }

  /**
   * Carries out {@code order}.
   *
   * @param cleared who gave it, and may
   */
  public Answer perform(Order order, Cleared cleared) {
    String by = cleared.name();
    try {
      return switch (order) {
        case Order.Read read -> read(read, by);
        case Order.Erase erase -> erase(erase, by);
        case Order.Retain retain -> retain(retain, signed(retain.reason(), by));
        case Order.Hold hold -> {
          custody.hold(hold.subject(), signed(hold.reason(), by));
          yield new Answer(true, "held: nothing of it can be erased until the hold is lifted");
        }
        case Order.Release release ->
            custody.release(release.subject(), signed(release.reason(), by))
                ? new Answer(true, "the hold is lifted")
                : new Answer(false, "there was no such hold");
        case Order.Reload() -> reload.apply(by);
        case Order.Unmask unmask -> Unmasking.of(unmask, by, log, vault);
        case Order.EraseTokens erase -> tokens.ordered(erase, by);
        case Order.ListPins() -> pins.list(by);
        case Order.CheckPins() -> pins.check(by);
        case Order.DiffPin diff -> pins.diff(diff, by);
        case Order.AcceptPins accept -> pins.accept(accept, by);
        case Order.ListGrants() -> grants.list(by);
        case Order.RevokeGrants revoke -> grants.revoke(revoke, by);
        case Order.Approvals(ApprovalOrder what) -> approvals.perform(what, cleared);
        case Order.Rotate rotate -> rotated(log.rotateKeys(signed(rotate.reason(), by)));
      };
    } catch (RecordingException | IllegalArgumentException e) {
      return new Answer(false, String.valueOf(e.getMessage()));
    }
  }

  /** Whoever is erased lets us do nothing any more either. */
  private Answer erase(Order.Erase order, String by) throws RecordingException {
    ErasureScope scope = new ErasureScope.Subject(order.subject());
    if (!order.dryRun() && !(custody.erasable(scope) instanceof Erased.Held)) {
      // Before it, because it is recorded under the person's name.
      Answer ended = grants.erased(order.subject(), by);
      if (!ended.done()) {
        return ended;
      }
      Answer forgotten = approvals.erased(order.subject());
      if (!forgotten.done()) {
        return forgotten;
      }
      Answer erased = erase(scope, signed(order.reason(), by), false);
      return new Answer(erased.done(), erased.text() + ended.text() + forgotten.text());
    }
    return erase(scope, signed(order.reason(), by), order.dryRun());
  }

  private Answer rotated(Rotated rotated) {
    return new Answer(
        true,
        ("rotated: from entry %d on the log is signed by %s (and what else log.vkey has), which"
                + " lies in %s; give log.vkey to its witnesses, and to whoever verifies it")
            .formatted(rotated.entry(), rotated.now().getFirst(), log.keyPlace()));
  }

  private static String signed(String reason, String by) {
    return reason + " (ordered by " + by + ")";
  }

  private Answer read(Order.Read read, String by) throws RecordingException {
    if (!READINGS.contains(read.method())) {
      throw new IllegalArgumentException("`" + read.method() + "` is no way to read a log");
    }
    String json =
        Json.createObjectBuilder().add("by", by).add("what", read.what()).build().toString();
    Entry.Builder entry =
        Entry.builder(EntryKind.READ).method(read.method()).part(PartName.CTX, Bytes.utf8(json));
    // Whoever is asked about is erased together with the question.
    Optional.of(read.what().getString("principal", ""))
        .filter(name -> !name.isEmpty())
        .ifPresent(entry::subject);
    log.append(entry.build());
    // Who exports a moment after a call expects the call, and this, in what is signed.
    log.sign();
    return new Answer(true, "recorded");
  }

  private Answer retain(Order.Retain retain, String order) throws RecordingException {
    YearMonth oldest = oldestKept(retain.months());
    Answer answer = erase(new ErasureScope.Before(oldest), order, retain.dryRun());
    return tokens.before(oldest.atDay(1), answer, order, retain.dryRun());
  }

  private YearMonth oldestKept(int months) {
    if (months < 1) {
      throw new IllegalArgumentException("at least one month expected to be kept");
    }
    return YearMonth.from(clock.instant().atOffset(ZoneOffset.UTC)).minusMonths(months);
  }

  private Answer erase(ErasureScope scope, String reason, boolean dryRun)
      throws RecordingException {
    return switch (dryRun ? custody.erasable(scope) : custody.erase(scope, reason)) {
      case Erased.Held(String why) -> new Answer(false, "held, nothing was erased: " + why);
      case Erased.Done done -> new Answer(true, (dryRun ? "would erase " : "erased ") + told(done));
    };
  }

  private static String told(Erased.Done done) {
    if (done.keys() == 0) {
      return "nothing: there is nothing of it";
    }
    String months =
        done.months().stream().map(YearMonth::toString).collect(Collectors.joining(", "));
    return "the parts of %d entries, with %d keys, of %s"
        .formatted(done.entries(), done.keys(), months);
  }
}
