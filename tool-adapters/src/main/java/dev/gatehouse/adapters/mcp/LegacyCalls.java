package dev.gatehouse.adapters.mcp;

import dev.gatehouse.adapters.Deadline;
import dev.gatehouse.adapters.Era;
import dev.gatehouse.adapters.InputRequired;
import dev.gatehouse.adapters.InputResponses;
import dev.gatehouse.adapters.UpstreamCall;
import dev.gatehouse.adapters.UpstreamException;
import dev.gatehouse.adapters.UpstreamException.Kind;
import dev.gatehouse.adapters.jsonrpc.JsonNode;
import dev.gatehouse.adapters.jsonrpc.Message;
import dev.gatehouse.adapters.jsonrpc.RequestId;
import dev.gatehouse.adapters.jsonrpc.Rewrite;
import dev.gatehouse.adapters.mcp.LegacyLink.Sent;
import dev.gatehouse.adapters.mcp.ReplyReader.Content;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The calls that legacy servers carry out over HTTP: under way, or parked until a client has
 * answered. A request is cancelled by a message of its own, because leaving its reply unread is not
 * enough. Thread-safe.
 *
 * <p>Source: MCP 2025-11-25 basic/utilities/cancellation; MCP 2026-07-28 basic/patterns/mrtr.
 */
final class LegacyCalls {
  // Nobody waits for these, but a socket is held.
  private static final Duration ERRAND_TIME = Duration.ofSeconds(5);

  /** How far a call has come. */
  sealed interface Step {
    /** It was not sent: now is the time. */
    record Unsent() implements Step {}

    /** The server answered it, or rejected it. */
    record Came(Content content) implements Step {}

    /** It waits for what this reply asks for. */
    record Asks(Message.Response response) implements Step {}
  }

  private final HttpExchange exchange;
  private final Failures failures;
  private final Errands errands;
  private final ParkedCalls<ParkedCall> parked;

  LegacyCalls(HttpExchange exchange, Failures failures, Errands errands, Duration answersExpected) {
    this.exchange = exchange;
    this.failures = failures;
    this.errands = errands;
    this.parked = new ParkedCalls<>(answersExpected, this::giveUp);
  }

  /** Sends a call, unless the server wants to know something first. */
  Step begin(LegacySession session, UpstreamCall call, Deadline deadline)
      throws UpstreamException, InterruptedException {
    RunningCall running =
        new RunningCall(
            exchange.nextId(), call.request(), call.name(), session.link().sharesOneStream());
    if (running.mayAsk() && session.desk().promises().allowQuestions()) {
      session.link().listen();
      Questions loose = session.desk().takeLoose();
      if (!loose.isEmpty()) {
        return park(call, running.own(), new ParkedCall.Unsent(session, loose), loose);
      }
    }
    LegacyListening.setLevel(session, call.conversation().metadata(), deadline);
    byte[] body = text(call, running).utf8();
    session.desk().expect(running);
    try {
      return switch (session.link().send(running, body, deadline)) {
        case Sent.Over(Content content) -> {
          session.desk().forget(running);
          yield came(content, session, running, call);
        }
        case Sent.Underway _ -> await(session, running, call, deadline);
      };
    } catch (InterruptedException | UpstreamException | RuntimeException e) {
      letGo(session, running, e);
      throw e;
    }
  }

  /**
   * Goes on with the call that waits for these answers.
   *
   * @throws UpstreamException as not waiting where none does
   */
  Step goOn(UpstreamCall call, InputResponses answers, Deadline deadline)
      throws UpstreamException, InterruptedException {
    String state = answers.state().orElse("");
    ParkedCall waiting =
        parked
            .take(call.conversation().key(), state)
            .orElseThrow(() -> failures.notWaiting("does not wait for these answers"));
    return switch (waiting) {
      case ParkedCall.Unsent(LegacySession session, Questions questions) -> {
        give(session, questions, answers, deadline);
        Questions left = questions.leftBy(answers);
        yield left.isEmpty()
            ? new Step.Unsent()
            : park(call, exchange.nextId(), new ParkedCall.Unsent(session, left), left);
      }
      case ParkedCall.Refused _ -> new Step.Unsent();
      case ParkedCall.Asking(LegacySession session, RunningCall running) -> {
        if (!running.isContinuedBy(call)) {
          giveUp(waiting);
          throw failures.notWaiting("waits for the answers to another request");
        }
        yield goOn(session, running, call, answers, deadline);
      }
    };
  }

  /** Gives up the call of this state. */
  void giveUp(String state) {
    parked.giveUp(state);
  }

  /** Gives up what waits in a conversation. */
  void end(String conversationKey) {
    parked.end(conversationKey);
  }

