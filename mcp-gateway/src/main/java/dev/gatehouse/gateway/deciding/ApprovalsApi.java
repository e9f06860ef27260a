package dev.gatehouse.gateway.deciding;

import dev.gatehouse.gateway.approval.Approval;
import dev.gatehouse.gateway.approval.Approvals;
import dev.gatehouse.gateway.approval.Delegations;
import dev.gatehouse.gateway.approval.State;
import dev.gatehouse.gateway.approval.shown.ApprovalText;
import dev.gatehouse.gateway.approval.shown.TerminalText;
import dev.gatehouse.gateway.deciding.Decisions.Listed;
import dev.gatehouse.gateway.deciding.Problem.Kind;
import dev.gatehouse.gateway.identity.Identifier;
import dev.gatehouse.gateway.signin.Answer;
import dev.gatehouse.gateway.signin.Asked;
import dev.gatehouse.gateway.signin.PeerLimit;
import dev.gatehouse.recordings.EntryLog;
import dev.gatehouse.recordings.RecordingException;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * The same as the pages, for programs by which people decide, below {@link Paths#API}.
 *
 * <p>Shape: {@code docs/api/approvals.yaml}. Errors: {@link Problem}. No cookie counts here, so
 * nothing that a browser sends by itself does anything. Thread-safe.
 */
public final class ApprovalsApi {
  private static final Logger LOG = System.getLogger(ApprovalsApi.class.getName());

  /** Of the text for people: that of a usual terminal. */
  private static final int COLUMNS = 100;

  private final ReadEntries reads;
  private final Decisions decisions;
  private final ApiCallers callers;
  private final Supplier<Optional<URI>> base;
  private final BiConsumer<String, String> refused;
  private final InstantSource clock;

  /** By address, before anybody is known. */
  private final PeerLimit peers = new PeerLimit(600, Duration.ofMinutes(1));

  /** By person, where something is to be done: nobody reads as fast as that. */
  private final PeerLimit people = new PeerLimit(60, Duration.ofMinutes(1));

  /**
   * The programs' side.
   *
   * @param log where it is recorded who looks at what
   * @param scrub hides what policy hides in what people write
   * @param base the address below which it is; nothing before the gateway listens
   * @param refused is told of what a peer tried, in one word
   */
  public ApprovalsApi(
      EntryLog log,
      Approvals approvals,
      Delegations delegations,
      UnaryOperator<String> scrub,
      Entrance entrance,
      Identifier identifier,
      Viewers viewers,
      Supplier<Optional<URI>> base,
      BiConsumer<String, String> refused,
      InstantSource clock) {
    this.reads = new ReadEntries(log);
    this.decisions = new Decisions(approvals, delegations, scrub);
    this.callers = new ApiCallers(entrance, identifier, viewers);
    this.base = base;
    this.refused = refused;
    this.clock = clock;
  }

  /** Answers a request. */
  public Answer answer(Asked asked) {
    if (!peers.admits(asked.peer())) {
      refused.accept(asked.peer(), "too-many");
      return tooMany();
    }
    Optional<URI> address = base.get();
    if (address.isEmpty()) {
      return unavailable("starting");
    }
    try {
      return switch (callers.find(asked, address.get())) {
        case ApiCallers.Found.Unknown(String challenge, String reason) -> {
          refused.accept(asked.peer(), reason);
          yield Problem.answer(
                  Kind.UNAUTHENTICATED,
                  reason.endsWith("key")
                      ? "bring the key of the pages, which lies beside the log, as a bearer token"
                      : "bring a token as for calls, such as that of `gatehouse login`")
              .with("WWW-Authenticate", challenge);
        }
        case ApiCallers.Found.Known(Viewer viewer) -> answered(asked, viewer);
      };
    } catch (RecordingException | SQLException e) {
      return unavailable(Faults.told(e));
    } catch (RuntimeException e) {
      // A bug of ours, whose text may hold what came in.
      return unavailable("a bug: " + e.getClass().getName());
    }
  }

  private static Answer tooMany() {
    return Problem.answer(Kind.TOO_MANY, "wait a minute").with("Retry-After", "60");
  }

  private static Answer unavailable(String why) {
    LOG.log(Level.ERROR, "event=approvals-api-unavailable cause=" + why);
    return Problem.answer(Kind.UNAVAILABLE, "try again in a moment").with("Retry-After", "1");
  }

  private static Answer missing() {
    return Problem.answer(Kind.MISSING, "there is none of this id, or it is no business of yours");
  }

  private static Answer notAllowed(String allowed) {
    return Problem.answer(Kind.NOT_ALLOWED, "expected " + allowed).with("Allow", allowed);
  }

  private Answer answered(Asked asked, Viewer viewer) throws RecordingException, SQLException {
    List<String> parts = Paths.below(Paths.API, asked.path());
    boolean isGet = asked.method().equals("GET");
    return switch (parts.size()) {
      case 0 -> isGet ? list(asked, viewer) : notAllowed("GET");
      case 1 -> isGet ? one(parts.getFirst(), viewer) : notAllowed("GET");
      case 2 -> {
        Optional<Act> act = Act.of(parts.get(1));
        if (act.isEmpty()) {
          yield missing();
        }
        yield asked.method().equals("POST")
            ? done(asked, viewer, act.get(), parts.getFirst())
            : notAllowed("POST");
      }
      default -> missing();
    };
  }

  private Answer list(Asked asked, Viewer viewer) throws RecordingException, SQLException {
    Optional<Map<String, String>> query = Asked.fields(asked.query());
    if (query.isEmpty() || !Set.of("state", "mine", "before").containsAll(query.get().keySet())) {
      return Problem.answer(Kind.BAD_REQUEST, "expected `state`, `mine` and `before`, once each");
    }
    Set<State> states = EnumSet.noneOf(State.class);
    for (String word : query.get().getOrDefault("state", "").split(",", -1)) {
      Optional<State> state = state(word);
      if (state.isEmpty() && !word.isEmpty()) {
        return Problem.answer(
            Kind.BAD_REQUEST, "`state` expected to be states with commas between");
      }
      state.ifPresent(states::add);
    }
    String before = query.get().getOrDefault("before", "");
    if (!before.isEmpty() && !Decisions.isId(before)) {
      return Problem.answer(Kind.BAD_REQUEST, "`before` expected to be the id of a call");
    }
    String mine = query.get().getOrDefault("mine", "false");
    if (!Set.of("true", "false").contains(mine)) {
      return Problem.answer(Kind.BAD_REQUEST, "`mine` expected to be `true` or `false`");
    }
    reads.read(viewer, "list", mine.equals("true") ? "mine" : "all");
    Listed listed = decisions.list(viewer, states, mine.equals("true"), before);
    JsonArrayBuilder array = Provider.JSON.createArrayBuilder();
    listed.rows().forEach(each -> array.add(ApprovalJson.summary(each)));
    JsonObjectBuilder json = Provider.JSON.createObjectBuilder().add("approvals", array);
    listed.next().ifPresent(id -> json.add("before", id));
    return json(json.build());
  }

  private static Optional<State> state(String word) {
    return EnumSet.allOf(State.class).stream().filter(each -> each.word().equals(word)).findFirst();
  }

  private Answer one(String id, Viewer viewer) throws RecordingException, SQLException {
    Optional<Approval> found = decisions.find(viewer, id);
    if (found.isEmpty()) {
      return missing();
    }
    reads.read(viewer, "show", id);
    return json(whole(found.get(), viewer));
  }

  private JsonObject whole(Approval approval, Viewer viewer)
      throws RecordingException, SQLException {
    ApprovalText text =
        ApprovalText.of(approval, decisions.earlier(viewer, approval), clock.instant());
    return ApprovalJson.whole(
        approval, decisions.acts(viewer, approval), TerminalText.of(text, COLUMNS));
  }

  private static Answer json(JsonObject json) {
    return Problem.json(200, "application/json", json);
  }

  private Answer done(Asked asked, Viewer viewer, Act act, String id)
      throws RecordingException, SQLException {
    if (!asked.isOf("application/json")) {
      return Problem.answer(Kind.NO_JSON, "the body expected to be application/json");
    }
    if (asked.body().getBytes(StandardCharsets.UTF_8).length > WishBody.BYTES_MAX) {
      return Problem.answer(
          Kind.TOO_LARGE, "a body of at most %d bytes expected".formatted(WishBody.BYTES_MAX));
    }
    if (!people.admits(viewer.owner())) {
      refused.accept(asked.peer(), "too-many");
      return tooMany();
    }
    return switch (WishBody.read(act, id, asked.body())) {
      case WishBody.Reading.Rejected(String why) -> Problem.answer(Kind.BAD_REQUEST, why);
      case WishBody.Reading.Accepted(Wish wish) -> carriedOut(asked, viewer, wish);
    };
  }

  private Answer carriedOut(Asked asked, Viewer viewer, Wish wish)
      throws RecordingException, SQLException {
    return switch (decisions.carryOut(viewer, wish)) {
      case Result.Done(Approval approval) -> json(whole(approval, viewer));
      case Result.Stale(Approval approval) ->
          Problem.answer(
              Kind.STALE,
              "it has changed since you saw it; look at it again",
              whole(approval, viewer));
      case Result.Refused(String why, Approval approval) ->
          Problem.answer(Kind.CONFLICT, why, whole(approval, viewer));
      case Result.Forbidden(String why, Approval _) -> {
        refused.accept(asked.peer(), "not-theirs");
        yield Problem.answer(Kind.FORBIDDEN, why);
      }
      case Result.Missing() -> missing();
    };
  }
}
