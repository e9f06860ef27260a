package dev.gatehouse.gateway.exchange;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.adapters.jsonrpc.JsonLimits;
import dev.gatehouse.gateway.approval.Approvals;
import dev.gatehouse.gateway.approval.Surroundings;
import dev.gatehouse.gateway.audit.AccessSummaries;
import dev.gatehouse.gateway.audit.ApprovalEntries;
import dev.gatehouse.gateway.audit.ExchangeIds;
import dev.gatehouse.gateway.audit.PolicyEntries;
import dev.gatehouse.gateway.audit.Recorder;
import dev.gatehouse.gateway.identity.Credentials;
import dev.gatehouse.gateway.identity.LocalIdentifier;
import dev.gatehouse.gateway.identity.ScopeCheck;
import dev.gatehouse.gateway.mcp.Headers;
import dev.gatehouse.gateway.mcp.RequestStates;
import dev.gatehouse.gateway.mcp.SessionIds;
import dev.gatehouse.gateway.mcp.Sessions;
import dev.gatehouse.gateway.pinning.PinningMode;
import dev.gatehouse.gateway.pinning.PinningModes;
import dev.gatehouse.gateway.pinning.Pins;
import dev.gatehouse.gateway.policy.PoliciesInForce;
import dev.gatehouse.gateway.routing.Endpoint;
import dev.gatehouse.gateway.routing.Router;
import dev.gatehouse.gateway.routing.TaskIds;
import dev.gatehouse.gateway.seal.Seal;
import dev.gatehouse.gateway.upstream.Dispatcher;
import dev.gatehouse.policies.PolicyEngine;
import dev.gatehouse.policies.PolicySet;
import dev.gatehouse.policies.PolicyText;
import dev.gatehouse.policies.mask.Pseudonyms;
import dev.gatehouse.recordings.Boot;
import dev.gatehouse.recordings.EntryLog;
import dev.gatehouse.recordings.LogReader;
import dev.gatehouse.recordings.LogSettings;
import dev.gatehouse.recordings.PartName;
import dev.gatehouse.recordings.RecordingException;
import dev.gatehouse.recordings.StoredEntry;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The exchange with a real log in a directory of the test's, real policies, and fake upstreams. */
final class ExchangeBench implements AutoCloseable {
  private static final String META =
      "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
          + "\"io.modelcontextprotocol/clientCapabilities\":{}}";

  /** Short, so that tests see a client come back. */
  private static final Duration HOLD = Duration.ofMillis(300);

  private final Path directory;
  private final EntryLog log;
  private final Pins pins;
  private final AccessSummaries access;
  private final Approvals approvals;
  private final ExchangeHandler handler;

  ExchangeBench(Path directory, String policy, FakeUpstream... upstreams)
      throws RecordingException {
    this(directory, policy, Seal.to(List.of()), upstreams);
  }

  /** The same with somebody to seal originals to. */
  ExchangeBench(Path directory, String policy, Seal seal, FakeUpstream... upstreams)
      throws RecordingException {
    this(directory, policy, seal, PinningMode.OFF, upstreams);
  }

  /** The same where calls are held for so long. */
  ExchangeBench(Path directory, String policy, Duration hold, FakeUpstream... upstreams)
      throws RecordingException {
    this(directory, policy, Seal.to(List.of()), PinningMode.OFF, hold, upstreams);
  }

  /** The same with tools pinned. */
  ExchangeBench(
      Path directory, String policy, Seal seal, PinningMode pinning, FakeUpstream... upstreams)
      throws RecordingException {
    this(directory, policy, seal, pinning, HOLD, upstreams);
  }

  private ExchangeBench(
      Path directory,
      String policy,
      Seal seal,
      PinningMode pinning,
      Duration hold,
      FakeUpstream... upstreams)
      throws RecordingException {
    this.directory = directory;
    this.log =
        EntryLog.open(LogSettings.of(directory).withFreeBytesMin(0), new Boot("test", "none"));
    Dispatcher dispatcher =
        new Dispatcher(
            List.of(upstreams).stream()
                .map(upstream -> new Dispatcher.Target(upstream, Duration.ofSeconds(10)))
                .toList());
    PolicySet.Reading reading = PolicySet.of(List.of(new PolicyText("policy.yaml", policy)));
    if (!(reading instanceof PolicySet.Reading.Accepted(PolicySet set, _))) {
      throw new IllegalArgumentException(reading.toString());
    }
    PoliciesInForce policies =
        PoliciesInForce.beginning(
            set, new PolicyEntries(log), taken -> new PolicyEngine(taken, InstantSource.system()));
    this.pins =
        Pins.inFile(
            directory.resolve("pins.db"),
            log,
            new PinningModes(pinning, Map.of()),
            InstantSource.system());
    Recorder recorder = new Recorder(log, policies.engine().everyDetector()::scrubName, seal);
    this.access = new AccessSummaries(recorder, InstantSource.system());
    this.approvals =
        Approvals.inFile(
            directory.resolve("approvals.db"),
            new Surroundings(
                log.secret("approvals"),
                "gateway",
                Duration.ofMinutes(10),
                new ApprovalEntries(log, UnaryOperator.identity()),
                (_, _) -> {},
                InstantSource.system()));
    approvals.open();
    this.handler =
        new Exchanges(
                new LocalIdentifier("ada"),
                access,
                JsonLimits.STANDARD,
                new Router(dispatcher.names(), new TaskIds(log.secret("tasks"))),
                ScopeCheck.NONE,
                policies,
                recorder,
                dispatcher,
                new Sessions(
                    InstantSource.system(),
                    new SessionIds(log.secret("sessions")),
                    (_, _, _, _) -> Optional.empty(),
                    10,
                    Duration.ofMinutes(1),
                    _ -> {}),
                new RequestStates(log.secret("request-states"), InstantSource.system()),
                InstantSource.system(),
                new ExchangeIds(InstantSource.system()),
                pins,
                Pseudonyms.none(),
                new Asking(
                    approvals, hold, id -> Optional.of(URI.create("https://gw/approvals/" + id))),
                "test")
            .handler();
  }

