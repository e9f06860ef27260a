package dev.gatehouse.adapters.mcp;

import dev.gatehouse.adapters.Conversation;
import dev.gatehouse.adapters.Deadline;
import dev.gatehouse.adapters.RequestMetadata;
import dev.gatehouse.adapters.UpstreamCall;
import dev.gatehouse.adapters.UpstreamException;
import dev.gatehouse.adapters.jsonrpc.JsonLimits;
import dev.gatehouse.adapters.jsonrpc.JsonRpcException;
import dev.gatehouse.adapters.jsonrpc.Message;
import dev.gatehouse.adapters.jsonrpc.RequestId;
import dev.gatehouse.adapters.mcp.CallInbox.Item;
import dev.gatehouse.adapters.mcp.LegacyDesk.Listening;
import dev.gatehouse.adapters.mcp.LegacySessions.Visit;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Listens to a legacy server over HTTP as a modern client asks to: by the stream of its session,
 * and by subscriptions to resources. Thread-safe.
 *
 * <p>Source: MCP 2026-07-28 basic/patterns/subscriptions; MCP 2025-11-25 server/resources,
 * basic/transports "Listening for Messages from the Server".
 */
final class LegacyListening {
  /** The method of a request to listen. */
  static final String METHOD = "subscriptions/listen";

  // It lasts until it is cancelled or its session ends; only its beginning has a deadline.
  private static final Duration TO_THE_END = Duration.ofDays(10_000);
  // A server that does not answer takes no more than this of the time of a call.
  private static final Duration LEVEL_MAX = Duration.ofSeconds(5);
  // Nor of that of each call.
  private static final Duration AGAIN_AFTER = Duration.ofSeconds(30);

  /** How the session of a conversation is come by. */
  @FunctionalInterface
  interface Opening {
    LegacySession session(Visit visit, Conversation conversation, Deadline deadline)
        throws UpstreamException, InterruptedException;
  }

  private final Opening opening;
  private final LegacySessions sessions;
  private final Failures failures;
  private final Errands errands;

  LegacyListening(Opening opening, LegacySessions sessions, Failures failures, Errands errands) {
    this.opening = opening;
    this.sessions = sessions;
    this.failures = failures;
    this.errands = errands;
  }

  /**
   * Listens until it is interrupted, or the conversation ends: then there is a result.
   *
   * @param begun until when it must have
   * @throws UpstreamException as broken off where the server forgets the session: what it says
   *     until somebody listens again is not heard
   */
  Message.Response run(UpstreamCall call, RequestId own, Deadline begun)
      throws UpstreamException, InterruptedException {
    try (Visit visit = sessions.enterToListen(call.conversation().key())) {
      // The session may have been lost before anybody noticed; then nothing was missed by it.
      boolean isHeard = isHeardToTheEnd(visit, call, begun);
      if (!isHeard) {
        isHeard = isHeardToTheEnd(visit, call, begun);
      }
      if (!isHeard) {
        throw failures.brokenOff("has forgotten the session");
      }
      return completed(own, call.request().id());
    }
  }

  /** Tells the server from which level on log messages are wanted, where that is new to it. */
  static void setLevel(LegacySession session, RequestMetadata client, Deadline deadline)
      throws InterruptedException {
    if (!ListenFilter.declares(session.description().capabilities(), "logging")) {
      return;
    }
    SessionRequests requests = session.requests();
    RequestId own = requests.nextId();
    Optional<String> change = session.level().change(client, own);
    if (change.isEmpty()) {
      return;
    }
    boolean isTold = false;
    try {
      requests.ask(own, change.get(), deadline.orAfter(LEVEL_MAX));
      isTold = true;
    } catch (UpstreamException _) {
      // Whoever asks for something more important finds out what is wrong.
    } finally {
      if (!isTold) {
        session.level().failed(Deadline.after(AGAIN_AFTER));
      }
    }
  }

  /** Listens in one session; false where the session was lost before it began. */
  private boolean isHeardToTheEnd(Visit visit, UpstreamCall call, Deadline begun)
      throws UpstreamException, InterruptedException {
    LegacySession session = opening.session(visit, call.conversation(), begun);
    RequestId id = call.request().id();
    RequestMetadata client = call.conversation().metadata();
    ListenFilter agreed =
        ListenFilter.of(Outgoing.sent(call)).agreedBy(session.description().capabilities());
    Listening one = new Listening(agreed, client, new CallInbox());
    Set<String> uris = Set.of();
    boolean isAcknowledged = false;
    try {
      // What comes from here on is heard after the acknowledgement.
      session.desk().join(one);
      session.link().listen();
      setLevel(session, client, begun);
      uris = session.subscriptions().join(agreed.uris(), begun);
      call.listener().heard(agreed.withUris(uris).acknowledged(id));
      isAcknowledged = true;
      hear(one, call);
      return true;
    } catch (UpstreamException e) {
      if (!isAcknowledged && session.desk().isLost()) {
        return false;
      }
      throw e;
    } finally {
      session.desk().leave(one);
      leave(session, uris);
    }
  }

  private void hear(Listening one, UpstreamCall call)
      throws UpstreamException, InterruptedException {
    while (true) {
      Item item =
          one.inbox()
              .take(Deadline.after(TO_THE_END))
              .orElseThrow(() -> failures.brokenOff("was listened to for too long"));
      switch (item) {
        case Item.Heard(Message.Notification notification) ->
            call.listener().heard(ListenFilter.tagged(notification, call.request().id()));
        case Item.Failed(UpstreamException failure) -> throw failure;
        case Item.Over _ -> {
          return;
        }
        case Item.Asked _, Item.Answered _ -> {
          // Nobody listens for them.
        }
      }
    }
  }

  private void leave(LegacySession session, Set<String> uris) {
    if (!uris.isEmpty() && !session.desk().isLost()) {
      errands.start("unsubscription", () -> session.subscriptions().leave(uris));
    }
  }

  private static Message.Response completed(RequestId own, RequestId subscription) {
    String text =
        """
        {"jsonrpc":"2.0","id":%s,"result":{"resultType":"complete","_meta":{"%s":%s}}}\
        """
            .formatted(own.json(), Meta.SUBSCRIPTION_ID, subscription.json());
    try {
      return (Message.Response)
          Message.read(text.getBytes(StandardCharsets.UTF_8), JsonLimits.STANDARD);
    } catch (JsonRpcException e) {
      throw new IllegalStateException("made a result that is none", e);
    }
  }
}
