package dev.gatehouse.gateway.config;

import dev.gatehouse.gateway.pinning.PinningModes;
import dev.gatehouse.gateway.seal.AuditorKey;
import dev.gatehouse.recordings.LogSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What one gateway is told to be: the content of {@code gatehouse.yaml}.
 *
 * <p>Guarantee: immutable and valid; paths are resolved against the file; the text form holds no
 * secret.
 *
 * @param file the file that it was read from
 * @param digest SHA-256 of the file's bytes in hexadecimal; secrets are substituted after reading,
 *     so they are not in it
 * @param signin where the gateway itself gives tokens
 * @param policies the policy files in the order in which they count, at least one
 * @param upstreams in the order of the file, with distinct names, at least one
 * @param outbound how connections are opened
 * @param approvals how long calls wait for people, and how those are told
 * @param pinning what is done where an upstream changes a tool that was accepted
 * @param tls how TLS is spoken to clients, where it is
 * @param offersSse whether clients of the transport of 2024-11-05 are served too
 * @param allowedOrigins browser origins that may call, such as {@code https://console.example.com}
 * @param allowedHosts values of {@code Host} that are accepted beside the gateway's own address
 */
public record Configuration(
    Path file,
    String digest,
    ListenAddress listen,
    Optional<FrontSettings> tls,
    IdentitySettings identity,
    Optional<SigninConfiguration> signin,
    RecordingsSettings recordings,
    List<Path> policies,
    List<UpstreamSettings> upstreams,
    OutboundSettings outbound,
    PinningModes pinning,
    ApprovalSettings approvals,
    Limits limits,
    boolean offersSse,
    List<String> allowedOrigins,
    List<String> allowedHosts) {

  public Configuration {
    policies = List.copyOf(policies);
    upstreams = List.copyOf(upstreams);
    allowedOrigins = List.copyOf(allowedOrigins);
    allowedHosts = List.copyOf(allowedHosts);
    if (policies.isEmpty() || upstreams.isEmpty()) {
      throw new IllegalArgumentException("expected at least one policy and one upstream");
    }
    if (identity instanceof IdentitySettings.Local && !listen.isLoopback()) {
      throw new IllegalArgumentException(
          "identity mode local expected to listen on loopback, not on " + listen);
    }
    if (identity instanceof IdentitySettings.Tokens tokens
        && tokens.issuers().isEmpty()
        && signin.isEmpty()) {
      throw new IllegalArgumentException("expected at least one issuer");
    }
    long names = upstreams.stream().map(UpstreamSettings::name).distinct().count();
    if (names < upstreams.size()) {
      throw new IllegalArgumentException("two upstreams have one name");
    }
  }

  /** The base address that clients on this machine use, such as {@code http://[::1]:7411}. */
  public URI address(int boundPort) {
    return listen.uri(tls.isPresent() ? "https" : "http", boundPort);
  }

  /** The same with another place to listen on, for tests and for a port given by hand. */
  public Configuration withListen(ListenAddress address) {
    return new Configuration(
        file,
        digest,
        address,
        tls,
        identity,
        signin,
        recordings,
        policies,
        upstreams,
        outbound,
        pinning,
        approvals,
        limits,
        offersSse,
        allowedOrigins,
        allowedHosts);
  }

  /**
   * Where and how the recordings are kept.
   *
   * @param log the log; its directory is absolute
   * @param sealKeys of the auditors who may open what policy seals
   */
  public record RecordingsSettings(LogSettings log, List<AuditorKey> sealKeys) {
    public RecordingsSettings {
      sealKeys = List.copyOf(sealKeys);
    }

    /** The data directory, absolute. */
    public Path directory() {
      return log.directory();
    }
  }

  /**
   * What the gateway takes at most.
   *
   * @param bodyBytesMax bytes of one message, because it is held in memory as a whole
   * @param nestingMax objects and arrays inside each other
   * @param concurrentCallsMax calls at work at one time; more are told to come back
   * @param sessionsMax sessions open at one time, because each holds memory until it ends
   * @param streamsMax streams of server messages open at one time, which are no calls at work
   * @param silenceMax time without a message after which the stream of a call is closed, for its
   *     client to come back for the rest
   * @param sessionIdle time without a message after which a session is forgotten
   */
  public record Limits(
      int bodyBytesMax,
      int nestingMax,
      int concurrentCallsMax,
      int sessionsMax,
      int streamsMax,
      Duration silenceMax,
      Duration sessionIdle) {

    /** Enough for a team; a message may hold a picture, which is why it may be large. */
    public static final Limits STANDARD =
        new Limits(16 << 20, 128, 256, 1000, 1000, Duration.ofHours(1), Duration.ofMinutes(30));

    public Limits {
      if (bodyBytesMax < 1 || nestingMax < 1) {
        throw new IllegalArgumentException("limits expected to be positive");
      }
      if (concurrentCallsMax < 1 || sessionsMax < 1 || streamsMax < 1) {
        throw new IllegalArgumentException("limits expected to be positive");
      }
    }
  }
}
