package dev.gatehouse.gateway;

import dev.gatehouse.adapters.jsonrpc.JsonLimits;
import dev.gatehouse.gateway.audit.AccessSummaries;
import dev.gatehouse.gateway.audit.ExchangeIds;
import dev.gatehouse.gateway.audit.PolicyEntries;
import dev.gatehouse.gateway.audit.Recorder;
import dev.gatehouse.gateway.config.Configuration;
import dev.gatehouse.gateway.custody.Answer;
import dev.gatehouse.gateway.custody.Desk;
import dev.gatehouse.gateway.custody.Giver;
import dev.gatehouse.gateway.custody.GrantOrders;
import dev.gatehouse.gateway.custody.Order;
import dev.gatehouse.gateway.custody.PinOrders;
import dev.gatehouse.gateway.exchange.ExchangeHandler;
import dev.gatehouse.gateway.exchange.Exchanges;
import dev.gatehouse.gateway.identity.Credentials;
import dev.gatehouse.gateway.identity.Identifier;
import dev.gatehouse.gateway.mcp.RequestStates;
import dev.gatehouse.gateway.mcp.Sessions;
import dev.gatehouse.gateway.ops.Health;
import dev.gatehouse.gateway.policy.PoliciesInForce;
import dev.gatehouse.gateway.policy.PolicyFiles;
import dev.gatehouse.gateway.policy.PolicyWatch;
import dev.gatehouse.gateway.routing.Endpoint;
import dev.gatehouse.gateway.routing.Router;
import dev.gatehouse.gateway.routing.TaskIds;
import dev.gatehouse.gateway.seal.Seal;
import dev.gatehouse.gateway.signin.PersonSource;
import dev.gatehouse.gateway.signin.Signin;
import dev.gatehouse.gateway.transport.HttpEdge;
import dev.gatehouse.gateway.transport.PageRoom;
import dev.gatehouse.gateway.transport.StdioEdge;
import dev.gatehouse.gateway.upstream.Dispatcher;
import dev.gatehouse.policies.PolicyEngine;
import dev.gatehouse.policies.PolicySet;
import dev.gatehouse.policies.limit.Limits;
import dev.gatehouse.policies.mask.KeyedPseudonyms;
import dev.gatehouse.policies.yaml.Problem;
import dev.gatehouse.recordings.EntryLog;
import dev.gatehouse.recordings.RecordingException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * One gateway, from its configuration to its end.
 *
 * <p>Guarantee: nothing listens before the log is open, recovered and holds the policies that will
 * decide. On closing, exchanges under way get a moment to end; what does not is closed as {@code
 * outcome-unknown} by the next start. Thread-safe.
 */
public final class Gateway implements AutoCloseable {
  private static final Logger LOG = System.getLogger(Gateway.class.getName());
  private static final InstantSource CLOCK = InstantSource.system();

  private final Configuration configuration;
  private final EntryLog log;
  private final Beside beside;
  private final HeldCalls held;
  private final AccessSummaries access;
  private final Dispatcher dispatcher;
  private final ExchangeHandler handler;
  private final PoliciesInForce policies;
  private final PolicyWatch watch;
  private final List<Problem> warnings;
  private final Optional<HttpEdge> http;
  private final Optional<Signin> signin;

  private Gateway(
      Configuration configuration,
      EntryLog log,
      Beside beside,
      HeldCalls held,
      AccessSummaries access,
      Dispatcher dispatcher,
      ExchangeHandler handler,
      PoliciesInForce policies,
      PolicyWatch watch,
      List<Problem> warnings,
      Optional<HttpEdge> http,
      Optional<Signin> signin) {
    this.configuration = configuration;
    this.log = log;
    this.beside = beside;
    this.held = held;
    this.access = access;
    this.dispatcher = dispatcher;
    this.handler = handler;
    this.policies = policies;
    this.watch = watch;
    this.warnings = warnings;
    this.http = http;
    this.signin = signin;
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
    PolicyFiles files = new PolicyFiles(configuration.policies());
    // Before they are read: what changes in between is seen by the watch.
    String fingerprint = files.fingerprint();
    PolicySet first;
    List<Problem> warnings;
    switch (Policies.read(configuration)) {
      case PolicySet.Reading.Rejected(List<Problem> problems) ->
          throw new GatewayStartException("the policies have problems", problems);
      case PolicySet.Reading.Accepted(PolicySet set, List<Problem> found) -> {
        first = set;
        warnings = found;
      }
    }
    Optional<PersonSource> people = Signins.people(configuration, CLOCK);
    EntryLog log = open(configuration, version);
    Beside beside = Beside.open(configuration, log);
    try {
      Limits limits = new Limits(beside.counts(), log.secret("limits"));
      PoliciesInForce policies =
          PoliciesInForce.beginning(
              first, new PolicyEntries(log), set -> new PolicyEngine(set, CLOCK, limits));
      Seal seal = Seal.to(configuration.recordings().sealKeys());
      Recorder recorder = new Recorder(log, policies.engine().everyDetector()::scrubName, seal);
      recorder.sealKeysLoaded();
      LOG.log(Level.INFO, "event=policies-loaded by=start in-force=" + policies.digest());
      HeldCalls held = held(configuration, log, beside, policies);
      Supplier<PolicyWatch> watch =
          () -> PolicyWatch.start(files, fingerprint, policies, () -> Policies.read(configuration));
      return started(
          configuration,
          version,
          listens,
          policies,
          watch,
          warnings,
          log,
          beside,
          held,
          people,
          recorder);
    } catch (RecordingException e) {
      beside.close();
      log.close();
      throw new GatewayStartException("cannot record the policies: " + e.getMessage());
    }
  }

