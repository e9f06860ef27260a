package dev.gatehouse.adapters.mcp;

import dev.gatehouse.adapters.Deadline;
import dev.gatehouse.adapters.Era;
import dev.gatehouse.adapters.UpstreamCall;
import dev.gatehouse.adapters.UpstreamException;
import dev.gatehouse.adapters.UpstreamReply;
import dev.gatehouse.adapters.jsonrpc.Message;
import dev.gatehouse.adapters.jsonrpc.RequestId;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Listens to the children of one upstream: a modern child is asked to, of a legacy one it is heard
 * what it says of its own accord. Lasts until it is interrupted or the child ends it. Thread-safe.
 *
 * <p>Source: MCP 2026-07-28 basic/patterns/subscriptions; MCP 2025-11-25 server/resources.
 */
final class StdioListening {
  /** The method of a request to listen. */
  static final String METHOD = "subscriptions/listen";

  // A child that does not read is found out by this; the listener himself may have hours.
  private static final Duration LEVEL_MAX = Duration.ofSeconds(30);
  // Longer than any child runs: a listener has no deadline, only a wait has.
  private static final Duration TO_THE_END = Duration.ofDays(10_000);

  private final StdioProcesses processes;
  private final Failures failures;

  StdioListening(StdioProcesses processes, Failures failures) {
    this.processes = processes;
    this.failures = failures;
  }

  /**
   * Listens.
   *
   * @param opening until when it must have begun
   */
  UpstreamReply run(UpstreamCall call, Deadline opening)
      throws UpstreamException, InterruptedException {
    return processes.with(
        call.conversation(),
        opening,
        (place, server) ->
            switch (server.era()) {
              case MODERN -> passOn(place, server, call, opening);
              case LEGACY -> emulate(place, server, call, opening);
            });
  }

  private UpstreamReply passOn(
      StdioPlace place, StdioServer server, UpstreamCall call, Deadline opening)
      throws UpstreamException, InterruptedException {
    StdioChannel channel = server.channel();
    RequestId own = channel.nextId();
    Mailbox mailbox = channel.listen(own);
    boolean withOthers = ListenFilter.of(Outgoing.sent(call)).others();
    // What names a subscription comes by its name, so this one is for all the rest.
    ChildListens.Listen rest =
        new ChildListens.Listen(
            call.conversation().metadata(),
            new ListenFilter(Set.of(), Set.of(), withOthers),
            mailbox);
    boolean isAnswered = false;
    try {
      channel.send(Outgoing.listening(call, own).text(), opening);
      server.strays().listens().join(rest);
      Message.Response response =
          hearAll(call, own, mailbox, () -> place.wasOfUse(server), opening);
      isAnswered = true;
      return new UpstreamReply(response, Era.MODERN);
    } finally {
      server.strays().listens().leave(rest);
      channel.forget(own);
      if (channel.isEnded()) {
        place.retire(server);
      } else if (!isAnswered) {
        channel.cancel(own);
      }
    }
  }

  private Message.Response hearAll(
      UpstreamCall call, RequestId own, Mailbox mailbox, Runnable begun, Deadline opening)
      throws UpstreamException, InterruptedException {
    ClientNames names = new ClientNames(own, call.request());
    Deadline until = opening;
    while (true) {
      Mailbox.Item item =
          mailbox.take(until).orElseThrow(() -> failures.timedOut("did not acknowledge in time"));
      switch (item) {
        case Mailbox.Item.Heard(Message.Notification notification) -> {
          until = Deadline.after(TO_THE_END);
          begun.run();
          boolean isNamed = ClientNames.requestNamedIn(notification).isPresent();
          call.listener()
              .heard(
                  isNamed
                      ? names.in(notification)
                      : ListenFilter.tagged(notification, call.request().id()));
        }
        case Mailbox.Item.Answered(Message.Response response) -> {
          return names.in(response);
        }
        case Mailbox.Item.Failed(UpstreamException failure) -> throw failure;
        case Mailbox.Item.Asked _ -> {}
      }
    }
  }

  private UpstreamReply emulate(
      StdioPlace place, StdioServer server, UpstreamCall call, Deadline opening)
      throws UpstreamException, InterruptedException {
    RequestId id = call.request().id();
    Mailbox mailbox = new Mailbox();
    ListenFilter agreed =
        ListenFilter.of(Outgoing.sent(call)).agreedBy(server.description().capabilities());
    ChildListens.Listen listen =
        new ChildListens.Listen(call.conversation().metadata(), agreed, mailbox);
    Set<String> uris = Set.of();
    try {
      // What comes from here on is heard after the acknowledgement.
      server.strays().listens().join(listen);
      server.setLevel(call.conversation().metadata(), opening.orAfter(LEVEL_MAX));
      uris = server.subscriptions().join(agreed.uris(), opening);
      call.listener().heard(agreed.withUris(uris).acknowledged(id));
      // The other way round, the end could pass unnoticed between the two.
      if (server.channel().isEnded()) {
        throw failures.brokenOff("ended");
      }
      while (true) {
        Optional<Mailbox.Item> item = mailbox.take(Deadline.after(TO_THE_END));
        switch (item.orElseThrow(() -> failures.brokenOff("was listened to for too long"))) {
          case Mailbox.Item.Heard(Message.Notification notification) ->
              call.listener().heard(ListenFilter.tagged(notification, id));
          case Mailbox.Item.Failed(UpstreamException failure) -> throw failure;
          case Mailbox.Item.Answered _, Mailbox.Item.Asked _ -> {}
        }
      }
    } finally {
      server.strays().listens().leave(listen);
      leave(place, server, uris);
    }
  }

  private static void leave(StdioPlace place, StdioServer server, Set<String> uris) {
    if (server.channel().isEnded()) {
      place.retire(server);
    } else if (!uris.isEmpty()) {
      server.channel().later("unsubscription", () -> server.subscriptions().leave(uris));
    }
  }
}
