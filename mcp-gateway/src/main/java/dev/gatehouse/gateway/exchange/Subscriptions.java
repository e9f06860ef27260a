package dev.gatehouse.gateway.exchange;

import dev.gatehouse.adapters.jsonrpc.JsonRpcError;
import dev.gatehouse.adapters.jsonrpc.Message;
import dev.gatehouse.adapters.jsonrpc.RequestId;
import dev.gatehouse.gateway.audit.CallSubject;
import dev.gatehouse.gateway.audit.Exchange;
import dev.gatehouse.gateway.audit.Recorded;
import dev.gatehouse.gateway.audit.Recorder;
import dev.gatehouse.gateway.audit.ReplyDraft;
import dev.gatehouse.gateway.audit.Stored;
import dev.gatehouse.gateway.mcp.Answers;
import dev.gatehouse.gateway.mcp.ProtocolException;
import dev.gatehouse.gateway.mcp.Session;
import dev.gatehouse.gateway.policy.PoliciesInForce;
import dev.gatehouse.gateway.routing.Endpoint;
import dev.gatehouse.gateway.routing.Route;
import dev.gatehouse.gateway.routing.Router;
import dev.gatehouse.gateway.upstream.Dispatcher;
import dev.gatehouse.policies.Facts;
import dev.gatehouse.recordings.RecordingException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The way of a subscription: who is to be heard, write, listen, hide, write, pass on. One stream is
 * made of what all upstreams of an endpoint say.
 *
 * <p>Guarantee: a listener hears of no resource that it could never read, of no kind of thing that
 * it did not ask for, and of nothing that is not in the log.
 */
final class Subscriptions {
  static final String METHOD = "subscriptions/listen";

  private final PoliciesInForce policies;
  private final Recorder recorder;
  private final Router router;
  private final Dispatcher dispatcher;
  private final OwnAnswers answers;
  private final MessageMask mask;
  private final Ongoing ongoing;

  Subscriptions(
      PoliciesInForce policies,
      Recorder recorder,
      Router router,
      Dispatcher dispatcher,
      OwnAnswers answers,
      MessageMask mask,
      Ongoing ongoing) {
    this.policies = policies;
    this.recorder = recorder;
    this.router = router;
    this.dispatcher = dispatcher;
    this.answers = answers;
    this.mask = mask;
    this.ongoing = ongoing;
  }

  /** What a modern client asks for by a request; lasts until the client or the gateway ends it. */
  void listen(Exchange exchange, Message.Request request, Endpoint endpoint, ReplySink sink)
      throws RecordingException {
    Optional<ListenFilter> wanted = ListenFilter.in(request.params());
    if (wanted.isEmpty()) {
      ProtocolException missing =
          new ProtocolException(
              400,
              JsonRpcError.of(
                  JsonRpcError.INVALID_PARAMS, "`params.notifications` is required and missing"));
      answers.refused(exchange, request, missing, sink);
      return;
    }
    if (!sink.takesStream()) {
      // Nobody would ever see whether it is still there.
      ProtocolException silent =
          new ProtocolException(
              406,
              JsonRpcError.of(
                  JsonRpcError.INVALID_REQUEST, "`" + METHOD + "` is answered by a stream alone"));
      answers.refused(exchange, request, silent, sink);
      return;
    }
    if (TaskClients.lacksExtension(exchange, wanted.get())) {
      answers.refused(exchange, request, TaskClients.missingExtension(), sink);
      return;
    }
    run(exchange, request, endpoint, wanted.get(), Optional.empty(), sink);
  }

  /** What a legacy client hears on the stream of its session, without having asked for it. */
  void listen(Exchange exchange, Session session, Endpoint endpoint, ReplySink sink)
      throws RecordingException {
    SessionResources resources = ongoing.listeners().of(session.id());
    Message.Request request =
        ClientQuestion.request(
            "{\"jsonrpc\":\"2.0\",\"id\":\"session\",\"method\":\"" + METHOD + "\"}");
    run(exchange, request, endpoint, ListenFilter.everything(), Optional.of(resources), sink);
  }

