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
    this.parked = new ParkedCalls<>(answersExpected, this::letGo);
  }

  /** Sends a call, unless the server wants to know something first. */
  Step begin(LegacySession session, UpstreamCall call, Deadline deadline)
      throws UpstreamException, InterruptedException {
    ParkedCall now = unsent(session, call);
    RunningCall running = now.running();
    // Before the stream is looked at, which is kept only where somebody waits for it.
    session.desk().expect(running);
    try {
      if (running.mayAsk() && session.desk().promises().allowQuestions()) {
        session.link().listen();
        running.leave(session.desk().takeLoose());
        if (!running.open().isEmpty()) {
          session.desk().forget(running);
          return park(call, now);
        }
      }
      LegacyListening.setLevel(session, call.conversation().metadata(), deadline);
      return switch (send(now, text(call, running).utf8(), deadline)) {
        case Sent.Over(Content content) -> over(content, now, call);
        case Sent.Underway _ -> await(now, call, deadline);
      };
    } catch (InterruptedException | UpstreamException | RuntimeException e) {
      letGo(now);
      throw e;
    }
  }

  /**
   * Goes on with the call that waits for these answers; nothing where it was not sent yet, and now
   * is the time.
   *
   * @throws UpstreamException as not waiting where none does
   */
  Optional<Step> goOn(UpstreamCall call, InputResponses answers, Deadline deadline)
      throws UpstreamException, InterruptedException {
    ParkedCall waiting =
        parked
            .take(call.conversation().key(), answers.state().orElse(""))
            .orElseThrow(() -> failures.notWaiting("does not wait for these answers"));
    RunningCall running = waiting.running();
    if (!running.isContinuedBy(call)) {
      letGo(waiting);
      throw failures.notWaiting("waits for the answers to another request");
    }
    try {
      give(waiting, answers, deadline);
      if (running.isSent()) {
        return Optional.of(await(waiting, call, deadline));
      }
      return running.open().isEmpty() ? Optional.empty() : Optional.of(park(call, waiting));
    } catch (InterruptedException | UpstreamException | RuntimeException e) {
      letGo(waiting);
      if (e instanceof UpstreamException && !running.isSent()) {
        // The session may be gone, and then what was asked in it: the call can begin in another.
        return Optional.empty();
      }
      throw e;
    }
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

  private ParkedCall unsent(LegacySession session, UpstreamCall call) {
    return new ParkedCall(
        session,
        new RunningCall(
            exchange.nextId(), call.request(), call.name(), session.link().sharesOneStream()));
  }

  private static Sent send(ParkedCall now, byte[] body, Deadline deadline)
      throws UpstreamException, InterruptedException {
    now.running().sent();
    try {
      return now.session().link().send(now.running(), body, deadline);
    } catch (UpstreamException e) {
      if (e.kind() != Kind.TIMED_OUT && e.kind() != Kind.BROKEN_OFF) {
        // It never reached the server, or was rejected.
        now.running().settled();
      }
      throw e;
    }
  }

  private Step await(ParkedCall now, UpstreamCall call, Deadline deadline)
      throws UpstreamException, InterruptedException {
    RunningCall running = now.running();
    Optional<Message.Response> response =
        running.await(listener(running, call), failures, deadline);
    return response.isPresent()
        ? over(new Content.Answer(response.get(), true, 200), now, call)
        : park(call, now);
  }

  /** The reply as it is, unless it asks for something in a way that the client does not know. */
  private Step over(Content content, ParkedCall now, UpstreamCall call) {
    RunningCall running = now.running();
    now.session().desk().forget(running);
    // It may have answered without what it asked for; still, each of its requests wants a reply.
    post(now.session(), "refusal", running.close().refused());
    Map<String, String> asked =
        running.mayAsk() && content instanceof Content.Answer answer
            ? UrlElicitations.in(answer.response(), call.conversation().metadata())
            : Map.of();
    if (asked.isEmpty()) {
      return new Step.Came(content);
    }
    // The server is done with the call, which begins anew when its client has been there.
    ParkedCall again = unsent(now.session(), call);
    String state = parked.park(call.conversation().key(), again);
    return new Step.Asks(
        new InputRequired(asked, Optional.of(state)).response(again.running().own()));
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

  private Step park(UpstreamCall call, ParkedCall waiting) {
    RunningCall running = waiting.running();
    Questions asked = running.open();
    String state = parked.park(call.conversation().key(), waiting);
    return new Step.Asks(asked.asked(state).response(running.own()));
  }

  /** Gives the server these answers; what it has not got yet stays open. */
  private static void give(ParkedCall waiting, InputResponses answers, Deadline deadline)
      throws UpstreamException, InterruptedException {
    RunningCall running = waiting.running();
    for (Map.Entry<RequestId, String> answer : running.open().given(answers).entrySet()) {
      byte[] message = answer.getValue().getBytes(StandardCharsets.UTF_8);
      waiting.session().link().tell(message, deadline);
      running.leave(running.open().without(answer.getKey()));
    }
  }

  /** Lets go of a call; the server is told what it may be at work at, or wait for, in vain. */
  private void letGo(ParkedCall now) {
    RunningCall running = now.running();
    now.session().desk().forget(running);
    running.stop();
    List<String> messages = new ArrayList<>(running.close().refused());
    if (running.isSent()) {
      messages.addFirst(Handshake.cancelled(running.own()));
    }
    post(now.session(), "cancellation", messages);
  }

  private void post(LegacySession session, String what, List<String> messages) {
    if (messages.isEmpty() || session.desk().isLost()) {
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