  private static Gateway started(
      Configuration configuration,
      String version,
      boolean listens,
      PoliciesInForce policies,
      Supplier<PolicyWatch> watch,
      List<Problem> warnings,
      EntryLog log,
      Beside beside,
      HeldCalls held,
      Optional<PersonSource> people,
      Recorder recorder)
      throws GatewayStartException {
    Dispatcher dispatcher = new Dispatcher(Upstreams.of(configuration, CLOCK, beside.grants()));
    AccessSummaries access = new AccessSummaries(recorder, CLOCK);
    Optional<Signin> signin = Signins.open(configuration, people, log, access, CLOCK);
    AtomicReference<Consumer<String>> ended = new AtomicReference<>(dispatcher::end);
    Sessions sessions = LegacySessions.of(configuration, log, CLOCK, id -> ended.get().accept(id));
    Identifier identifier = Identities.identifier(configuration, signin, CLOCK);
    Exchanges exchanges =
        new Exchanges(
            identifier,
            access,
            limits(configuration),
            new Router(dispatcher.names(), new TaskIds(log.secret("tasks"))),
            Identities.scopes(configuration),
            policies,
            recorder,
            dispatcher,
            sessions,
            new RequestStates(log.secret("request-states"), CLOCK),
            CLOCK,
            new ExchangeIds(CLOCK),
            beside.pins(),
            KeyedPseudonyms.of(log.secret("masks").getEncoded(), beside.vault()),
            held.asking(configuration.approvals().hold()),
            version);
    ExchangeHandler handler = exchanges.handler();
    ended.set(id -> sessionEnded(handler, dispatcher, id));
    try {
      Health health = new Health(log, policies, version);
      List<PageRoom> rooms = Rooms.of(configuration, signin, identifier, beside, held, access);
      Optional<HttpEdge> http =
          listens
              ? Optional.of(listening(configuration, handler, health, rooms, beside, held))
              : Optional.empty();
      return new Gateway(
          configuration,
          log,
          beside,
          held,
          access,
          dispatcher,
          handler,
          policies,
          watch.get(),
          warnings,
          http,
          signin);
    } catch (RuntimeException e) {
      signin.ifPresent(Signin::close);
      access.close();
      dispatcher.close();
      close(held, beside, log);
      throw new GatewayStartException(
          "cannot listen on " + configuration.listen() + ": " + e.getMessage());
    }
  }

  private static JsonLimits limits(Configuration configuration) {
    return new JsonLimits(
        configuration.limits().bodyBytesMax(), configuration.limits().nestingMax());
  }

  private static HeldCalls held(
      Configuration configuration, EntryLog log, Beside beside, PoliciesInForce policies)
      throws GatewayStartException {
    try {
      return HeldCalls.open(configuration, log, policies);
    } catch (GatewayStartException e) {
      beside.close();
      log.close();
      throw e;
    }
  }

  private static void sessionEnded(ExchangeHandler handler, Dispatcher dispatcher, String id) {
    handler.sessionEnded(id);
    dispatcher.end(id);
  }

  private static HttpEdge listening(
      Configuration configuration,
      ExchangeHandler handler,
      Health health,
      List<PageRoom> rooms,
      Beside beside,
      HeldCalls held) {
    HttpEdge edge = HttpEdge.start(Listening.settings(configuration), handler, health, rooms);
    Optional<URI> base = Rooms.base(configuration, edge.port());
    base.ifPresent(beside.grants()::servedAt);
    base.ifPresent(held::servedAt);
    return edge;
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
    return URI.create(configuration.address(port) + Endpoint.FEDERATED_PATH);
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

  /** Has an order about the log carried out, if its giver may give it. */
  public Answer perform(Order order, Giver giver) {
    return Clearance.of(configuration, signin)
        .perform(order, giver, cleared -> desk().perform(order, cleared));
  }

  private Desk desk() {
    return new Desk(
        log,
        beside.vault(),
        new PinOrders(log, beside.pins(), new PinSweep(dispatcher, beside.pins(), policies)),
        new GrantOrders(log, beside.grants()),
        held.orders(),
        CLOCK,
        this::reloaded);
  }

  /** The digest of the policies in force. */
  public String policyDigest() {
    return policies.digest();
  }

  /**
   * Reads the policy files again, now; what comes of it is logged and recorded.
   *
   * @param by who wants it
   */
  public void reloadPolicies(String by) {
    reloaded(by);
  }

  private Answer reloaded(String by) {
    try {
      return watch.now(by).map(Reloads::answer).orElse(Reloads.LATE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Reloads.LATE;
    }
  }

  /**
   * Serves one client that speaks over a pair of streams, until its input ends.
   *
   * @param credentials that say who it is, where they are asked for; may say that they are away
   * @throws IOException where the input cannot be read
   */
  public void serveStdio(InputStream in, OutputStream out, Supplier<Credentials> credentials)
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
    // Those who wait for people are told to come back, instead of being cut off.
    held.approvals().endWaits();
    handler.endListening();
    http.ifPresent(HttpEdge::close);
    watch.close();
    dispatcher.close();
    signin.ifPresent(Signin::close);
    access.close();
    close(held, beside, log);
  }

  private static void close(HeldCalls held, Beside beside, EntryLog log) {
    held.close();
    beside.close();
    log.close();
  }
}
