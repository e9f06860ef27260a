package dev.gatehouse.gateway.config;

import dev.gatehouse.gateway.identity.ClaimMapping;
import dev.gatehouse.gateway.identity.ClaimPath;
import dev.gatehouse.gateway.identity.ClaimTest;
import dev.gatehouse.gateway.identity.IntrospectionSettings;
import dev.gatehouse.gateway.identity.IssuerSettings;
import dev.gatehouse.gateway.identity.WorkloadRule;
import dev.gatehouse.policies.yaml.MappingReader;
import dev.gatehouse.policies.yaml.Problem;
import dev.gatehouse.policies.yaml.Problems;
import dev.gatehouse.policies.yaml.YamlNode.Scalar;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Reads which tokens of an issuer are accepted, and what they say. Confined to one thread. */
final class IssuerReader {
  /** Signatures that a public key checks: whoever can check a token cannot make one. */
  private static final List<String> ASYMMETRIC =
      List.of(
          "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA");

  private static final List<String> ALGORITHMS = List.of("RS256", "PS256", "ES256", "EdDSA");
  private static final Duration CLOCK_SKEW = Duration.ofSeconds(30);
  private static final Duration CLOCK_SKEW_MAX = Duration.ofMinutes(5);

  private final Path file;
  private final Problems problems;
  private final Function<Scalar, Optional<String>> secrets;
  private final ClaimTests tests;

  IssuerReader(Path file, Problems problems, Function<Scalar, Optional<String>> secrets) {
    this.file = file;
    this.problems = problems;
    this.secrets = secrets;
    this.tests = new ClaimTests(problems);
  }

  /** The one issuer of a short form, whose keys stand among those of identity itself. */
  IssuerSettings alone(MappingReader reader) {
    ClaimMapping mapping =
        new ClaimMapping(
            claim(reader, "name-claim").orElse(ClaimMapping.STANDARD.name()),
            claim(reader, "groups-claim").orElse(ClaimMapping.STANDARD.groups()),
            ClaimMapping.STANDARD.scopes(),
            Optional.empty());
    Optional<String> audience = reader.string("audience");
    return issuer(reader, audience.stream().toList(), mapping);
  }

  /** One of several. */
  IssuerSettings read(MappingReader reader) {
    reader.require("audience");
    ClaimMapping mapping =
        reader.mapping("claims").map(IssuerReader::mapping).orElse(ClaimMapping.STANDARD);
    List<String> audiences = reader.strings("audience");
    IssuerSettings issuer = issuer(reader, audiences, mapping);
    reader.end();
    return issuer;
  }

  private IssuerSettings issuer(
      MappingReader reader, List<String> audiences, ClaimMapping mapping) {
    Optional<URI> issuer =
        reader.string("issuer").flatMap(text -> Addresses.confidential(reader, "issuer", text));
    IssuerSettings.Keys keys = keys(reader);
    Optional<Duration> skew = reader.duration("clock-skew", Duration.ZERO, CLOCK_SKEW_MAX);
    List<String> algorithms = algorithms(reader);
    List<ClaimTest> required =
        reader.texts("require").stream()
            .flatMap(text -> tests.test(reader.file(), "require", text).stream())
            .toList();
    List<WorkloadRule> workloads = workloads(reader);
    Optional<IntrospectionSettings> introspection =
        reader.mapping("introspection").flatMap(this::introspection);
    boolean needsProof =
        reader.choice("dpop", "offered", "required").equals(Optional.of("required"));
    // Where something is missing, that is said, and the rest is read for what else is wrong.
    return new IssuerSettings(
        issuer.map(URI::toString).orElse("https://missing.invalid"),
        audiences.isEmpty() ? List.of("missing") : audiences,
        algorithms.isEmpty() ? ALGORITHMS : algorithms,
        keys,
        mapping,
        required,
        workloads,
        skew.orElse(CLOCK_SKEW),
        introspection,
        needsProof);
  }

