package dev.gatehouse.gateway.config;

import dev.gatehouse.gateway.identity.CertificateRules;
import dev.gatehouse.gateway.identity.WorkloadRule;
import dev.gatehouse.gateway.tls.PemException;
import dev.gatehouse.gateway.tls.TlsSettings;
import dev.gatehouse.policies.yaml.MappingReader;
import dev.gatehouse.policies.yaml.Problem;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Reads the key tls, and tries the files that it names. Confined to one thread. */
final class FrontReader {
  private static final String CLIENTS = "client-certificates";

  private final Path file;
  private final boolean readsFiles;
  private final IssuerReader workloads;

  /**
   * For this configuration.
   *
   * @param readsFiles whether certificates and keys are looked at
   * @param workloads reads rules on who workloads are
   */
  FrontReader(Path file, boolean readsFiles, IssuerReader workloads) {
    this.file = file;
    this.readsFiles = readsFiles;
    this.workloads = workloads;
  }

  Optional<FrontSettings> read(MappingReader root, IdentitySettings identity) {
    Optional<MappingReader> found = root.mapping("tls");
    if (found.isEmpty()) {
      return Optional.empty();
    }
    MappingReader reader = found.get();
    Optional<Path> certificate = path(reader, "certificate");
    Optional<Path> key = path(reader, "key");
    Optional<MappingReader> asked = reader.mapping(CLIENTS);
    if (asked.isPresent() && identity instanceof IdentitySettings.Local) {
      reader.problem(
          CLIENTS,
          "identity mode local takes every caller for the user that runs the gateway; expected"
              + " mode oidc, with which certificates name callers");
    }
    Optional<TlsSettings.Clients> clients = asked.flatMap(this::clients);
    Optional<CertificateRules> rules = asked.map(this::rules);
    asked.ifPresent(MappingReader::end);
    reader.end();
    if (certificate.isEmpty() || key.isEmpty()) {
      return Optional.empty();
    }
    TlsSettings files = new TlsSettings(certificate.get(), key.get(), clients);
    if (readsFiles && asked.isPresent() == clients.isPresent()) {
      check(root, files);
    }
    return Optional.of(new FrontSettings(files, rules));
  }

  private static void check(MappingReader root, TlsSettings files) {
    try {
      files.check();
    } catch (PemException e) {
      root.problem("tls", String.valueOf(e.getMessage()));
    }
  }

  private Optional<TlsSettings.Clients> clients(MappingReader reader) {
    Optional<Path> authorities = path(reader, "authorities");
    boolean required = reader.bool("required").orElse(false);
    return authorities.map(path -> new TlsSettings.Clients(path, required));
  }

  private CertificateRules rules(MappingReader reader) {
    String[] words =
        Stream.of(CertificateRules.Name.values())
            .map(CertificateRules.Name::word)
            .toArray(String[]::new);
    String word = reader.choice("name", words).orElse(CertificateRules.Name.SAN_URI.word());
    CertificateRules.Name name =
        Stream.of(CertificateRules.Name.values())
            .filter(each -> each.word().equals(word))
            .findFirst()
            .orElseThrow();
    Optional<String> issuer = reader.optionalString("issuer");
    if (issuer.isPresent() && issuer.get().isBlank()) {
      reader.problem("issuer", "`issuer` is empty; expected a name for the authorities");
    }
    List<String> groups = reader.has("groups") ? reader.strings("groups") : List.of();
    Set<String> scopes =
        reader.has("scopes") ? new LinkedHashSet<>(reader.strings("scopes")) : Set.of();
    List<WorkloadRule> rules = workloads.workloads(reader);
    return new CertificateRules(name, issuer, groups, scopes, rules);
  }

  private Optional<Path> path(MappingReader reader, String key) {
    Optional<String> text = reader.string(key);
    try {
      return text.map(name -> file.toAbsolutePath().resolveSibling(name).normalize());
    } catch (InvalidPathException e) {
      reader.problem(key, Problem.quote(key) + " should be a path: " + e.getReason());
      return Optional.empty();
    }
  }
}