  /** Opens a legacy session at {@code /mcp}. */
  String session() {
    return session("{}");
  }

  /** Opens one whose client has these capabilities. */
  String session(String capabilities) {
    return session("2025-11-25", capabilities);
  }

  /** Opens one of this revision. */
  String session(String revision, String capabilities) {
    CapturedSink sink = new CapturedSink();
    post(
        "{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\",\"params\":{\"protocolVersion\":\""
            + revision
            + "\",\"capabilities\":"
            + capabilities
            + ",\"clientInfo\":{\"name\":\"t\",\"version\":\"1\"}}}",
        Map.of(),
        sink);
    return sink.session();
  }

  /** Sends a message of a legacy session and returns what came of it. */
  CapturedSink legacy(String session, String json) {
    CapturedSink sink = new CapturedSink();
    post(json, Map.of("mcp-session-id", session), sink);
    return sink;
  }

  /** Sends a modern request, whose params must end with {@code "_meta":META}. */
  CapturedSink modern(String method, String name, String params) {
    return modern(method, name, params, Map.of());
  }

  /** The same with more headers. */
  CapturedSink modern(String method, String name, String params, Map<String, String> more) {
    CapturedSink sink = new CapturedSink();
    modern(method, name, params, more, sink);
    return sink;
  }

  /** The same, where the sink matters before it ends. */
  void modern(String method, String name, String params, CapturedSink sink) {
    modern(method, name, params, Map.of(), sink);
  }

  private void modern(
      String method, String name, String params, Map<String, String> more, CapturedSink sink) {
    Map<String, String> headers = new HashMap<>(more);
    headers.put("mcp-protocol-version", "2026-07-28");
    headers.put("mcp-method", method);
    if (!name.isEmpty()) {
      headers.put("mcp-name", name);
    }
    post(
        "{\"jsonrpc\":\"2.0\",\"id\":\"m\",\"method\":\""
            + method
            + "\",\"params\":{"
            + params
            + (params.isEmpty() ? "" : ",")
            + META
            + "}}",
        headers,
        sink);
  }

  /** The same of a client with these capabilities. */
  CapturedSink capable(String capabilities, String method, String name, String params) {
    CapturedSink sink = new CapturedSink();
    capable(capabilities, method, name, params, sink);
    return sink;
  }

  /** The same, where the sink matters before it ends. */
  void capable(String capabilities, String method, String name, String params, CapturedSink sink) {
    post(
        "{\"jsonrpc\":\"2.0\",\"id\":\"m\",\"method\":\""
            + method
            + "\",\"params\":{"
            + params
            + ",\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
            + "\"io.modelcontextprotocol/clientCapabilities\":"
            + capabilities
            + "}}}",
        Map.of("mcp-protocol-version", "2026-07-28", "mcp-method", method, "mcp-name", name),
        sink);
  }

  /** The calls that wait for people. */
  Approvals approvals() {
    return approvals;
  }

  /** Sends a modern request without params of its own to an upstream's own endpoint. */
  CapturedSink single(String upstream, String method) {
    CapturedSink sink = new CapturedSink();
    String body =
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" + method + "\",\"params\":{" + META + "}}";
    Map<String, String> headers =
        Map.of("mcp-protocol-version", "2026-07-28", "mcp-method", method);
    handler.handle(inbound(body, headers, new Endpoint.Single(upstream)), sink);
    return sink;
  }

  /** Sends a modern request about something to an upstream's own endpoint. */
  CapturedSink single(String upstream, String method, String name, String params) {
    CapturedSink sink = new CapturedSink();
    String body =
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\""
            + method
            + "\",\"params\":{"
            + params
            + ","
            + META
            + "}}";
    Map<String, String> headers =
        Map.of("mcp-protocol-version", "2026-07-28", "mcp-method", method, "mcp-name", name);
    handler.handle(inbound(body, headers, new Endpoint.Single(upstream)), sink);
    return sink;
  }

  void post(String body, Map<String, String> headers, ReplySink sink) {
    handler.handle(inbound(body, headers, new Endpoint.Federated()), sink);
  }

  private static Inbound inbound(String body, Map<String, String> headers, Endpoint endpoint) {
    return new Inbound(
        body.getBytes(UTF_8), new Headers(headers, true), Credentials.none("127.0.0.1"), endpoint);
  }

  /** All entries from this one on. */
  List<StoredEntry> entries(long from) throws RecordingException {
    try (LogReader reader = LogReader.open(directory)) {
      return reader.read(from, 1000);
    }
  }

  /** A line for each entry from this one on: its kind, method, decision and message. */
  List<String> lines(long from) throws RecordingException {
    return entries(from).stream()
        .map(
            entry ->
                String.join(
                    " ",
                    entry.kind().wireName(),
                    entry.method().orElse("-"),
                    entry.decision().orElse("-"),
                    entry.part(PartName.MSG).map(bytes -> bytes.toText()).orElse("-")))
        .toList();
  }

  long size() {
    return log.size();
  }

  /** Makes the log take nothing more. */
  void failLog() {
    log.close();
  }

  /** The accepted definitions of tools. */
  Pins pins() {
    return pins;
  }

  @Override
  public void close() {
    access.close();
    approvals.close();
    pins.close();
    log.close();
  }
}
