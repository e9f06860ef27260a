package dev.gatehouse.gateway.config;

import dev.gatehouse.adapters.dial.DialRules;
import dev.gatehouse.gateway.tls.PemCertificates;
import dev.gatehouse.gateway.tls.PemException;
import dev.gatehouse.policies.yaml.MappingReader;
import dev.gatehouse.policies.yaml.Problem;
import dev.gatehouse.policies.yaml.Problems;
import dev.gatehouse.policies.yaml.YamlNode.Scalar;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the key outbound, and tries the files that it names. Confined to one thread. */
final class OutboundReader {
  private final Path file;
  private final Problems problems;
  private final boolean readsFiles;

  /**
   * For this configuration.
   *
   * @param readsFiles whether certificates are looked at
   */
  OutboundReader(Path file, Problems problems, boolean readsFiles) {
    this.file = file;
    this.problems = problems;
    this.readsFiles = readsFiles;
  }

  OutboundSettings read(MappingReader root) {
    Optional<MappingReader> found = root.mapping("outbound");
    if (found.isEmpty()) {
      return OutboundSettings.STANDARD;
    }
    MappingReader reader = found.get();
    DialRules rules = DialRules.PUBLIC;
    for (Scalar text : reader.has("allow") ? reader.texts("allow") : List.<Scalar>of()) {
      Optional<DialRules> more = rules.allowing(text.text());
      if (more.isEmpty()) {
        problem(
            text,
            "expected a range such as `10.0.0.0/8`, an address or a name such as `crm.internal` or"
                + " `*.internal`, found "
                + Problem.quote(text.text()));
      }
      rules = more.orElse(rules);
    }
    List<Path> authorities = new ArrayList<>();
    for (Scalar text :
        reader.has("authorities") ? reader.texts("authorities") : List.<Scalar>of()) {
      path(text).ifPresent(authorities::add);
    }
    reader.end();
    return new OutboundSettings(rules, authorities);
  }

  private Optional<Path> path(Scalar text) {
    try {
      Path path = file.toAbsolutePath().resolveSibling(text.text()).normalize();
      if (readsFiles) {
        PemCertificates.read(path);
      }
      return Optional.of(path);
    } catch (PemException e) {
      problem(text, String.valueOf(e.getMessage()));
    } catch (InvalidPathException e) {
      problem(text, "expected a path of this operating system: " + e.getReason());
    }
    return Optional.empty();
  }

  private void problem(Scalar place, String message) {
    problems.add(file.toString(), place.line(), place.column(), message);
  }
}
