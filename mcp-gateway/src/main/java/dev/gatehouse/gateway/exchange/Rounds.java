package dev.gatehouse.gateway.exchange;

import dev.gatehouse.adapters.Deadline;
import dev.gatehouse.adapters.Era;
import dev.gatehouse.adapters.InputRequired;
import dev.gatehouse.adapters.InputResponses;
import dev.gatehouse.adapters.UpstreamCall;
import dev.gatehouse.adapters.UpstreamReply;
import dev.gatehouse.adapters.jsonrpc.Message;
import dev.gatehouse.adapters.jsonrpc.Rewrite;
import dev.gatehouse.gateway.audit.CallSubject;
import dev.gatehouse.gateway.audit.Exchange;
import dev.gatehouse.gateway.audit.Outbound;
import dev.gatehouse.gateway.audit.Recorded;
import dev.gatehouse.gateway.audit.Recorder;
import dev.gatehouse.gateway.audit.Stored;
import dev.gatehouse.gateway.upstream.Dispatcher;
import dev.gatehouse.policies.mask.MaskingException;
import dev.gatehouse.policies.mask.Masks;
import dev.gatehouse.recordings.RecordingException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Step 8 for one call, with all its rounds: what an upstream wants to know in the course of a
 * legacy client's call becomes requests to that client, and its answers the next request to the
 * upstream. A modern client gets the question for a reply and begins the next round itself.
 *
 * <p>Guarantee: what is asked is durable before the client sees it, an answer before the upstream
 * does; both are masked. Used for one call, on one thread.
 */
final class Rounds {
  /** An upstream that asks on for ever must not hold a call for ever. */
  private static final int ROUNDS_MAX = 50;

  /** People fill in forms in this time, or not at all. */
  private static final Duration ANSWER_AT_MOST = Duration.ofMinutes(5);

  private final OpenQuestions questions;
  private final Recorder recorder;
  private final Dispatcher dispatcher;
  private final MessageMask mask;
  private final Masks masks;
  private final Exchange exchange;
  private final CallSubject subject;

  Rounds(
      OpenQuestions questions,
      Recorder recorder,
      Dispatcher dispatcher,
      MessageMask mask,
      Masks masks,
      Exchange exchange,
      CallSubject subject) {
    this.questions = questions;
    this.recorder = recorder;
    this.dispatcher = dispatcher;
    this.mask = mask;
    this.masks = masks;
    this.exchange = exchange;
    this.subject = subject;
  }

  /** How a call ended: with a reply that asks for input only where its client cannot be asked. */
  Dispatching.Outcome run(Dispatching dispatching, Recorded.Call call, ReplySink sink)
      throws RecordingException {
    Dispatching.Outcome outcome = dispatching.run(call, sink);
    for (int round = 0; round < ROUNDS_MAX && exchange.era() == Era.LEGACY; round++) {
      Optional<InputRequired> wanted =
          outcome instanceof Dispatching.Outcome.Replied(UpstreamReply reply)
              ? InputRequired.in(reply.message())
              : Optional.empty();
      if (wanted.isEmpty()) {
        return outcome;
      }
      Optional<InputResponses> answers = answers(dispatching, call, wanted.get(), sink);
      if (answers.isEmpty()) {
        String upstream = call.outbound().upstream();
        wanted.get().state().ifPresent(state -> dispatcher.giveUp(upstream, state));
        return dispatching.isWithdrawn() ? new Dispatching.Outcome.Withdrawn() : outcome;
      }
      // If we crash here, the upstream has not got the answers, and the log says that they came.
      outcome = dispatching.run(next(call.outbound(), answers.get()), sink);
    }
    return outcome;
  }

