package dev.gatehouse.gateway.exchange;

import dev.gatehouse.adapters.Deadline;
import dev.gatehouse.adapters.InputResponses;
import dev.gatehouse.adapters.jsonrpc.JsonLimits;
import dev.gatehouse.adapters.jsonrpc.JsonRpcError;
import dev.gatehouse.adapters.jsonrpc.JsonRpcException;
import dev.gatehouse.adapters.jsonrpc.JsonSyntaxException;
import dev.gatehouse.adapters.jsonrpc.JsonText;
import dev.gatehouse.adapters.jsonrpc.Message;
import dev.gatehouse.adapters.jsonrpc.RequestId;
import dev.gatehouse.gateway.audit.CallSubject;
import dev.gatehouse.gateway.audit.Exchange;
import dev.gatehouse.gateway.audit.Recorded;
import dev.gatehouse.gateway.audit.Recorder;
import dev.gatehouse.gateway.audit.Stored;
import dev.gatehouse.policies.mask.MaskPlan;
import dev.gatehouse.policies.mask.MaskingException;
import dev.gatehouse.recordings.RecordingException;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * One thing that a client was asked in the course of its call. One thread waits for the answer,
 * another brings it.
 */
final class Question {
  private final RequestId id;
  private final Exchange asking;
  private final CallSubject subject;
  private final Recorder recorder;
  private final MessageMask mask;
  private final MaskPlan plan;
  private final ArrayBlockingQueue<String> answer = new ArrayBlockingQueue<>(1);

  /**
   * Not asked yet.
   *
   * @param asking the exchange in whose course it is asked
   * @param plan what is hidden in the answer
   */
  Question(
      RequestId id,
      Exchange asking,
      CallSubject subject,
      Recorder recorder,
      MessageMask mask,
      MaskPlan plan) {
    this.id = id;
    this.asking = asking;
    this.subject = subject;
    this.recorder = recorder;
    this.mask = mask;
    this.plan = plan;
  }

  RequestId id() {
    return id;
  }

  /** Takes the client's answer: masked, recorded, and only then heeded. */
  Recorded.Notification answer(Message.Response response) throws RecordingException {
    Recorded.Notification recorded;
    try {
      MessageMask.Masked masked = mask.response(plan, response);
      recorded = recorder.fromClient(asking, subject, masked.kept(), masked.sent().text());
      answer.offer(value(recorded.text()));
    } catch (MaskingException _) {
      Stored withheld = Stored.of(MessageMask.WITHHELD);
      recorded = recorder.fromClient(asking, subject, withheld, MessageMask.WITHHELD);
      answer.offer(error(-1, "what policy hides in the answer cannot be hidden"));
    }
    return recorded;
  }

  /** The answer as JSON; nothing where there is none in time. */
  Optional<String> await(Deadline deadline) throws InterruptedException {
    return Optional.ofNullable(answer.poll(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS));
  }

  /** An answer that stands for an error. */
  static String error(int code, String message) {
    return "{\"" + InputResponses.ERROR + "\":" + JsonRpcError.of(code, message).json() + "}";
  }

  private static String value(String response) {
    try {
      JsonLimits readBefore = new JsonLimits(Integer.MAX_VALUE, Integer.MAX_VALUE);
      return switch (Message.of(JsonText.parse(response, readBefore))) {
        case Message.Result result -> result.json().slice(result.result());
        case Message.Failure failure ->
            "{\"" + InputResponses.ERROR + "\":" + failure.json().slice(failure.error()) + "}";
        case Message.Request _, Message.Notification _ ->
            throw new IllegalStateException("recorded an answer that is none");
      };
    } catch (JsonRpcException | JsonSyntaxException e) {
      throw new IllegalStateException("recorded an answer that is no message", e);
    }
  }
}
