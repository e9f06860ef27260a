package dev.gatehouse.gateway.audit;

import dev.gatehouse.adapters.jsonrpc.JsonStrings;
import dev.gatehouse.gateway.seal.Seal;
import dev.gatehouse.gateway.seal.SealedPlace;
import dev.gatehouse.recordings.Appended;
import dev.gatehouse.recordings.Bytes;
import dev.gatehouse.recordings.Direction;
import dev.gatehouse.recordings.Entry;
import dev.gatehouse.recordings.EntryKind;
import dev.gatehouse.recordings.EntryLog;
import dev.gatehouse.recordings.PartName;
import dev.gatehouse.recordings.RecordingException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/**
 * Writes what happens into the log, and gives out the {@link Recorded} tokens without which nothing
 * happens.
 *
 * <p>Errors: {@link RecordingException} from each method where the entry may not be durable; the
 * caller must then do nothing more for this exchange but say that it cannot.
 *
 * <p>Guarantee: on return the entry is durable. What is given as a message must be masked already;
 * of an original only ciphertext leaves this class. An original that cannot be sealed is an {@code
 * IllegalStateException}, and nothing is recorded then. Thread-safe.
 */
public final class Recorder {
  private final EntryLog log;
  private final UnaryOperator<String> scrub;
  private final Seal seal;
  private final Set<String> open;

  /**
   * Writing into this log.
   *
   * @param scrub hides what policy would hide, in what is recorded beside messages: names, ids, and
   *     what a client says of itself
   * @param seal encrypts the originals that policy wants kept
   */
  public Recorder(EntryLog log, UnaryOperator<String> scrub, Seal seal) {
    this(log, scrub, seal, ConcurrentHashMap.newKeySet());
  }

  private Recorder(EntryLog log, UnaryOperator<String> scrub, Seal seal, Set<String> open) {
    this.log = log;
    this.scrub = scrub;
    this.seal = seal;
    this.open = open;
  }

  /** The same, hiding what other policies hide. */
  public Recorder hiding(UnaryOperator<String> other) {
    return new Recorder(log, other, seal, open);
  }

  /**
   * Records a request and its decision.
   *
   * @param message as the client sent it, masked
   * @param outbound what it leads to: nothing where it is answered here
   * @return one token for each of {@code outbound}, in order
   */
  public List<Recorded.Call> calls(
      Exchange exchange,
      CallSubject subject,
      Verdict verdict,
      Stored message,
      List<Outbound> outbound)
      throws RecordingException {
    begin(exchange, subject, verdict, message);
    return outbound.stream().map(Recorded.Call::new).toList();
  }

  /**
   * Records a request that is answered here.
   *
   * @param message as the client sent it, masked
   * @return where in the log it stands
   */
  public long begin(Exchange exchange, CallSubject subject, Verdict verdict, Stored message)
      throws RecordingException {
    Appended appended =
        log.append(
            entry(EntryKind.REQUEST, exchange, subject, Direction.CLIENT_TO_SERVER, message)
                .decision(verdict.decision())
                .policyDigest(verdict.policyDigest())
                .part(PartName.CTX, Statements.context(exchange, scrub))
                .part(PartName.POL, Statements.verdict(verdict))
                .build());
    open.add(exchange.id());
    return appended.index();
  }

  /**
   * Records that a held call was approved and goes upstream now.
   *
   * @param verdict by which it is permitted, with the approval's id
   * @param sent the request as it goes, as it is stored: an approver may have changed it
   */
  public Recorded.Call approved(
      Exchange exchange, CallSubject subject, Verdict verdict, Stored sent, Outbound outbound)
      throws RecordingException {
    log.append(
        entry(EntryKind.DECISION, exchange, subject, Direction.CLIENT_TO_SERVER, sent)
            .decision(verdict.decision())
            .policyDigest(verdict.policyDigest())
            .part(PartName.POL, Statements.verdict(verdict))
            .build());
    return new Recorded.Call(outbound);
  }

  /** Whether a request of this exchange is recorded and not closed yet. */
  public boolean isOpen(Exchange exchange) {
    return open.contains(exchange.id());
  }

  /**
   * Records one more request of ours in the course of an exchange, such as for a list's next page.
   */
  public Recorded.Call further(
      Exchange exchange, CallSubject subject, Stored stored, Outbound outbound)
      throws RecordingException {
    event(exchange, subject, Direction.CLIENT_TO_SERVER, stored);
    return new Recorded.Call(outbound);
  }

  /**
   * Records a notification on its way to the client, in the course of an exchange.
   *
   * @param stored the message as it is stored
   * @param sent the message as it will be sent
   */
  public Recorded.Notification toClient(
      Exchange exchange, CallSubject subject, Stored stored, String sent)
      throws RecordingException {
    event(exchange, subject, Direction.SERVER_TO_CLIENT, stored);
    return new Recorded.Notification(sent);
  }

  /**
   * Records what an upstream asks the client, in the course of an exchange.
   *
   * @param stored the request as it is stored
   * @param sent the request as it will be sent
   */
  public Recorded.Question question(
      Exchange exchange, CallSubject subject, Stored stored, String sent)
      throws RecordingException {
    event(exchange, subject, Direction.SERVER_TO_CLIENT, stored);
    return new Recorded.Question(sent);
  }

