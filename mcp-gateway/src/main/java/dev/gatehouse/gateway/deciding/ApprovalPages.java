package dev.gatehouse.gateway.deciding;

import dev.gatehouse.gateway.approval.Approval;
import dev.gatehouse.gateway.approval.Approvals;
import dev.gatehouse.gateway.approval.Delegations;
import dev.gatehouse.gateway.deciding.PageSessions.Session;
import dev.gatehouse.gateway.signin.Answer;
import dev.gatehouse.gateway.signin.Asked;
import dev.gatehouse.gateway.signin.PeerLimit;
import dev.gatehouse.recordings.EntryLog;
import dev.gatehouse.recordings.RecordingException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * The pages on which people decide, below {@link Paths#PAGES}; they need no scripts.
 *
 * <p>Shape: {@code /approvals} lists; {@code /approvals/01J…} shows one; forms go to {@code
 * /approvals/01J…/approve} and its like, and lead back to what they were about.
 *
 * <p>Guarantee: nothing is decided but by a form of a page that this very browser was shown, by the
 * person who is signed in there, about what was shown. Thread-safe.
 */
public final class ApprovalPages {
  private static final Logger LOG = System.getLogger(ApprovalPages.class.getName());

  /** Arguments, each character as three; the edge takes no more. */
  private static final int FORM_CHARACTERS_MAX = 512 << 10;

  private final ReadEntries reads;
  private final Decisions decisions;
  private final Supplier<Optional<URI>> base;
  private final boolean isLocal;
  private final BiConsumer<String, String> refused;
  private final InstantSource clock;
  private final PageSessions sessions;
  private final SigningIn signingIn;
  private final PeerLimit limit = new PeerLimit(600, Duration.ofMinutes(1));

  /**
   * The pages.
   *
   * @param log where it is recorded who looks at what
   * @param scrub hides what policy hides in what people write
   * @param base the address below which they are; nothing before the gateway listens
   * @param refused is told of what a peer tried, in one word
   */
  public ApprovalPages(
      EntryLog log,
      Approvals approvals,
      Delegations delegations,
      UnaryOperator<String> scrub,
      Entrance entrance,
      Viewers viewers,
      Supplier<Optional<URI>> base,
      BiConsumer<String, String> refused,
      InstantSource clock) {
    this.reads = new ReadEntries(log);
    this.decisions = new Decisions(approvals, delegations, scrub);
    this.base = base;
    this.isLocal = entrance instanceof Entrance.ByKey;
    this.refused = refused;
    this.clock = clock;
    this.sessions = new PageSessions(clock);
    this.signingIn = new SigningIn(entrance, viewers, sessions, refused);
  }

  /** Answers a request. */
  public Answer answer(Asked asked) {
    if (!limit.admits(asked.peer())) {
      refused.accept(asked.peer(), "too-many");
      return Frame.message(429, "Too many requests", "Wait a minute, then try again.");
    }
    try {
      return base.get()
          .map(it -> new Origins(it, isLocal))
          .map(
              origins -> {
                try {
                  return answered(asked, origins);
                } catch (RecordingException | SQLException e) {
                  return unavailable(Faults.told(e));
                }
              })
          .orElseGet(() -> unavailable("starting"));
    } catch (RuntimeException e) {
      // A bug of ours, whose text may hold what came in.
      return unavailable("a bug: " + e.getClass().getName());
    }
  }

  private static Answer unavailable(String why) {
    LOG.log(Level.ERROR, "event=approvals-page-unavailable cause=" + why);
    return Frame.message(503, "This does not work now", "Try again in a moment.");
  }

  static Answer missing() {
    return Frame.message(
        404,
        "There is no such call",
        "It is not there any more, or it is no business of yours. Calls that are over are kept for"
            + " a while only.");
  }

  private static Answer notAllowed(String allowed) {
    return Frame.message(405, "Not like this", "Open the list of approvals.")
        .with("Allow", allowed);
  }

  private Answer answered(Asked asked, Origins origins) throws RecordingException, SQLException {
    List<String> parts = Paths.below(Paths.PAGES, asked.path());
    String first = parts.isEmpty() ? "" : parts.getFirst();
    return switch (asked.method()) {
      case "GET" ->
          parts.equals(List.of(Paths.SIGNED_IN))
              ? signingIn.back(asked, origins, Asked.fields(asked.query()).orElse(Map.of()))
              : opened(asked, origins, parts);
      case "POST" ->
          switch (first) {
            case Paths.KEY -> signingIn.typed(asked, origins, form(asked).orElse(Map.of()));
            case Paths.SIGN_OUT -> signedOut(asked, origins);
            default -> posted(asked, origins, parts);
          };
      default -> notAllowed("GET, POST");
    };
  }

  private Optional<Session> session(Asked asked, Origins origins) {
    return origins.session(asked).flatMap(sessions::find);
  }

  private static Optional<Map<String, String>> form(Asked asked) {
    return asked.isOf("application/x-www-form-urlencoded")
            && asked.body().length() <= FORM_CHARACTERS_MAX
        ? Asked.fields(asked.body())
        : Optional.empty();
  }

  /** Somebody opens an address, which decides nothing. */
  private Answer opened(Asked asked, Origins origins, List<String> parts)
      throws RecordingException, SQLException {
    String id = parts.isEmpty() ? "" : parts.getFirst();
    boolean isArguments = parts.size() == 2 && parts.get(1).equals(Paths.ARGUMENTS);
    if ((!id.isEmpty() && !Decisions.isId(id)) || (parts.size() > 1 && !isArguments)) {
      return missing();
    }
    Optional<Session> session = session(asked, origins);
    if (session.isEmpty()) {
      return signingIn.welcome(asked, origins, id);
    }
    if (id.isEmpty()) {
      return list(session.get(), Asked.fields(asked.query()).orElse(Map.of()));
    }
    Optional<Approval> found = decisions.find(session.get().viewer(), id);
    if (found.isEmpty()) {
      return missing();
    }
    reads.read(session.get().viewer(), isArguments ? Paths.ARGUMENTS : "show", id);
    if (isArguments) {
      return arguments(found.get());
    }
    CallPage page = page(session.get(), found.get());
    return framed(200, page, session.get(), page.body(clock.instant()));
  }

  private Answer list(Session session, Map<String, String> query)
      throws RecordingException, SQLException {
    String before = query.getOrDefault("before", "");
    reads.read(session.viewer(), "list", "all");
    Inbox inbox = Inbox.of(decisions, session.viewer(), Decisions.isId(before) ? before : "");
    return Frame.page(200, inbox.title(), top(session), inbox.body(clock.instant()));
  }

  private CallPage page(Session session, Approval approval)
      throws RecordingException, SQLException {
    Viewer viewer = session.viewer();
    return new CallPage(
        approval, decisions.earlier(viewer, approval), decisions.acts(viewer, approval), session);
  }

  private static Answer framed(int status, CallPage page, Session session, Markup body) {
    return Frame.page(status, page.title(), top(session), body);
  }

  /** Who is signed in, and the way out. */
  private static Markup top(Session session) {
    return new Markup()
        .raw("<span class=\"dim\">You are <bdi>")
        .text(session.viewer().person().name())
        .raw("</bdi></span><form method=\"post\" action=\"")
        .text(Paths.PAGES + "/" + Paths.SIGN_OUT)
        .raw("\">")
        .hidden(Forms.TOKEN, session.token(Paths.SIGN_OUT))
        .raw("<button>Sign out</button></form>");
  }

  /** Exactly what would run, for who wants more than a page has room for. */
  private static Answer arguments(Approval approval) {
    return new Answer(
        200,
        Map.of(
            "Content-Type", "text/plain; charset=utf-8",
            "Content-Security-Policy", "default-src 'none'; sandbox; frame-ancestors 'none'",
            "X-Content-Type-Options", "nosniff",
            "Referrer-Policy", "same-origin",
            "Cross-Origin-Resource-Policy", "same-origin",
            "Cache-Control", "no-store"),
        List.of(),
        PlainJson.ascii(approval.argumentsJson()) + "\n");
  }

  private Answer signedOut(Asked asked, Origins origins) {
    Optional<Session> session = session(asked, origins);
    String token = form(asked).orElse(Map.of()).getOrDefault(Forms.TOKEN, "");
    if (session.isPresent()
        && !(origins.admits(asked) && session.get().isToken(Paths.SIGN_OUT, token))) {
      return forged(asked);
    }
    origins.session(asked).ifPresent(sessions::end);
    return Frame.message(200, "You are signed out", "You can close this page.")
        .withCookie(origins.sessionCookie("", 0));
  }

  private Answer forged(Asked asked) {
    refused.accept(asked.peer(), "forged-form");
    return Frame.message(
        403,
        "Nothing was done",
        "This did not come from a page that you were shown here. Open the list of approvals and"
            + " decide there.");
  }

  /** Somebody sends a form. */
  private Answer posted(Asked asked, Origins origins, List<String> parts)
      throws RecordingException, SQLException {
    Optional<Act> act = parts.size() == 2 ? Act.of(parts.get(1)) : Optional.empty();
    String id = parts.isEmpty() ? "" : parts.getFirst();
    if (act.isEmpty() || !Decisions.isId(id)) {
      return missing();
    }
    Optional<Session> session = session(asked, origins);
    if (session.isEmpty()) {
      return Frame.message(
          401,
          "You are not signed in any more",
          "Nothing was done. Go back, copy what you typed, and open the call again.");
    }
    Optional<Map<String, String>> form = form(asked);
    if (form.isEmpty()) {
      return Frame.message(400, "Nothing was done", "It was no form of ours, or far too long.");
    }
    String seen = form.get().getOrDefault(Forms.SEEN, "");
    String steps = form.get().getOrDefault(Forms.STEPS, "");
    String token = form.get().getOrDefault(Forms.TOKEN, "");
    if (!origins.admits(asked)
        || !session.get().isToken(Forms.bound(act.get(), id, seen, steps), token)) {
      return forged(asked);
    }
    // Browsers end lines as mail does.
    Wish wish =
        new Wish(
            act.get(),
            id,
            seen,
            form.get().getOrDefault(Forms.WORDS, "").replace("\r\n", "\n").strip(),
            form.get().getOrDefault(Forms.ARGUMENTS, "").replace("\r\n", "\n"));
    return answered(session.get(), wish, Integer.parseInt(steps));
  }

  private Answer answered(Session session, Wish wish, int steps)
      throws RecordingException, SQLException {
    return switch (decisions.carryOut(session.viewer(), wish)) {
      case Result.Done(Approval approval) -> {
        session.tell(approval.id(), Done.words(wish.act(), approval));
        yield Answer.redirect(Paths.page(approval.id()));
      }
      case Result.Stale(Approval approval) -> {
        CallPage page = page(session, approval);
        yield framed(409, page, session, page.stale(wish, steps, clock.instant()));
      }
      case Result.Refused(String why, Approval approval) ->
          failed(409, why, approval, session, wish);
      case Result.Forbidden(String why, Approval approval) ->
          failed(403, why, approval, session, wish);
      case Result.Missing() -> missing();
    };
  }

  private Answer failed(int status, String why, Approval approval, Session session, Wish wish)
      throws RecordingException, SQLException {
    CallPage page = page(session, approval);
    return framed(
        status, page, session, page.failed(new CallPage.Failed(why, wish), clock.instant()));
  }
}