  /** Asks the client; nothing where it cannot be asked, or does not answer. */
  private Optional<InputResponses> answers(
      Dispatching dispatching, Recorded.Call call, InputRequired wanted, ReplySink sink)
      throws RecordingException {
    String owner = Callers.owner(exchange.principal());
    if (!sink.takesStream() || !questions.enter(owner)) {
      return Optional.empty();
    }
    Map<String, Question> asked = new LinkedHashMap<>();
    try {
      for (Map.Entry<String, String> request : wanted.requests().entrySet()) {
        Optional<Question> question = ask(request.getValue(), sink);
        if (question.isEmpty()) {
          return Optional.empty();
        }
        asked.put(request.getKey(), question.get());
      }
      Optional<Map<String, String>> given =
          dispatching.await(() -> awaited(asked, Deadline.after(ANSWER_AT_MOST)), sink);
      return given
          .flatMap(all -> fit(call.outbound().upstream(), wanted, all))
          .map(all -> new InputResponses(all, wanted.state()));
    } finally {
      questions.leave(owner);
      for (Question question : asked.values()) {
        // Who has answered is not told; who has not need not any more.
        if (questions.remove(exchange, question)) {
          withdraw(question, sink);
        }
      }
    }
  }

  private Optional<Question> ask(String requestJson, ReplySink sink) throws RecordingException {
    Optional<ClientQuestion> wanted = ClientQuestion.of(requestJson);
    if (wanted.isEmpty() || !wanted.get().isFor(exchange.metadata().clientCapabilities())) {
      return Optional.empty();
    }
    CallSubject about = new CallSubject(wanted.get().method(), subject.upstream(), subject.tool());
    Question question =
        new Question(questions.nextId(), exchange, about, recorder, mask, masks.arguments());
    Message.Request request = wanted.get().request(question.id());
    try {
      MessageMask.Masked masked = mask.call(masks.results(), request);
      Recorded.Question recorded =
          recorder.question(exchange, about, masked.kept(), masked.sent().text());
      questions.add(exchange, question);
      sink.ask(recorded);
      return Optional.of(question);
    } catch (MaskingException _) {
      recorder.heard(exchange, about, Stored.of(MessageMask.WITHHELD));
      return Optional.empty();
    }
  }

  private static Optional<Map<String, String>> awaited(
      Map<String, Question> asked, Deadline deadline) throws InterruptedException {
    Map<String, String> answers = new LinkedHashMap<>();
    for (Map.Entry<String, Question> question : asked.entrySet()) {
      Optional<String> answer = question.getValue().await(deadline);
      if (answer.isEmpty()) {
        return Optional.empty();
      }
      answers.put(question.getKey(), answer.get());
    }
    return Optional.of(answers);
  }

  /** The answers in a form that the upstream understands; nothing where it has no word for one. */
  private Optional<Map<String, String>> fit(
      String upstream, InputRequired wanted, Map<String, String> answers) {
    if (dispatcher.era(upstream, exchange.conversation()).equals(Optional.of(Era.LEGACY))) {
      return Optional.of(answers);
    }
    Map<String, String> fitting = new LinkedHashMap<>();
    for (Map.Entry<String, String> answer : answers.entrySet()) {
      if (!ClientQuestion.isError(answer.getValue())) {
        fitting.put(answer.getKey(), answer.getValue());
      } else if (ClientQuestion.of(wanted.requests().getOrDefault(answer.getKey(), "{}"))
          .filter(ClientQuestion::isElicitation)
          .isPresent()) {
        fitting.put(answer.getKey(), "{\"action\":\"cancel\"}");
      } else {
        return Optional.empty();
      }
    }
    return Optional.of(fitting);
  }

  private Recorded.Call next(Outbound first, InputResponses answers) throws RecordingException {
    UpstreamCall call = first.call();
    Message.Request before = ClientQuestion.request(call.text().text());
    Rewrite text = Rewrite.of(before.json());
    Map<String, String> members = answers.members();
    Set<String> replaced = Set.of(InputResponses.RESPONSES, InputResponses.STATE);
    Message.Request request =
        ClientQuestion.request(
            before
                .params()
                .map(params -> text.members(params, replaced, members))
                .orElse(text)
                .text());
    UpstreamCall next =
        new UpstreamCall(
            request,
            Rewrite.of(request.json()),
            call.name(),
            call.shape(),
            call.conversation(),
            call.listener());
    Stored stored = Stored.of(mask.storedCall(masks.arguments(), request));
    return recorder.further(exchange, subject, stored, new Outbound(first.upstream(), next));
  }

  private void withdraw(Question question, ReplySink sink) throws RecordingException {
    String text =
        "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":"
            + question.id().json()
            + "}}";
    sink.notification(
        recorder.toClient(
            exchange, CallSubject.of("notifications/cancelled"), Stored.of(text), text));
  }
}
