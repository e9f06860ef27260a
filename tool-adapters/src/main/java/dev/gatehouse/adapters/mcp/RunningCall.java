package dev.gatehouse.adapters.mcp;

import dev.gatehouse.adapters.Deadline;
import dev.gatehouse.adapters.InputRequired;
import dev.gatehouse.adapters.UpstreamCall;
import dev.gatehouse.adapters.UpstreamException;
import dev.gatehouse.adapters.jsonrpc.Message;
import dev.gatehouse.adapters.jsonrpc.RequestId;
import dev.gatehouse.adapters.mcp.CallInbox.Item;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A request that a legacy server carries out, and about which it may ask the client. Confined to
 * one thread at a time, but for its inbox.
 */
final class RunningCall {
  // What a server asks together is written together, and comes within this.
  private static final Duration MORE_EXPECTED = Duration.ofMillis(50);
  // More than a client shows at once; the rest is asked in the next round.
  private static final int AT_ONCE_MAX = 32;

  private final RequestId own;
  private final Message.Request request;
  private final String name;
  private final Optional<String> token;
  private final CallInbox inbox = new CallInbox();
  private Questions open = Questions.of(List.of());
  private volatile boolean isSent;
  private volatile Runnable stop = () -> {};

  /**
   * A request that is about to be sent.
   *
   * @param request as the client sent it
   * @param name what it names, as the server knows it
   * @param isKnownByOwnToken whether our id takes the place of its progress token
   */
  RunningCall(RequestId own, Message.Request request, String name, boolean isKnownByOwnToken) {
    this.own = own;
    this.request = request;
    this.name = name;
    this.token =
        Outgoing.progressToken(request)
            .map(node -> isKnownByOwnToken ? own.json() : request.json().slice(node));
  }

  /** The id by which the server knows it. */
  RequestId own() {
    return own;
  }

  /** Where it is put what comes for it. */
  CallInbox inbox() {
    return inbox;
  }

  /** From now on the server may know of it. */
  void sent() {
    isSent = true;
  }

  /** The server is done with it, or never knew of it. */
  void settled() {
    isSent = false;
  }

  /** Whether the server may be at work at it. */
  boolean isSent() {
    return isSent;
  }

  /** Whether the reply to its method may ask for input. */
  boolean mayAsk() {
    return InputRequired.METHODS.contains(request.method());
  }

  /** Whether this call continues it. */
  boolean isContinuedBy(UpstreamCall retry) {
    return request.method().equals(retry.request().method()) && name.equals(retry.name());
  }

  /** Whether a progress report with this token is about it. */
  boolean hasProgressToken(String token) {
    return this.token.filter(token::equals).isPresent();
  }

  /** Says how to let go of what is read for it. */
  void readUntil(Runnable stopped) {
    stop = stopped;
  }

  /** Lets go of what is read for it. */
  void stop() {
    stop.run();
  }

  /** Takes nothing any more; gives what the server has asked and nobody will answer. */
  Questions close() {
    return open.and(Questions.of(inbox.close()));
  }

  /** What the server has asked and was not answered yet. */
  Questions open() {
    return open;
  }

  /** These are left of what the server asked. */
  void leave(Questions left) {
    open = left;
  }

  /**
   * Waits until the server answers, or asks: then there is no answer, but something open.
   *
   * @param listener hears what comes before, as the server sent it
   * @throws UpstreamException where it does neither in time, or never will
   */
  Optional<Message.Response> await(
      UpstreamCall.Listener listener, Failures failures, Deadline deadline)
      throws UpstreamException, InterruptedException {
    Deadline more = open.isEmpty() ? deadline : deadline.orAfter(MORE_EXPECTED);
    while (true) {
      if (deadline.hasPassed()) {
        throw failures.timedOut("did not reply in time");
      }
      boolean isEnough =
          open.byKey().size() >= AT_ONCE_MAX || (!open.isEmpty() && more.hasPassed());
      Optional<Item> item = isEnough ? Optional.empty() : inbox.take(more);
      if (item.isEmpty()) {
        if (open.isEmpty()) {
          throw failures.timedOut("did not reply in time");
        }
        return Optional.empty();
      }
      switch (item.get()) {
        case Item.Heard(Message.Notification notification) -> {
          Optional<RequestId> withdrawn = Handshake.cancelledIn(notification);
          if (withdrawn.isPresent()) {
            open = open.without(withdrawn.get());
            more = open.isEmpty() ? deadline : more;
          } else {
            listener.heard(notification);
          }
        }
        case Item.Asked(Message.Request request) -> {
          // Only the first starts the wait: a busy server must not put it off for ever.
          more = open.isEmpty() ? deadline.orAfter(MORE_EXPECTED) : more;
          open = open.and(Questions.of(List.of(request)));
        }
        case Item.Answered(Message.Response response) -> {
          return Optional.of(response);
        }
        case Item.Failed(UpstreamException failure) -> throw failure;
        case Item.Over _ -> throw failures.brokenOff("was not waited for any more");
      }
    }
  }

  /** The progress token by which the server knows it, as JSON. */
  Optional<String> sentToken() {
    return token;
  }
}
