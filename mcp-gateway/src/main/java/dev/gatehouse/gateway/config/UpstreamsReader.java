package dev.gatehouse.gateway.config;

import dev.gatehouse.gateway.credentials.CredentialSettings;
import dev.gatehouse.policies.yaml.MappingReader;
import dev.gatehouse.policies.yaml.Problem;
import dev.gatehouse.policies.yaml.Problems;
import dev.gatehouse.policies.yaml.YamlNode;
import dev.gatehouse.policies.yaml.YamlNode.Scalar;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Reads the key upstreams: a mapping of names to servers. Confined to one thread. */
final class UpstreamsReader {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

  private static final Duration TIMEOUT_MIN = Duration.ofMillis(10);
  private static final Duration TIMEOUT_MAX = Duration.ofHours(24);

  private static final List<String> KEYS =
      List.of(
          "url",
          "command",
          "headers",
          "credentials",
          "environment",
          "directory",
          "timeout",
          "connect-timeout",
          "pinning");

  /** What the transport writes itself; a second value would contradict it. */
  private static final Set<String> OWN_HEADERS =
      Set.of("accept", "connection", "content-length", "content-type", "host", "transfer-encoding");

  private final Path file;
  private final Problems warnings;
  private final Function<Scalar, Optional<String>> secrets;
  private final CredentialsReader credentials;
  private final PinningReader pinning;

  UpstreamsReader(
      Path file,
      Problems warnings,
      Function<Scalar, Optional<String>> secrets,
      CredentialsReader credentials,
      PinningReader pinning) {
    this.file = file;
    this.warnings = warnings;
    this.secrets = secrets;
    this.credentials = credentials;
    this.pinning = pinning;
  }

  List<UpstreamSettings> read(MappingReader root) {
    Optional<MappingReader> found = root.mapping("upstreams");
    if (found.isEmpty()) {
      return List.of();
    }
    MappingReader upstreams = found.get();
    if (upstreams.keys().isEmpty()) {
      root.problem("upstreams", "`upstreams` is empty; expected at least one");
    }
    List<UpstreamSettings> settings = new ArrayList<>();
    for (String name : upstreams.keys()) {
      if (!name.matches("[a-z][a-z0-9-]{0,31}")) {
        upstreams.problemAtKey(
            name,
            "an upstream's name should be a lower case letter and then at most 31 lower case"
                + " letters, digits and hyphens, found "
                + Problem.quote(name));
      }
      upstreams.mapping(name).flatMap(reader -> upstream(name, reader)).ifPresent(settings::add);
    }
    return settings;
  }

  private Optional<UpstreamSettings> upstream(String name, MappingReader reader) {
    boolean url = reader.has("url");
    boolean command = reader.has("command");
    if (url == command) {
      String found = url ? "found both" : "found neither";
      reader.problem("expected either `url` or `command`, " + found);
      KEYS.forEach(reader::has);
      reader.end();
      return Optional.empty();
    }
    return url ? http(name, reader) : stdio(name, reader);
  }

  private Optional<UpstreamSettings> http(String name, MappingReader reader) {
    Optional<URI> url = reader.string("url").flatMap(text -> Addresses.http(reader, "url", text));
    Map<String, String> headers = reader.mapping("headers").map(this::headers).orElse(Map.of());
    Optional<CredentialSettings> shown = credentials.read(reader, List.copyOf(headers.keySet()));
    boolean hasSecrets = !headers.isEmpty() || shown.isPresent();
    if (url.isPresent() && hasSecrets && Addresses.isInClear(url.get())) {
      reader
          .node("url")
          .ifPresent(
              place ->
                  warnings.add(
                      file.toString(),
                      place.line(),
                      place.column(),
                      (headers.isEmpty()
                              ? "the credentials of upstream "
                              : "the headers of upstream ")
                          + Problem.quote(name)
                          + " travel in clear"));
    }
    Duration timeout = timeout(reader, "timeout", TIMEOUT);
    Duration connectTimeout = timeout(reader, "connect-timeout", CONNECT_TIMEOUT);
    pinning.read(name, reader);
    reader.end();
    return url.map(
        uri -> new UpstreamSettings.Http(name, uri, headers, shown, timeout, connectTimeout));
  }

  /** Whether the gateway itself writes the header of this name. */
  static boolean isOwn(String name) {
    String lowerCase = name.toLowerCase(Locale.ROOT);
    return OWN_HEADERS.contains(lowerCase) || lowerCase.startsWith("mcp-");
  }

  private Map<String, String> headers(MappingReader reader) {
    Map<String, String> headers = new LinkedHashMap<>();
    for (String name : reader.keys()) {
      Optional<String> value = reader.text(name).flatMap(secrets);
      if (!name.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+")) {
        reader.problemAtKey(name, "expected the name of a header, found " + Problem.quote(name));
      } else if (isOwn(name)) {
        reader.problemAtKey(name, "the header " + Problem.quote(name) + " is set by the gateway");
      } else if (value.isPresent() && !value.get().matches("([!-~]([\\t -~]*[!-~])?)?")) {
        reader.problem(
            name,
            "the value of header "
                + Problem.quote(name)
                + " should be printable ASCII without spaces at its ends");
      }
      value.ifPresent(text -> headers.put(name, text));
    }
    return headers;
  }

  private Optional<UpstreamSettings> stdio(String name, MappingReader reader) {
    List<String> command = command(reader);
    Map<String, String> environment =
        reader.mapping("environment").map(this::environment).orElse(Map.of());
    Path directory = directory(reader);
    Duration timeout = timeout(reader, "timeout", TIMEOUT);
    pinning.read(name, reader);
    reader.end();
    return command.isEmpty()
        ? Optional.empty()
        : Optional.of(new UpstreamSettings.Stdio(name, command, environment, directory, timeout));
  }

  private List<String> command(MappingReader reader) {
    Optional<YamlNode> node = reader.node("command");
    if (node.isPresent() && node.get() instanceof Scalar scalar && scalar.text().contains(" ")) {
      reader.problem(
          "command", "`command` should be a list such as `[ \"npx\", \"-y\", \"a-server\" ]`");
      return List.of();
    }
    List<String> command = reader.strings("command");
    if (!command.isEmpty() && command.getFirst().isBlank()) {
      reader.problem("command", "`command` should begin with a program");
      return List.of();
    }
    return command;
  }

  private Map<String, String> environment(MappingReader reader) {
    Map<String, String> environment = new LinkedHashMap<>();
    for (String name : reader.keys()) {
      if (name.isEmpty() || name.contains("=")) {
        reader.problemAtKey(name, "expected the name of a variable, found " + Problem.quote(name));
      }
      reader.text(name).flatMap(secrets).ifPresent(text -> environment.put(name, text));
    }
    return environment;
  }

  private Path directory(MappingReader reader) {
    String text = reader.optionalString("directory").orElse("");
    try {
      Path directory = file.toAbsolutePath().resolveSibling(text).normalize();
      if (!Files.isDirectory(directory)) {
        reader.problem("directory", "there is no folder " + Problem.quote(text));
      }
      return directory;
    } catch (InvalidPathException e) {
      reader.problem("directory", "`directory` should be a path: " + e.getReason());
      return file.toAbsolutePath();
    }
  }

  private static Duration timeout(MappingReader reader, String key, Duration usual) {
    return reader.duration(key, TIMEOUT_MIN, TIMEOUT_MAX).orElse(usual);
  }
}
