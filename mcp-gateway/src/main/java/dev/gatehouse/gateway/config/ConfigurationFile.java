package dev.gatehouse.gateway.config;

import dev.gatehouse.gateway.config.Configuration.Limits;
import dev.gatehouse.gateway.config.Configuration.RecordingsSettings;
import dev.gatehouse.gateway.pinning.PinningModes;
import dev.gatehouse.policies.yaml.MappingReader;
import dev.gatehouse.policies.yaml.Problems;
import dev.gatehouse.policies.yaml.YamlFile;
import dev.gatehouse.policies.yaml.YamlNode.Scalar;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Reads {@code gatehouse.yaml}.
 *
 * <p>Shape:
 *
 * <pre>
 * listen: 127.0.0.1:7411
 * identity: { mode: local }
 * recordings: { directory: data }
 * policies: [ policy.yaml ]
 * upstreams:
 *   everything: { url: "http://127.0.0.1:39023/mcp" }
 * </pre>
 *
 * <p>Errors: none are thrown for what the file holds; all problems are in the result. Confined to
 * one thread.
 */
public final class ConfigurationFile {
  private static final ListenAddress LISTEN = new ListenAddress("127.0.0.1", 7411);
  private static final Duration DAY = Duration.ofHours(24);

  private final Path file;
  private final Problems problems = new Problems();
  private final Problems warnings = new Problems();

  private final SealKeysReader sealKeys;
  private final boolean readsKeys;

  private ConfigurationFile(Path file, boolean readsKeys) {
    this.file = file;
    this.readsKeys = readsKeys;
    this.sealKeys = new SealKeysReader(file, problems, readsKeys);
  }

  /** Reads this file; secrets come from the environment of this process. */
  public static ConfigurationReading read(Path file) {
    return read(file, System.getenv());
  }

  /** Reads this file; secrets come from these variables. */
  public static ConfigurationReading read(Path file, Map<String, String> environment) {
    var reading = new ConfigurationFile(file, true);
    var secrets = new Secrets(file, environment, reading.problems);
    return reading.read(secrets::substitute);
  }

  /**
   * Reads this file for those who only need to know where things are: secrets and keys are neither
   * looked up nor missed, and every value that names one is empty.
   */
  public static ConfigurationReading readWithoutSecrets(Path file) {
    return new ConfigurationFile(file, false).read(secret -> Optional.of(""));
  }

  private ConfigurationReading read(Function<Scalar, Optional<String>> secrets) {
    Optional<String> text = YamlFile.text(file, problems);
    Optional<MappingReader> root =
        text.flatMap(yaml -> YamlFile.parse(file.toString(), yaml, problems))
            .flatMap(node -> MappingReader.of(file.toString(), node, problems));
    if (root.isEmpty()) {
      return new ConfigurationReading.Rejected(problems.list(), List.of());
    }
    return read(sha256(text.get()), root.get(), secrets);
  }