  private void run(
      Exchange exchange,
      Message.Request request,
      Endpoint endpoint,
      ListenFilter wanted,
      Optional<SessionResources> resources,
      ReplySink sink)
      throws RecordingException {
    Feed feed = new Feed();
    HeardTasks tasks = new HeardTasks(router, exchange, endpoint);
    List<UpstreamFeed> feeds = new ArrayList<>();
    for (String upstream : router.shownAt(endpoint)) {
      ListenFilter theirs =
          tasks
              .own(upstream, wanted)
              .each(ListenFilter.RESOURCES, uri -> own(exchange, endpoint, upstream, uri));
      if (!theirs.isEmpty()) {
        feeds.add(feed(exchange, upstream, theirs, request.id(), feed));
      }
    }
    CallSubject subject = CallSubject.of(METHOD);
    // If we crash behind this, the restart closes the exchange: who listens asks again.
    List<Recorded.Call> calls =
        recorder.calls(
            exchange,
            subject,
            answers.protocol(),
            Stored.of(answers.scrubbed(request)),
            feeds.stream().map(UpstreamFeed::request).toList());
    FeedThreads threads = new FeedThreads();
    try (Dispatching dispatching =
            Dispatching.listening(dispatcher, ongoing.inFlight(), exchange, request.id());
        Listeners.Registration _ = ongoing.listeners().add(dispatching, feed)) {
      for (int i = 0; i < calls.size(); i++) {
        threads.start(feeds.get(i), calls.get(i));
      }
      if (resources.isPresent()) {
        resources.get().heardBy(uri -> join(exchange, endpoint, uri, request.id(), feed, threads));
      }
      Passing passing =
          new Passing(
              (upstream, uri) -> router.shownUri(endpoint, upstream, uri),
              tasks,
              exchange,
              request.id(),
              recorder,
              mask,
              policies,
              sink,
              dispatching,
              feeds.size());
      dispatching.await(() -> passing.run(feed), sink);
    } finally {
      resources.ifPresent(SessionResources::heardByNobody);
      threads.stop();
    }
    boolean isOver = ongoing.listeners().isClosing() || exchange.identifiedFor().isZero();
    if (isOver && resources.isEmpty()) {
      sink.reply(recorder.reply(exchange, subject, answers.protocol(), ending(exchange, request)));
    } else {
      sink.ended(recorder.withdrawn(exchange, subject, answers.protocol()));
    }
  }

  /** Listens for one more resource, in a session that is listened for; ended by closing it. */
  private Hearing join(
      Exchange exchange,
      Endpoint endpoint,
      String uri,
      RequestId id,
      Feed feed,
      FeedThreads threads)
      throws RecordingException {
    if (!(router.located(endpoint, uri) instanceof Route.To(String upstream, String own))
        || own(exchange, endpoint, upstream, uri).isEmpty()) {
      return () -> {};
    }
    UpstreamFeed one = feed(exchange, upstream, ListenFilter.ofResource(own), id, feed);
    CallSubject subject = new CallSubject(METHOD, Optional.of(upstream), Optional.empty());
    String stored = answers.scrubbed(one.request().call().request());
    Thread thread =
        threads.start(one, recorder.further(exchange, subject, Stored.of(stored), one.request()));
    return thread::interrupt;
  }

  /** What ends the hearing of one resource. */
  @FunctionalInterface
  interface Hearing extends AutoCloseable {
    @Override
    void close();
  }

  private UpstreamFeed feed(
      Exchange exchange, String upstream, ListenFilter wanted, RequestId id, Feed feed) {
    return new UpstreamFeed(
        dispatcher, recorder, answers, exchange, upstream, wanted, id, feed, ongoing);
  }

  /** A resource by the upstream's own address, where it has it and the caller may read it. */
  private Optional<String> own(Exchange exchange, Endpoint endpoint, String upstream, String uri) {
    if (!(router.located(endpoint, uri) instanceof Route.To(String owner, String own))
        || !owner.equals(upstream)) {
      return Optional.empty();
    }
    Facts facts = PolicyFacts.of(exchange, "resources/read", upstream).withResource(own);
    return policies.engine().mayEver(facts) ? Optional.of(own) : Optional.empty();
  }

  private static ReplyDraft ending(Exchange exchange, Message.Request request) {
    String result =
        "{\"_meta\":{\"io.modelcontextprotocol/subscriptionId\":" + request.id().json() + "}}";
    return OwnAnswers.draft(exchange, METHOD, Answers.result(request.id(), result));
  }
}
