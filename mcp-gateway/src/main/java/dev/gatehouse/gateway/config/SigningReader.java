package dev.gatehouse.gateway.config;

import dev.gatehouse.policies.yaml.MappingReader;
import dev.gatehouse.policies.yaml.YamlNode.Scalar;
import dev.gatehouse.recordings.LogSettings;
import dev.gatehouse.recordings.keys.KeySource;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads where the keys lie that sign the log: {@code signing} and {@code next-signing} under {@code
 * recordings}.
 *
 * <p>Shape: {@code signing: { pkcs12: log.p12, password: "${env:PASSWORD}" }} or {@code signing: {
 * pkcs11: { library: /usr/lib/softhsm/libsofthsm2.so, token: gatehouse, pin: "${file:pin}", key:
 * log-2026 } }}. Confined to one thread.
 */
final class SigningReader {
  private final Path file;
  private final Function<Scalar, Optional<String>> secrets;

  SigningReader(Path file, Function<Scalar, Optional<String>> secrets) {
    this.file = file;
    this.secrets = secrets;
  }

  /** {@code usual} with what {@code recordings} says of it; what is wrong was reported. */
  LogSettings read(MappingReader recordings, LogSettings usual) {
    KeySource.Place now =
        recordings.mapping("signing").flatMap(this::place).orElse(new KeySource.Files());
    Optional<KeySource.Place> next = recordings.mapping("next-signing").flatMap(this::place);
    if (next.isEmpty()) {
      return usual.withKeySource(now);
    }
    if (next.get().equals(now)) {
      recordings.problemAtKey("next-signing", "expected another place than that of `signing`");
      return usual;
    }
    return usual.withKeySource(new KeySource.Handover(now, next.get()));
  }

  private Optional<KeySource.Place> place(MappingReader reader) {
    if (reader.has("pkcs11") == reader.has("pkcs12")) {
      reader.problem("expected either `pkcs12` or `pkcs11`");
      return Optional.empty();
    }
    Optional<KeySource.Place> place =
        reader.has("pkcs11") ? reader.mapping("pkcs11").flatMap(this::token) : store(reader);
    reader.end();
    return place;
  }

  private Optional<KeySource.Place> store(MappingReader reader) {
    reader.require("pkcs12", "password");
    Optional<Path> store = path(reader, "pkcs12");
    Optional<String> password = reader.text("password").flatMap(secrets);
    return store.isPresent() && password.isPresent()
        ? Optional.of(new KeySource.Pkcs12(store.get(), password.get()))
        : Optional.empty();
  }

  private Optional<KeySource.Place> token(MappingReader reader) {
    reader.require("library", "token", "pin", "key");
    Optional<Path> library = path(reader, "library");
    Optional<String> token = reader.string("token");
    Optional<String> pin = reader.text("pin").flatMap(secrets);
    Optional<String> key = reader.string("key");
    reader.end();
    return library.isPresent() && token.isPresent() && pin.isPresent() && key.isPresent()
        ? Optional.of(new KeySource.Pkcs11(library.get(), token.get(), pin.get(), key.get()))
        : Optional.empty();
  }

  private Optional<Path> path(MappingReader reader, String key) {
    try {
      return reader.string(key).map(name -> file.resolveSibling(name).toAbsolutePath());
    } catch (InvalidPathException e) {
      reader.problem(key, "expected a path of this operating system: " + e.getReason());
      return Optional.empty();
    }
  }
}
