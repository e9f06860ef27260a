package dev.gatehouse.gateway.config;

import dev.gatehouse.policies.yaml.MappingReader;
import dev.gatehouse.policies.yaml.Problem;
import dev.gatehouse.policies.yaml.Problems;
import dev.gatehouse.policies.yaml.YamlNode;
import dev.gatehouse.policies.yaml.YamlNode.Scalar;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads who may come in and how: the keys listen, identity, allowed-origins, allowed-hosts. */
final class AccessReader {
  private static final Pattern HOST_AND_PORT =
      Pattern.compile("(?:\\[([0-9A-Fa-f:.]+)]|([0-9A-Za-z._-]+)):([0-9]{1,5})");
  private static final Pattern HOST =
      Pattern.compile("(?:\\[[0-9A-Fa-f:.]+]|[0-9A-Za-z._-]+)(?::[0-9]{1,5})?");

  /** Signatures that a public key checks: whoever can check a token cannot make one. */
  private static final List<String> ASYMMETRIC =
      List.of(
          "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA");

  private static final List<String> ALGORITHMS = List.of("RS256", "PS256", "ES256", "EdDSA");
  private static final Duration CLOCK_SKEW = Duration.ofSeconds(30);
  private static final Duration CLOCK_SKEW_MAX = Duration.ofMinutes(5);

  private final String file;
  private final Problems problems;
  private final Problems warnings;

  AccessReader(String file, Problems problems, Problems warnings) {
    this.file = file;
    this.problems = problems;
    this.warnings = warnings;
  }

  Optional<ListenAddress> listen(MappingReader root) {
    Optional<YamlNode> node = root.node("listen");
    if (node.isEmpty()) {
      return Optional.empty();
    }
    String text = node.get() instanceof Scalar scalar ? scalar.text() : "";
    Matcher matcher = HOST_AND_PORT.matcher(text);
    int port = matcher.matches() ? Integer.parseInt(matcher.group(3)) : -1;
    if (port < 0 || port > 65_535) {
      root.problem(
          "listen",
          "`listen` should be host:port such as `127.0.0.1:7411`, found " + node.get().described());
      return Optional.empty();
    }
    String host = matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
    return Optional.of(new ListenAddress(host, port));
  }

  IdentitySettings identity(MappingReader root) {
    Optional<MappingReader> found = root.mapping("identity");
    if (found.isEmpty()) {
      return new IdentitySettings.Local();
    }
    MappingReader reader = found.get();
    reader.require("mode");
    Optional<String> mode = reader.choice("mode", "local", "oidc");
    if (mode.isEmpty()) {
      return new IdentitySettings.Local();
    }
    IdentitySettings identity =
        mode.get().equals("local") ? new IdentitySettings.Local() : oidc(reader);
    reader.end();
    return identity;
  }

  private IdentitySettings oidc(MappingReader reader) {
    Optional<URI> issuer =
        reader.string("issuer").flatMap(text -> Addresses.confidential(reader, "issuer", text));
    Optional<String> audience = reader.string("audience");
    Optional<String> nameClaim = claim(reader, "name-claim");
    Optional<String> groupsClaim = claim(reader, "groups-claim");
    Optional<Duration> skew = reader.duration("clock-skew", Duration.ZERO, CLOCK_SKEW_MAX);
    List<String> algorithms = algorithms(reader);
    Optional<URI> resource =
        reader
            .optionalString("resource")
            .flatMap(text -> Addresses.confidential(reader, "resource", text));
    return new IdentitySettings.Oidc(
        issuer.orElse(URI.create("https://missing.invalid")),
        audience.orElse(""),
        nameClaim.orElse("sub"),
        groupsClaim.orElse("groups"),
        skew.orElse(CLOCK_SKEW),
        algorithms.isEmpty() ? ALGORITHMS : algorithms,
        resource);
  }

  private static Optional<String> claim(MappingReader reader, String key) {
    Optional<String> claim = reader.optionalString(key);
    if (claim.isPresent() && claim.get().isBlank()) {
      reader.problem(key, Problem.quote(key) + " is empty; expected the name of a claim");
    }
    return claim;
  }

  private List<String> algorithms(MappingReader reader) {
    List<String> algorithms = new ArrayList<>();
    for (Scalar text : reader.texts("algorithms")) {
      if (ASYMMETRIC.contains(text.text())) {
        algorithms.add(text.text());
      } else {
        String why =
            text.text().startsWith("HS") ? "; whoever can check such a token can make one" : "";
        problem(
            text,
            "expected one of "
                + String.join(", ", ASYMMETRIC)
                + ", found "
                + Problem.quote(text.text())
                + why);
      }
    }
    return algorithms;
  }

  /** Whether what can reach the address fits what is asked of a caller. */
  void checkReach(MappingReader root, ListenAddress listen, IdentitySettings identity) {
    if (listen.isLoopback() || !root.has("listen")) {
      return;
    }
    switch (identity) {
      case IdentitySettings.Local() ->
          root.problem(
              "listen",
              Problem.quote(listen.toString())
                  + " can be reached from other machines, which identity mode local would trust;"
                  + " expected a loopback address such as `127.0.0.1:7411`, or mode oidc");
      case IdentitySettings.Oidc oidc -> {
        if (oidc.resource().isEmpty()) {
          root.node("listen")
              .ifPresent(
                  place ->
                      warnings.add(
                          file,
                          place.line(),
                          place.column(),
                          "tokens arrive here in clear; put a proxy with TLS in front and name its"
                              + " address as `resource` under `identity`"));
        }
      }
    }
  }

  List<String> origins(MappingReader root) {
    List<String> origins = new ArrayList<>();
    for (Scalar text : root.texts("allowed-origins")) {
      if (Addresses.isOrigin(text.text())) {
        origins.add(text.text());
      } else {
        problem(
            text,
            "expected an origin such as `https://console.example.com`, found "
                + Problem.quote(text.text()));
      }
    }
    return origins;
  }

  List<String> hosts(MappingReader root) {
    List<String> hosts = new ArrayList<>();
    for (Scalar text : root.texts("allowed-hosts")) {
      if (HOST.matcher(text.text()).matches()) {
        hosts.add(text.text());
      } else {
        problem(
            text,
            "expected a host such as `gateway.example.com` or `gateway.example.com:8443`, found "
                + Problem.quote(text.text()));
      }
    }
    return hosts;
  }

  private void problem(Scalar place, String message) {
    problems.add(file, place.line(), place.column(), message);
  }
}
