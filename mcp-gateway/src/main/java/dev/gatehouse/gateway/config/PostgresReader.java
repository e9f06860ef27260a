package dev.gatehouse.gateway.config;

import dev.gatehouse.policies.yaml.MappingReader;
import dev.gatehouse.policies.yaml.YamlNode.Scalar;
import dev.gatehouse.recordings.LogSettings;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads where several gateways share a log: {@code node} and {@code postgres} under {@code
 * recordings}. Confined to one thread.
 */
final class PostgresReader {
  private final Function<Scalar, Optional<String>> secrets;

  PostgresReader(Function<Scalar, Optional<String>> secrets) {
    this.secrets = secrets;
  }

  /** {@code usual} with what {@code recordings} says of it; what is wrong was reported. */
  LogSettings read(MappingReader recordings, LogSettings usual) {
    if (recordings.has("postgres") && !recordings.has("node")) {
      recordings.problemAtKey("postgres", "a shared log needs `node`, a name for this gateway");
    }
    LogSettings named = named(recordings, usual);
    Optional<MappingReader> postgres = recordings.mapping("postgres");
    return postgres.isPresent() ? shared(postgres.get(), named) : named;
  }

  private static LogSettings named(MappingReader recordings, LogSettings usual) {
    Optional<String> node = recordings.optionalString("node");
    try {
      return node.isPresent() ? usual.withNode(node.get()) : usual;
    } catch (IllegalArgumentException e) {
      recordings.problem("node", "`node` should be a short name such as `gateway-1`");
      return usual;
    }
  }

  private LogSettings shared(MappingReader reader, LogSettings usual) {
    Optional<String> url = reader.string("url");
    Optional<String> user = reader.string("user");
    Optional<String> password =
        reader.text("password").flatMap(secrets).filter(text -> !text.isEmpty());
    reader.end();
    if (url.isEmpty() || user.isEmpty()) {
      return usual;
    }
    try {
      return password.isPresent()
          ? usual.withPostgres(url.get(), user.get(), password.get())
          : usual.withPostgres(url.get(), user.get());
    } catch (IllegalArgumentException e) {
      reader.problem("url", "" + e.getMessage());
      return usual;
    }
  }
}