  /** Gives up all that waits. */
  void endAll() {
    parked.close();
  }

  private Step goOn(
      LegacySession session,
      RunningCall running,
      UpstreamCall call,
      InputResponses answers,
      Deadline deadline)
      throws UpstreamException, InterruptedException {
    try {
      give(session, running.open(), answers, deadline);
      running.leave(running.open().leftBy(answers));
      return await(session, running, call, deadline);
    } catch (InterruptedException | UpstreamException | RuntimeException e) {
      letGo(session, running, e);
      throw e;
    }
  }

  private Step await(
      LegacySession session, RunningCall running, UpstreamCall call, Deadline deadline)
      throws UpstreamException, InterruptedException {
    Optional<Message.Response> response =
        running.await(listener(running, call), failures, deadline);
    if (response.isEmpty()) {
      return park(call, running.own(), new ParkedCall.Asking(session, running), running.open());
    }
    session.desk().forget(running);
    // It answered without what it asked for; still, each of its requests wants a reply.
    post(session, "refusal", running.open().refused());
    return came(new Content.Answer(response.get(), true, 200), session, running, call);
  }

  /** The reply as it is, unless it asks for something in a way that the client does not know. */
  private Step came(
      Content content, LegacySession session, RunningCall running, UpstreamCall call) {
    if (running.mayAsk() && content instanceof Content.Answer answer) {
      Map<String, String> asked =
          UrlElicitations.in(answer.response(), call.conversation().metadata());
      if (!asked.isEmpty()) {
        String state = parked.park(call.conversation().key(), new ParkedCall.Refused(session));
        return new Step.Asks(new InputRequired(asked, Optional.of(state)).response(running.own()));
      }
    }
    return new Step.Came(content);
  }

  private static Rewrite text(UpstreamCall call, RunningCall running) {
    Rewrite text = Outgoing.of(call, Era.LEGACY, running.own());
    Optional<JsonNode> token = Outgoing.progressToken(call.request());
    return token.isPresent() && !running.hasProgressToken(call.request().json().slice(token.get()))
        ? text.replace(token.get(), running.sentToken().orElseThrow())
        : text;
  }

  /** Passes on what the client wants to hear, with its own names for the call. */
  private static UpstreamCall.Listener listener(RunningCall running, UpstreamCall call) {
    ClientNames names = new ClientNames(running.own(), call.request(), running.sentToken());
    // A client may ask for progress in one round and not in the next.
    boolean wantsProgress = Outgoing.progressToken(call.request()).isPresent();
    return notification -> {
      boolean isUnasked =
          notification.method().equals("notifications/progress")
              && !wantsProgress
              && running.sentToken().isPresent();
      if (!isUnasked && LogLevels.wants(call.conversation().metadata(), notification)) {
        call.listener().heard(names.in(notification));
      }
    };
  }

  private Step park(UpstreamCall call, RequestId own, ParkedCall waiting, Questions asked) {
    String state = parked.park(call.conversation().key(), waiting);
    return new Step.Asks(asked.asked(state).response(own));
  }

  private static void give(
      LegacySession session, Questions questions, InputResponses answers, Deadline deadline)
      throws UpstreamException, InterruptedException {
    for (String message : questions.given(answers)) {
      session.link().tell(message.getBytes(StandardCharsets.UTF_8), deadline);
    }
  }

  private void giveUp(ParkedCall waiting) {
    switch (waiting) {
      case ParkedCall.Unsent(LegacySession session, Questions questions) ->
          post(session, "refusal", questions.refused());
      case ParkedCall.Asking(LegacySession session, RunningCall running) ->
          takeBack(session, running);
      case ParkedCall.Refused _ -> {
        // The server is done with it.
      }
    }
  }

  /** Lets go of a call that failed here; the server is told where it may be at work still. */
  private void letGo(LegacySession session, RunningCall running, Exception failure) {
    boolean isAtWork = !(failure instanceof UpstreamException e) || e.kind() == Kind.TIMED_OUT;
    if (isAtWork) {
      takeBack(session, running);
    } else {
      session.desk().forget(running);
      running.stop();
    }
  }

  private void takeBack(LegacySession session, RunningCall running) {
    session.desk().forget(running);
    running.stop();
    List<String> messages = new ArrayList<>();
    messages.add(Handshake.cancelled(running.own()));
    messages.addAll(running.open().refused());
    post(session, "cancellation", messages);
  }

  private void post(LegacySession session, String what, List<String> messages) {
    if (messages.isEmpty()) {
      return;
    }
    errands.start(
        what,
        () -> {
          Deadline deadline = Deadline.after(ERRAND_TIME);
          for (String message : messages) {
            session.link().tell(message.getBytes(StandardCharsets.UTF_8), deadline);
          }
        });
  }
}
