package dev.gatehouse.gateway;

import dev.gatehouse.adapters.jsonrpc.JsonLimits;
import dev.gatehouse.gateway.audit.AccessSummaries;
import dev.gatehouse.gateway.audit.ExchangeIds;
import dev.gatehouse.gateway.audit.Recorder;
import dev.gatehouse.gateway.config.Configuration;
import dev.gatehouse.gateway.custody.Desk;
import dev.gatehouse.gateway.exchange.ExchangeHandler;
import dev.gatehouse.gateway.exchange.Exchanges;
import dev.gatehouse.gateway.identity.Credentials;
import dev.gatehouse.gateway.mcp.Sessions;
import dev.gatehouse.gateway.ops.Health;
import dev.gatehouse.gateway.routing.Endpoint;
import dev.gatehouse.gateway.routing.Router;
import dev.gatehouse.gateway.seal.Seal;
import dev.gatehouse.gateway.transport.HttpEdge;
import dev.gatehouse.gateway.transport.StdioEdge;
import dev.gatehouse.gateway.upstream.Dispatcher;
import dev.gatehouse.policies.PolicyEngine;
import dev.gatehouse.policies.PolicySet;
import dev.gatehouse.policies.yaml.Problem;
import dev.gatehouse.recordings.EntryLog;
import dev.gatehouse.recordings.RecordingException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * One gateway, from its configuration to its end.
 *
 * <p>Guarantee: nothing listens before the log is open, recovered and holds the policies that will
 * decide. On closing, exchanges under way get a moment to end; what does not is closed as {@code
 * outcome-unknown} by the next start. Thread-safe.
 */
public final class Gateway implements AutoCloseable {
  private static final InstantSource CLOCK = InstantSource.system();

  private final Configuration configuration;
  private final EntryLog log;
  private final AccessSummaries access;
  private final Dispatcher dispatcher;
  private final ExchangeHandler handler;
  private final List<Problem> warnings;
  private final Optional<HttpEdge> http;

  private Gateway(
      Configuration configuration,
      EntryLog log,
      AccessSummaries access,
      Dispatcher dispatcher,
      ExchangeHandler handler,
      List<Problem> warnings,
      Optional<HttpEdge> http) {
    this.configuration = configuration;
    this.log = log;
    this.access = access;
    this.dispatcher = dispatcher;
    this.handler = handler;
    this.warnings = warnings;
    this.http = http;
  }

  /**
   * Starts a gateway that listens for HTTP.
   *
   * @throws GatewayStartException where it cannot serve; nothing runs then
   */
  public static Gateway start(Configuration configuration, String version)
      throws GatewayStartException {
    return start(configuration, version, true);
  }

  /**
   * Starts a gateway that listens to nobody, to be used with {@link #serveStdio}.
   *
   * @throws GatewayStartException where it cannot serve; nothing runs then
   */
  public static Gateway startWithoutHttp(Configuration configuration, String version)
      throws GatewayStartException {
    return start(configuration, version, false);
  }

  private static Gateway start(Configuration configuration, String version, boolean listens)
      throws GatewayStartException {
    PolicySet policies;
    List<Problem> warnings;
    switch (Policies.read(configuration)) {
      case PolicySet.Reading.Rejected(List<Problem> problems) ->
          throw new GatewayStartException("the policies have problems", problems);
      case PolicySet.Reading.Accepted(PolicySet set, List<Problem> found) -> {
        policies = set;
        warnings = found;
      }
    }
    EntryLog log = open(configuration, version);
    try {
      PolicyEngine engine = new PolicyEngine(policies, CLOCK);
      Seal seal = Seal.to(configuration.recordings().sealKeys());
      Recorder recorder = new Recorder(log, engine.everyDetector()::scrubName, seal);
      recorder.policiesLoaded(policies);
      recorder.sealKeysLoaded();
      return started(configuration, version, listens, engine, warnings, log, recorder);
    } catch (RecordingException e) {
      log.close();
      throw new GatewayStartException("cannot record the policies: " + e.getMessage());
    }
  }

  private static Gateway started(
      Configuration configuration,
      String version,
      boolean listens,
      PolicyEngine engine,
      List<Problem> warnings,
      EntryLog log,
      Recorder recorder)
      throws GatewayStartException {
    JsonLimits limits =
        new JsonLimits(configuration.limits().bodyBytesMax(), configuration.limits().nestingMax());
    Dispatcher dispatcher = new Dispatcher(Upstreams.of(configuration));
    AccessSummaries access = new AccessSummaries(recorder, CLOCK);
    Sessions sessions =
        new Sessions(
            configuration.limits().sessionsMax(),
            configuration.limits().sessionIdle(),
            // Ending it with the upstreams may take a while, and the cache must not wait.
            id -> Thread.startVirtualThread(() -> dispatcher.end(id)));
    Exchanges exchanges =
        new Exchanges(
            Identities.identifier(configuration),
            access,
            limits,
            new Router(dispatcher.names()),
            engine,
            recorder,
            dispatcher,
            sessions,
            new ExchangeIds(CLOCK),
            version);
    ExchangeHandler handler = exchanges.handler();
    try {
      Optional<HttpEdge> http =
          listens
              ? Optional.of(
                  HttpEdge.start(
                      Listening.settings(configuration), handler, new Health(log, version)))
              : Optional.empty();
      return new Gateway(configuration, log, access, dispatcher, handler, warnings, http);
    } catch (RuntimeException e) {
      access.close();
      dispatcher.close();
      log.close();
      throw new GatewayStartException(
          "cannot listen on " + configuration.listen() + ": " + e.getMessage());
    }
  }

  private static EntryLog open(Configuration configuration, String version)
      throws GatewayStartException {
    try {
      return Recordings.open(configuration, version);
    } catch (RecordingException e) {
      throw GatewayStartException.recordings(e);
    }
  }

  /** Where clients connect; the endpoint that shows every upstream. */
  public URI uri() {
    int port = http.map(HttpEdge::port).orElse(0);
    return URI.create(configuration.listen().httpUri(port) + Endpoint.FEDERATED_PATH);
  }

  /** What in the policies works but is probably not meant. */
  public List<Problem> warnings() {
    return warnings;
  }

  /** The key that verifies the log's checkpoints. */
  public String verifierKey() {
    return log.verifierKey();
  }

  /**
   * Waits until a witness contradicts the log, after which no call is made any more.
   *
   * @return what it says
   */
  public String awaitHalt() throws InterruptedException {
    log.awaitHalt();
    return log.failure().orElse("halted");
  }

  /** Whether a witness contradicts the log, so that starting again will not help. */
  public boolean isHalted() {
    return log.isHalted();
  }

  /** Where orders about the log are carried out. */
  public Desk desk() {
    return new Desk(log, CLOCK);
  }

  /**
   * Serves one client that speaks over a pair of streams, until its input ends.
   *
   * @param credentials that say who it is, where they are asked for
   * @throws IOException where the input cannot be read
   */
  public void serveStdio(InputStream in, OutputStream out, Credentials credentials)
      throws IOException {
    new StdioEdge(
            handler,
            configuration.limits().bodyBytesMax(),
            configuration.limits().concurrentCallsMax(),
            credentials)
        .serve(in, out);
  }

  @Override
  public void close() {
    http.ifPresent(HttpEdge::close);
    dispatcher.close();
    access.close();
    log.close();
  }
}