  private IssuerSettings.Keys keys(MappingReader reader) {
    Optional<URI> address =
        reader.optionalString("jwks").flatMap(text -> Addresses.confidential(reader, "jwks", text));
    Optional<Path> keyFile = reader.optionalString("jwks-file").flatMap(text -> path(reader, text));
    if (address.isPresent() && keyFile.isPresent()) {
      reader.problem("jwks-file", "expected either `jwks` or `jwks-file`, found both");
    }
    return address
        .<IssuerSettings.Keys>map(IssuerSettings.Keys.At::new)
        .or(() -> keyFile.map(IssuerSettings.Keys.In::new))
        .orElseGet(IssuerSettings.Keys.Discovered::new);
  }

  private Optional<Path> path(MappingReader reader, String text) {
    try {
      Path path = file.toAbsolutePath().resolveSibling(text).normalize();
      if (!Files.isRegularFile(path)) {
        reader.problem("jwks-file", "there is no file " + Problem.quote(text));
      }
      return Optional.of(path);
    } catch (InvalidPathException e) {
      reader.problem("jwks-file", "`jwks-file` should be a path: " + e.getReason());
      return Optional.empty();
    }
  }

  private static ClaimMapping mapping(MappingReader reader) {
    ClaimMapping usual = ClaimMapping.STANDARD;
    ClaimMapping mapping =
        new ClaimMapping(
            claim(reader, "name").orElse(usual.name()),
            claim(reader, "groups").orElse(usual.groups()),
            claim(reader, "scopes").orElse(usual.scopes()),
            claim(reader, "application"));
    reader.end();
    return mapping;
  }

  private static Optional<ClaimPath> claim(MappingReader reader, String key) {
    Optional<String> claim = reader.optionalString(key);
    if (claim.isPresent() && claim.get().isBlank()) {
      reader.problem(key, Problem.quote(key) + " is empty; expected the name of a claim");
      return Optional.empty();
    }
    return claim.map(ClaimPath::new);
  }

  /** Who workloads are, of all that are named here. */
  List<WorkloadRule> workloads(MappingReader reader) {
    return reader.mappings("workloads").stream().flatMap(rule -> workload(rule).stream()).toList();
  }

  private Optional<WorkloadRule> workload(MappingReader rule) {
    rule.require("when");
    Optional<ClaimTest> when =
        rule.text("when").flatMap(text -> tests.test(rule.file(), "when", text));
    Optional<String> name = rule.string("name");
    List<String> groups = rule.has("groups") ? rule.strings("groups") : List.of();
    rule.end();
    return when.isPresent() && name.isPresent()
        ? Optional.of(new WorkloadRule(when.get(), name.get(), groups))
        : Optional.empty();
  }

  private Optional<IntrospectionSettings> introspection(MappingReader reader) {
    reader.require("client-secret");
    Optional<URI> url =
        reader.string("url").flatMap(text -> Addresses.confidential(reader, "url", text));
    Optional<String> id = reader.string("client-id");
    Optional<String> secret = reader.text("client-secret").flatMap(secrets);
    reader.end();
    return url.isPresent() && id.isPresent() && secret.isPresent()
        ? Optional.of(new IntrospectionSettings(url.get(), id.get(), secret.get()))
        : Optional.empty();
  }

  private List<String> algorithms(MappingReader reader) {
    List<String> algorithms = new ArrayList<>();
    for (Scalar text : reader.texts("algorithms")) {
      if (ASYMMETRIC.contains(text.text())) {
        algorithms.add(text.text());
      } else {
        String why =
            text.text().startsWith("HS") ? "; whoever can check such a token can make one" : "";
        problems.add(
            reader.file(),
            text.line(),
            text.column(),
            "expected one of "
                + String.join(", ", ASYMMETRIC)
                + ", found "
                + Problem.quote(text.text())
                + why);
      }
    }
    return algorithms;
  }
}
