package dev.gatehouse.adapters.mcp;

import dev.gatehouse.adapters.Conversation;
import dev.gatehouse.adapters.Deadline;
import dev.gatehouse.adapters.Era;
import dev.gatehouse.adapters.InputResponses;
import dev.gatehouse.adapters.UpstreamCall;
import dev.gatehouse.adapters.UpstreamDescription;
import dev.gatehouse.adapters.UpstreamException;
import dev.gatehouse.adapters.UpstreamException.Kind;
import dev.gatehouse.adapters.UpstreamReply;
import dev.gatehouse.adapters.jsonrpc.Message;
import dev.gatehouse.adapters.mcp.LegacyCalls.Step;
import dev.gatehouse.adapters.mcp.LegacySessions.Visit;
import dev.gatehouse.adapters.mcp.ReplyReader.Content;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Talks over HTTP to a legacy server: in a session for each conversation, which is opened again
 * once where the server has forgotten it. What the server asks in the middle of a call ends the
 * call here and not there: it waits until the client has answered and calls again.
 *
 * <p>Source: MCP 2025-11-25 basic/transports, "Streamable HTTP"; MCP 2026-07-28
 * basic/patterns/mrtr.
 */
final class LegacyHttp implements HttpDialect {
  // Callers wait by their own deadlines; this one ends it where none of them is left.
  private static final Duration OPENING_MAX = Duration.ofSeconds(30);
  private static final Set<Integer> REJECTIONS = Set.of(400, 404, 405);

  private final HttpExchange exchange;
  private final LegacyOpening opening;
  private final Failures failures;
  private final LegacySessions sessions;
  private final LegacyCalls calls;
  private final LegacyListening listening;

  LegacyHttp(
      HttpExchange exchange,
      Failures failures,
      Errands errands,
      int sessionsMax,
      Duration answersExpected) {
    this.exchange = exchange;
    this.failures = failures;
    this.opening = new LegacyOpening(exchange, failures, errands);
    this.sessions = new LegacySessions(sessionsMax, failures, LegacyHttp::end);
    this.calls = new LegacyCalls(exchange, failures, errands, answersExpected);
    this.listening = new LegacyListening(this::session, sessions, failures, errands);
  }

  @Override
  public Era era() {
    return Era.LEGACY;
  }

  @Override
  public UpstreamDescription describe(Conversation conversation, Deadline deadline)
      throws UpstreamException, InterruptedException {
    try (Visit visit = sessions.enter(conversation.key())) {
      return session(visit, conversation, deadline).description();
    }
  }

  @Override
  public Outcome call(UpstreamCall call, Deadline deadline)
      throws UpstreamException, InterruptedException {
    if (call.request().method().equals(LegacyListening.METHOD)) {
      return modern(listening.run(call, exchange.nextId(), deadline));
    }
    try (Visit visit = sessions.enter(call.conversation().key())) {
      Optional<InputResponses> answers =
          Outgoing.brought(call).filter(brought -> brought.state().isPresent());
      Optional<Step> step =
          answers.isPresent() ? calls.goOn(call, answers.get(), deadline) : Optional.empty();
      return step.isPresent()
          ? outcome(step.get())
          : begin(visit, Outgoing.withoutAnswers(call), deadline);
    }
  }

  @Override
  public void tell(Message.Notification notification, Conversation conversation, Deadline deadline)
      throws UpstreamException, InterruptedException {
    if (OwnNotifications.areOfASession(notification) && !sessions.isOpen(conversation.key())) {
      return;
    }
    try (Visit visit = sessions.enter(conversation.key())) {
      session(visit, conversation, deadline).link().tell(notification.json().utf8(), deadline);
    }
  }

  @Override
  public void giveUp(String state) {
    calls.giveUp(state);
  }

  @Override
  public void end(String conversationKey) {
    calls.end(conversationKey);
    sessions.end(conversationKey);
  }

  @Override
  public void endAll() {
    calls.endAll();
    sessions.endAll();
  }

  private static void end(LegacySession session) {
    session.desk().end();
    session.link().end();
  }

  private LegacySession session(Visit visit, Conversation conversation, Deadline deadline)
      throws UpstreamException, InterruptedException {
    LegacySession session = open(visit, conversation, deadline);
    if (session.desk().isLost()) {
      forget(visit, session);
      session = open(visit, conversation, deadline);
    }
    session.link().goOn(conversation);
    return session;
  }

  private LegacySession open(Visit visit, Conversation conversation, Deadline deadline)
      throws UpstreamException, InterruptedException {
    return visit.session(() -> opening.open(conversation, Deadline.after(OPENING_MAX)), deadline);
  }

  private void forget(Visit visit, LegacySession session) {
    visit.forget(session);
    session.desk().lost(failures.brokenOff("has forgotten the session"));
    session.link().close();
  }

  private Outcome begin(Visit visit, UpstreamCall call, Deadline deadline)
      throws UpstreamException, InterruptedException {
    LegacySession session;
    try {
      session = session(visit, call.conversation(), deadline);
    } catch (UpstreamException e) {
      if (e.kind() == Kind.UNINTELLIGIBLE) {
        return new Outcome.Doubtful(Optional.empty(), e);
      }
      throw e;
    }
    Step step = calls.begin(session, call, deadline);
    if (session.link().keepsSession() && step instanceof Step.Came(Content c) && c.isForgotten()) {
      forget(visit, session);
      step = calls.begin(session(visit, call.conversation(), deadline), call, deadline);
    }
    return outcome(step);
  }

  private Outcome outcome(Step step) throws UpstreamException {
    return switch (step) {
      case Step.Came(Content content) -> outcome(content);
      case Step.Asks(Message.Response response) -> modern(response);
    };
  }

  private static Outcome modern(Message.Response response) {
    return new Outcome.Done(new UpstreamReply(response, Era.MODERN));
  }

  private Outcome outcome(Content content) throws UpstreamException {
    return switch (content) {
      case Content.Answer answer -> {
        UpstreamReply reply = new UpstreamReply(answer.response(), Era.LEGACY);
        yield answer.status() == 400 && ProbeAnswer.isModernError(answer.response())
            ? new Outcome.Doubtful(Optional.of(reply), exchange.unexpected(answer.status()))
            : new Outcome.Done(reply);
      }
      case Content.Other other when REJECTIONS.contains(other.status()) ->
          new Outcome.Doubtful(Optional.empty(), exchange.unexpected(other.status()));
      case Content.Other other -> throw exchange.unexpected(other.status());
    };
  }
}
