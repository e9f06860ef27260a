package dev.gatehouse.gateway.config;

import dev.gatehouse.gateway.seal.AuditorKey;
import dev.gatehouse.gateway.seal.KeyFileException;
import dev.gatehouse.gateway.seal.Seal;
import dev.gatehouse.policies.yaml.MappingReader;
import dev.gatehouse.policies.yaml.Problem;
import dev.gatehouse.policies.yaml.Problems;
import dev.gatehouse.policies.yaml.YamlNode.Scalar;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads the key {@code seal-keys}, and the key files that it names. Confined to one thread. */
final class SealKeysReader {
  private static final String KEY = "seal-keys";

  private final Path file;
  private final Problems problems;
  private final boolean readsFiles;

  /**
   * For this configuration.
   *
   * @param readsFiles whether the key files are looked at
   */
  SealKeysReader(Path file, Problems problems, boolean readsFiles) {
    this.file = file;
    this.problems = problems;
    this.readsFiles = readsFiles;
  }

  /** The keys of all files, in their order; whatever is wrong was reported. */
  List<AuditorKey> read(MappingReader recordings) {
    List<AuditorKey> keys = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    for (Scalar name : recordings.texts(KEY)) {
      for (AuditorKey key : readsFiles ? read(name) : List.<AuditorKey>of()) {
        if (ids.add(key.id())) {
          keys.add(key);
        } else {
          problem(name, "holds the key " + key.id() + ", which is listed already");
        }
      }
    }
    if (keys.size() > Seal.KEYS_MAX) {
      recordings.problem(KEY, "expected at most " + Seal.KEYS_MAX + " keys, found " + keys.size());
    }
    return keys;
  }

  private List<AuditorKey> read(Scalar name) {
    try {
      return AuditorKey.read(file.resolveSibling(name.text()));
    } catch (KeyFileException e) {
      problem(name, e.problem());
    } catch (InvalidPathException e) {
      problem(name, "is no path of this operating system");
    }
    return List.of();
  }

  private void problem(Scalar name, String what) {
    problems.add(
        file.toString(), name.line(), name.column(), Problem.quote(name.text()) + " " + what);
  }
}
