package dev.gatehouse.adapters.mcp;

import dev.gatehouse.adapters.Deadline;
import dev.gatehouse.adapters.Era;
import dev.gatehouse.adapters.UpstreamDescription;
import dev.gatehouse.adapters.UpstreamException;
import dev.gatehouse.adapters.jsonrpc.JsonNode.ObjectNode;
import dev.gatehouse.adapters.jsonrpc.Message;
import dev.gatehouse.adapters.jsonrpc.RequestId;
import java.time.Duration;
import java.util.Optional;

/**
 * The first exchange with a new child: which era it belongs to, and in the legacy era the
 * handshake.
 *
 * <p>A modern server that is slow to start may answer the first question only after a legacy
 * handshake was tried as well: whichever answer comes decides. Confined to one thread.
 *
 * <p>Source: MCP 2026-07-28 basic/transports/stdio, "Backward Compatibility"; MCP 2025-11-25
 * basic/lifecycle.
 */
final class StdioHandshake {
  private final StdioChannel channel;
  private final Failures failures;
  private final ChildClient client;
  private final Duration probeTimeout;
  private final Deadline deadline;
  private final RequestId discover;
  private final RequestId initialize;
  private final Mailbox mailbox = new Mailbox();
  private boolean hasAsked;
  private boolean hasAnswered;
  private boolean hasRefused;

  StdioHandshake(
      StdioChannel channel,
      Failures failures,
      ChildClient client,
      Duration probeTimeout,
      Deadline deadline) {
    this.channel = channel;
    this.failures = failures;
    this.client = client;
    this.probeTimeout = probeTimeout;
    this.deadline = deadline;
    this.discover = channel.nextId();
    this.initialize = channel.nextId();
  }

  /**
   * Asks first, as the specification wants it.
   *
   * @throws UpstreamException as broken off where the child ended meanwhile; some legacy servers do
   */
  UpstreamDescription ask() throws UpstreamException, InterruptedException {
    try {
      sendDiscover();
      Optional<Message.Response> answer = await(Deadline.after(probeTimeout));
      Optional<UpstreamDescription> modern =
          answer.isPresent() ? asked(answer.get()) : Optional.empty();
      return modern.isPresent() ? modern.get() : shakeHands();
    } finally {
      forget();
    }
  }

  /**
   * Tries the legacy handshake first, with a server that was a legacy one before or cannot bear to
   * be asked.
   */
  UpstreamDescription assumeLegacy() throws UpstreamException, InterruptedException {
    try {
      return shakeHands();
    } finally {
      forget();
    }
  }

  private UpstreamDescription shakeHands() throws UpstreamException, InterruptedException {
    channel.speak(Era.LEGACY);
    channel.expect(initialize, mailbox);
    channel.send(
        Handshake.initialize(
            initialize, client.revision(), client.introduction(), client.capabilities()),
        deadline);
    Deadline end = deadline;
    while (!(hasRefused && hasAnswered)) {
      Optional<Message.Response> answer = await(end);
      if (answer.isEmpty()) {
        break;
      }
      if (!isTo(initialize, answer.get())) {
        Optional<UpstreamDescription> modern = asked(answer.get());
        if (modern.isPresent()) {
          channel.speak(Era.MODERN);
          return modern.get();
        }
      } else if (answer.get() instanceof Message.Result result) {
        return agreed(result);
      } else {
        hasRefused = true;
        end = Deadline.after(probeTimeout);
        if (!hasAsked) {
          sendDiscover();
        }
      }
    }
    throw hasRefused
        ? failures.unintelligible("refuses to open a session")
        : failures.timedOut("did not answer `initialize` in time");
  }

  private void sendDiscover() throws UpstreamException, InterruptedException {
    hasAsked = true;
    channel.expect(discover, mailbox);
    channel.send(Handshake.discover(discover), deadline);
  }

  /** What the answer to our question says; nothing where it speaks for a legacy server. */
  private Optional<UpstreamDescription> asked(Message.Response answer) throws UpstreamException {
    hasAnswered = true;
    return switch (ProbeAnswer.of(answer)) {
      case ProbeAnswer.Modern modern -> Optional.of(modern.description());
      case ProbeAnswer.Legacy _ -> Optional.empty();
      case ProbeAnswer.Incompatible _ ->
          throw failures.unintelligible("speaks no revision of MCP that is known here");
    };
  }

  private UpstreamDescription agreed(Message.Result result)
      throws UpstreamException, InterruptedException {
    if (!(result.result() instanceof ObjectNode object)
        || !Revisions.isLegacy(object.string("protocolVersion").orElse(""))) {
      throw failures.unintelligible("agrees to no revision of MCP that is known here");
    }
    channel.send(Handshake.initialized(), deadline);
    return Handshake.initialized(result.json(), object);
  }

  private Optional<Message.Response> await(Deadline end)
      throws UpstreamException, InterruptedException {
    while (true) {
      Optional<Mailbox.Item> item = mailbox.take(end);
      if (item.isEmpty()) {
        return Optional.empty();
      }
      switch (item.get()) {
        case Mailbox.Item.Heard _, Mailbox.Item.Asked _ -> {}
        case Mailbox.Item.Answered(Message.Response response) -> {
          return Optional.of(response);
        }
        case Mailbox.Item.Failed(UpstreamException failure) -> throw failure;
      }
    }
  }

  private void forget() {
    channel.forget(discover);
    channel.forget(initialize);
  }

  private static boolean isTo(RequestId id, Message.Response response) {
    return switch (response) {
      case Message.Result result -> result.id().equals(id);
      case Message.Failure failure -> failure.id().equals(Optional.of(id));
    };
  }
}
