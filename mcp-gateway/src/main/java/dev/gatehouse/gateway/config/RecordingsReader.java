package dev.gatehouse.gateway.config;

import dev.gatehouse.gateway.config.Configuration.RecordingsSettings;
import dev.gatehouse.policies.yaml.MappingReader;
import dev.gatehouse.policies.yaml.Problem;
import dev.gatehouse.policies.yaml.YamlNode.Scalar;
import dev.gatehouse.recordings.LogSettings;
import dev.gatehouse.recordings.anchor.Anchoring;
import dev.gatehouse.recordings.anchor.WitnessAddress;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads {@code recordings}: where the log lies, how it is kept, who vouches for it.
 *
 * <p>Shape:
 *
 * <pre>
 * recordings:
 *   directory: data
 *   origin: log.example.com
 *   witnesses:
 *     - { url: "https://witness.example.com", keys: witness.vkey }
 *   witness-every: 5s
 *   timestamp-authorities: [ "https://tsa.example.com" ]
 *   timestamp-every: 1h
 *   node: gateway-1
 *   signing: { pkcs12: log.p12, password: "${env:LOG_PASSWORD}" }
 *   postgres: { url: "postgresql://db.example.com/gatehouse", user: gatehouse }
 * </pre>
 *
 * Confined to one thread.
 */
final class RecordingsReader {
  private static final Duration CHECKPOINT_EVERY_MIN = Duration.ofMillis(10);
  private static final Duration WITNESS_EVERY_MIN = Duration.ofMillis(100);
  private static final Duration STAMP_EVERY_MIN = Duration.ofSeconds(1);
  private static final Duration DAY = Duration.ofHours(24);
  private static final String ORIGIN = "[A-Za-z0-9._/:~-]{1,255}";

  private final Path file;
  private final SealKeysReader sealKeys;
  private final PostgresReader postgres;
  private final SigningReader signing;
  private final boolean readsFiles;

  /**
   * For this configuration.
   *
   * @param readsFiles whether files that it names are looked at
   */
  RecordingsReader(
      Path file,
      SealKeysReader sealKeys,
      PostgresReader postgres,
      SigningReader signing,
      boolean readsFiles) {
    this.file = file;
    this.readsFiles = readsFiles;
    this.sealKeys = sealKeys;
    this.postgres = postgres;
    this.signing = signing;
  }

  Optional<RecordingsSettings> read(MappingReader reader) {
    Optional<LogSettings> found =
        reader.string("directory").flatMap(text -> directory(reader, text));
    // Where it is missing the rest is read all the same, to say everything that is wrong.
    LogSettings log = found.orElse(LogSettings.of(Path.of("").toAbsolutePath()));
    LogSettings placed = postgres.read(reader, kept(reader, log));
    LogSettings signed = signing.read(reader, placed);
    LogSettings settings = signed.withAnchoring(anchoring(reader));
    var auditors = sealKeys.read(reader);
    reader.end();
    return found.map(there -> new RecordingsSettings(settings, auditors));
  }

  private Optional<LogSettings> directory(MappingReader reader, String text) {
    try {
      return Optional.of(LogSettings.of(file.resolveSibling(text).toAbsolutePath().normalize()));
    } catch (InvalidPathException e) {
      reader.problem("directory", "expected a path of this operating system: " + e.getReason());
      return Optional.empty();
    }
  }

  private static LogSettings kept(MappingReader reader, LogSettings usual) {
    LogSettings settings = usual;
    Optional<String> origin = reader.optionalString("origin");
    if (origin.isPresent() && !origin.get().matches(ORIGIN)) {
      reader.problem("origin", "`origin` should be a name such as `log.example.com`");
    } else if (origin.isPresent()) {
      settings = settings.withOrigin(origin.get());
    }
    Optional<Duration> every = reader.duration("checkpoint-every", CHECKPOINT_EVERY_MIN, DAY);
    if (every.isPresent()) {
      settings = settings.withCheckpointEvery(every.get());
    }
    var freeBytesMin = reader.bytes("free-space-min");
    return freeBytesMin.isPresent()
        ? settings.withFreeBytesMin(freeBytesMin.getAsLong())
        : settings;
  }

  private Anchoring anchoring(MappingReader reader) {
    List<WitnessAddress> witnesses = new ArrayList<>();
    if (reader.has("witnesses")) {
      reader.mappings("witnesses").forEach(entry -> witness(entry).ifPresent(witnesses::add));
    }
    List<URI> authorities = new ArrayList<>();
    for (Scalar url : reader.texts("timestamp-authorities")) {
      Addresses.http(reader, "timestamp-authorities", url.text()).ifPresent(authorities::add);
    }
    Duration witnessEvery =
        reader.duration("witness-every", WITNESS_EVERY_MIN, DAY).orElse(Anchoring.WITNESS_EVERY);
    Duration stampEvery =
        reader
            .duration("timestamp-every", STAMP_EVERY_MIN, DAY.multipliedBy(30))
            .orElse(Anchoring.STAMP_EVERY);
    return new Anchoring(witnesses, witnessEvery, authorities, stampEvery);
  }

  private Optional<WitnessAddress> witness(MappingReader reader) {
    reader.require("url", "keys");
    Optional<URI> url = reader.string("url").flatMap(text -> Addresses.http(reader, "url", text));
    Optional<List<String>> keys = reader.string("keys").flatMap(text -> keys(reader, text));
    reader.end();
    if (url.isEmpty() || keys.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(WitnessAddress.of(url.get(), keys.get()));
    } catch (IllegalArgumentException e) {
      reader.problem("keys", "expected keys as `gatehouse witness` prints them: " + e.getMessage());
      return Optional.empty();
    }
  }

  /** The lines of a key file; a post-quantum key is too long to stand in a configuration. */
  private Optional<List<String>> keys(MappingReader reader, String name) {
    if (!readsFiles) {
      return Optional.empty();
    }
    try {
      return Optional.of(Files.readString(file.resolveSibling(name)).strip().lines().toList());
    } catch (IOException | InvalidPathException e) {
      reader.problem("keys", "cannot read the file " + Problem.quote(name) + ": " + e.getMessage());
      return Optional.empty();
    }
  }
}