  /**
   * Records a notification that the client sent.
   *
   * @param stored the message as it is stored
   * @param sent the message as it may be passed on
   */
  public Recorded.Notification fromClient(
      Exchange exchange, CallSubject subject, Stored stored, String sent)
      throws RecordingException {
    event(exchange, subject, Direction.CLIENT_TO_SERVER, stored);
    return new Recorded.Notification(sent);
  }

  /** Records that a session ends at its client's wish. */
  public Recorded.Notification sessionEnds(Exchange exchange) throws RecordingException {
    log.append(
        entry(
                EntryKind.EVENT,
                exchange,
                CallSubject.of(RecordedSessions.END),
                Direction.CLIENT_TO_SERVER,
                Stored.of(""))
            .part(PartName.CTX, Statements.context(exchange, scrub))
            .build());
    return new Recorded.Notification("");
  }

  /** Records what an upstream said in the course of an exchange and no client is shown as it is. */
  public void heard(Exchange exchange, CallSubject subject, Stored stored)
      throws RecordingException {
    event(exchange, subject, Direction.SERVER_TO_CLIENT, stored);
  }

  /** Records the reply to a recorded request, and adds its receipt. */
  public Recorded.Reply reply(
      Exchange exchange, CallSubject subject, Verdict verdict, ReplyDraft draft)
      throws RecordingException {
    Map<String, String> meta = new LinkedHashMap<>();
    meta.put("dev.gatehouse/decision", Statements.decision(exchange, verdict));
    Appended appended =
        log.append(
            closing(
                exchange,
                subject,
                verdict,
                draft.outcome(),
                new Stored(draft.stored(scrubbedId(draft), meta), draft.original()),
                draft.openedSession()));
    open.remove(exchange.id());
    meta.put("dev.gatehouse/receipt", receipt(appended));
    return new Recorded.Reply(draft.sent(meta), draft);
  }

  /** Records that a recorded request ends without a reply, because its client withdrew it. */
  public Recorded.Ending withdrawn(Exchange exchange, CallSubject subject, Verdict verdict)
      throws RecordingException {
    log.append(closing(exchange, subject, verdict, "cancelled", Stored.of(""), ""));
    open.remove(exchange.id());
    return new Recorded.Ending();
  }

  /** Records whose keys will open what is sealed from now on; nothing where nobody's will. */
  public void sealKeysLoaded() throws RecordingException {
    if (!seal.keyIds().isEmpty()) {
      log.append(
          Entry.builder(EntryKind.ADMIN)
              .method("seal-keys.loaded")
              .part(PartName.CTX, Statements.sealKeys(seal.keyIds()))
              .build());
    }
  }

  /** Records a summary of attempts by callers who did not say who they are. */
  public void access(String summary) throws RecordingException {
    log.append(Entry.builder(EntryKind.ACCESS).part(PartName.CTX, Bytes.utf8(summary)).build());
  }

  private void event(Exchange exchange, CallSubject subject, Direction direction, Stored message)
      throws RecordingException {
    log.append(entry(EntryKind.EVENT, exchange, subject, direction, message).build());
  }

  private Entry closing(
      Exchange exchange,
      CallSubject subject,
      Verdict verdict,
      String outcome,
      Stored message,
      String openedSession) {
    long micros = (System.nanoTime() - exchange.startedNanos()) / 1000;
    Entry.Builder entry =
        entry(EntryKind.RESPONSE, exchange, subject, Direction.SERVER_TO_CLIENT, message)
            .decision(outcome)
            .policyDigest(verdict.policyDigest())
            .part(PartName.POL, Statements.outcome(verdict, outcome, micros));
    return openedSession.isEmpty()
        ? entry.build()
        : entry.part(PartName.CTX, Statements.opening(exchange, openedSession)).build();
  }

  private Entry.Builder entry(
      EntryKind kind, Exchange exchange, CallSubject subject, Direction direction, Stored message) {
    Entry.Builder entry =
        Entry.builder(kind)
            .subject(exchange.principal().name())
            .exchange(exchange.id())
            .direction(direction)
            .part(PartName.ACTOR, Statements.actor(exchange))
            .part(PartName.MSG, Bytes.utf8(message.text()));
    // Encrypted here, on the exchange's own thread: what the log gets is sealed already.
    SealedPlace place = new SealedPlace(kind, exchange.id(), direction);
    message.original().ifPresent(original -> entry.part(PartName.SEAL, seal.seal(place, original)));
    Optional.of(subject.method()).filter(this::mayStandInClear).ifPresent(entry::method);
    subject.upstream().filter(this::mayStandInClear).ifPresent(entry::upstream);
    subject.tool().filter(this::mayStandInClear).ifPresent(entry::tool);
    return entry;
  }

  /** What a client may have made up stands in a leaf, for ever, only where it looks like a name. */
  private boolean mayStandInClear(String name) {
    return Entry.isToken(name) && scrub.apply(name).equals(name);
  }

  /** Clients number their requests as they like: a card's number would do. */
  private String scrubbedId(ReplyDraft draft) {
    String scrubbed = scrub.apply(draft.id());
    return scrubbed.equals(draft.id()) || scrubbed.startsWith("\"")
        ? scrubbed
        : JsonStrings.quote(scrubbed);
  }

  private String receipt(Appended appended) {
    return "{\"origin\":\"%s\",\"index\":%d,\"leaf\":\"%s\"}"
        .formatted(log.origin(), appended.index(), appended.leafHash());
  }
}