  private ConfigurationReading read(
      String digest, MappingReader root, Function<Scalar, Optional<String>> secrets) {
    var access = new AccessReader(file.toString(), problems, warnings);
    ListenAddress listen = access.listen(root).orElse(LISTEN);
    var issuers = new IssuerReader(file, problems, secrets);
    IdentitySettings identity = new IdentityReader(issuers).read(root);
    Optional<FrontSettings> tls = new FrontReader(file, readsKeys, issuers).read(root, identity);
    access.checkReach(root, listen, tls.isPresent(), identity);
    Optional<SigninConfiguration> signin =
        new SigninReader(file, secrets)
            .read(root, listen.uri(tls.isPresent() ? "https" : "http", listen.port()), identity);
    root.require("recordings", "policies", "upstreams");
    Optional<RecordingsSettings> recordings =
        root.mapping("recordings").flatMap(recordingsReader(secrets)::read);
    List<Path> policies = policies(root);
    var pinning = new PinningReader();
    boolean hasTokens = identity instanceof IdentitySettings.Tokens;
    boolean signsIn = root.has("signin");
    var credentials = new CredentialsReader(file, secrets, hasTokens, hasTokens && !signsIn);
    List<UpstreamSettings> upstreams =
        new UpstreamsReader(file, warnings, secrets, credentials, pinning).read(root);
    OutboundSettings outbound = new OutboundReader(file, problems, readsKeys).read(root);
    PinningModes pinningModes = pinning.read(root);
    ApprovalSettings approvals =
        new ApprovalsReader(warnings, secrets).read(root, identity, signin);
    Limits limits = root.mapping("limits").map(ConfigurationFile::limits).orElse(Limits.STANDARD);
    boolean sse = root.mapping("transports").map(ConfigurationFile::sse).orElse(false);
    List<String> origins = access.origins(root);
    List<String> hosts = access.hosts(root);
    root.end();
    if (!problems.isEmpty() || recordings.isEmpty()) {
      return new ConfigurationReading.Rejected(problems.list(), policies);
    }
    Reach.check(file, root, recordings.get().directory(), upstreams, warnings);
    return new ConfigurationReading.Accepted(
        new Configuration(
            file,
            digest,
            listen,
            tls,
            identity,
            signin,
            recordings.get(),
            policies,
            upstreams,
            outbound,
            pinningModes,
            approvals,
            limits,
            sse,
            origins,
            hosts),
        warnings.list());
  }

  private RecordingsReader recordingsReader(Function<Scalar, Optional<String>> secrets) {
    return new RecordingsReader(
        file, sealKeys, new PostgresReader(secrets), new SigningReader(file, secrets), readsKeys);
  }

  private List<Path> policies(MappingReader root) {
    List<Path> paths = new ArrayList<>();
    for (Scalar text : root.texts("policies")) {
      Optional<Path> path =
          text.text().isBlank()
              ? Optional.empty()
              : path(text.text(), message -> problem(text, message));
      if (text.text().isBlank()) {
        problem(text, "expected the path of a policy file");
      } else if (path.isPresent() && paths.contains(path.get())) {
        problem(text, "this policy file is listed already");
      }
      path.filter(p -> !paths.contains(p)).ifPresent(paths::add);
    }
    return paths;
  }

  private static boolean sse(MappingReader reader) {
    boolean sse = reader.bool("sse").orElse(false);
    reader.end();
    return sse;
  }

  private static Limits limits(MappingReader reader) {
    Limits usual = Limits.STANDARD;
    var body = reader.bytes("body");
    if (body.isPresent() && (body.getAsLong() < 1024 || body.getAsLong() > 1L << 30)) {
      reader.problem("body", "`body` should be between 1KiB and 1GiB");
      body = OptionalLong.empty();
    }
    var limits =
        new Limits(
            (int) body.orElse(usual.bodyBytesMax()),
            (int) reader.integer("nesting", 8, 1000).orElse(usual.nestingMax()),
            (int) reader.integer("calls", 1, 100_000).orElse(usual.concurrentCallsMax()),
            (int) reader.integer("sessions", 1, 1_000_000).orElse(usual.sessionsMax()),
            (int) reader.integer("streams", 1, 100_000).orElse(usual.streamsMax()),
            reader
                .duration("silence", Duration.ofSeconds(1), Duration.ofHours(1))
                .orElse(usual.silenceMax()),
            reader
                .duration("session-idle", Duration.ofSeconds(1), DAY)
                .orElse(usual.sessionIdle()));
    reader.end();
    return limits;
  }

  private Optional<Path> path(String text, Consumer<String> problem) {
    try {
      return Optional.of(file.resolveSibling(text));
    } catch (InvalidPathException e) {
      problem.accept("expected a path of this operating system: " + e.getReason());
      return Optional.empty();
    }
  }

  private void problem(Scalar place, String message) {
    problems.add(file.toString(), place.line(), place.column(), message);
  }

  private static String sha256(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
