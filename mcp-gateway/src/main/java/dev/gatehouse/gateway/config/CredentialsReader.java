package dev.gatehouse.gateway.config;

import dev.gatehouse.adapters.MirroredArguments;
import dev.gatehouse.gateway.credentials.CredentialSettings;
import dev.gatehouse.gateway.credentials.Secret;
import dev.gatehouse.policies.yaml.MappingReader;
import dev.gatehouse.policies.yaml.Problem;
import dev.gatehouse.policies.yaml.YamlNode.Scalar;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** Reads the key credentials of an upstream. Confined to one thread. */
final class CredentialsReader {
  private static final List<String> KINDS =
      List.of("bearer", "basic", "header", "query", "command", "file", "oauth");

  private static final Duration REFRESH_MIN = Duration.ofSeconds(1);
  private static final Duration REFRESH_MAX = Duration.ofHours(24);

  private final Path file;
  private final Function<Scalar, Optional<String>> secrets;
  private final OAuthReader oauth;

  /**
   * Of a file.
   *
   * @param callersBringTokens whether there are any to be exchanged
   * @param nobodySignsIn whether there are people of whom no page could tell who they are
   */
  CredentialsReader(
      Path file,
      Function<Scalar, Optional<String>> secrets,
      boolean callersBringTokens,
      boolean nobodySignsIn) {
    this.file = file;
    this.secrets = secrets;
    this.oauth = new OAuthReader(secrets, callersBringTokens, nobodySignsIn);
  }

  /** The credentials of this upstream; nothing where it has none, or where something is wrong. */
  Optional<CredentialSettings> read(MappingReader upstream, List<String> headers) {
    Optional<MappingReader> found = upstream.mapping("credentials");
    if (found.isEmpty()) {
      return Optional.empty();
    }
    MappingReader reader = found.get();
    List<String> kinds = KINDS.stream().filter(reader::has).toList();
    Optional<CredentialSettings> settings = Optional.empty();
    if (kinds.size() == 1) {
      settings = one(kinds.getFirst(), reader);
    } else {
      String among = "`" + String.join("`, `", KINDS) + "`";
      reader.problem(
          "expected exactly one of "
              + among
              + ", found "
              + (kinds.isEmpty() ? "none" : "`" + String.join("`, `", kinds) + "`"));
    }
    if (!kinds.equals(List.of("command")) && reader.has("refresh-every")) {
      reader.problemAtKey("refresh-every", "`refresh-every` belongs to `command`");
    }
    reader.end();
    settings.ifPresent(read -> checkTwice(upstream, read, headers));
    return settings;
  }

  private Optional<CredentialSettings> one(String kind, MappingReader reader) {
    return switch (kind) {
      case "bearer" ->
          secret(reader, "bearer", "[!-~]+", "a token without blanks")
              .map(CredentialSettings.Bearer::new);
      case "basic" -> reader.mapping("basic").flatMap(this::basic);
      case "header" -> reader.mapping("header").flatMap(this::header);
      case "query" -> reader.mapping("query").flatMap(this::query);
      case "command" -> command(reader);
      case "file" -> reader.string("file").flatMap(text -> inFile(reader, text));
      default -> reader.mapping("oauth").flatMap(oauth::read);
    };
  }

  private Optional<CredentialSettings> basic(MappingReader reader) {
    reader.require("password");
    Optional<String> user = reader.string("user");
    if (user.isPresent() && user.get().contains(":")) {
      reader.problem("user", "`user` should have no colon, which ends it");
    }
    Optional<Secret> password = secret(reader, "password", "(?s).+", "a text");
    reader.end();
    return user.isPresent() && password.isPresent()
        ? Optional.of(new CredentialSettings.Basic(user.get(), password.get()))
        : Optional.empty();
  }

  private Optional<CredentialSettings> header(MappingReader reader) {
    reader.require("value");
    Optional<String> name = reader.string("name");
    if (name.isPresent() && !MirroredArguments.isToken(name.get())) {
      reader.problem("name", "expected the name of a header, found " + Problem.quote(name.get()));
      name = Optional.empty();
    } else if (name.isPresent() && UpstreamsReader.isOwn(name.get())) {
      reader.problem("name", "the header " + Problem.quote(name.get()) + " is set by the gateway");
      name = Optional.empty();
    }
    Optional<Secret> value =
        secret(
            reader,
            "value",
            "[!-~]([\\t -~]*[!-~])?",
            "printable ASCII without spaces at its ends");
    reader.end();
    return name.isPresent() && value.isPresent()
        ? Optional.of(new CredentialSettings.Header(name.get(), value.get()))
        : Optional.empty();
  }

  private Optional<CredentialSettings> query(MappingReader reader) {
    reader.require("value");
    Optional<String> name = reader.string("name");
    Optional<Secret> value = secret(reader, "value", "(?s).+", "a text");
    reader.end();
    return name.isPresent() && value.isPresent()
        ? Optional.of(new CredentialSettings.Query(name.get(), value.get()))
        : Optional.empty();
  }

  private Optional<CredentialSettings> command(MappingReader reader) {
    List<String> command = reader.strings("command");
    Optional<Duration> every = reader.duration("refresh-every", REFRESH_MIN, REFRESH_MAX);
    if (!command.isEmpty() && command.getFirst().isBlank()) {
      reader.problem("command", "`command` should begin with a program");
      return Optional.empty();
    }
    Path folder = file.toAbsolutePath().resolveSibling("").normalize();
    return command.isEmpty()
        ? Optional.empty()
        : Optional.of(new CredentialSettings.Command(command, folder, every));
  }

  private Optional<CredentialSettings> inFile(MappingReader reader, String text) {
    try {
      Path path = file.toAbsolutePath().resolveSibling(text).normalize();
      if (!Files.isRegularFile(path)) {
        reader.problem("file", "there is no file " + Problem.quote(text));
      }
      return Optional.of(new CredentialSettings.InFile(path));
    } catch (InvalidPathException e) {
      reader.problem("file", "`file` should be a path: " + e.getReason());
      return Optional.empty();
    }
  }

  /** A text that may name a secret; it is empty where secrets are not looked up. */
  private Optional<Secret> secret(
      MappingReader reader, String key, String pattern, String expected) {
    Optional<String> value = reader.text(key).flatMap(secrets);
    if (value.isPresent() && !value.get().isEmpty() && !value.get().matches(pattern)) {
      reader.problem(key, Problem.quote(key) + " should be " + expected);
      return Optional.empty();
    }
    return value.map(Secret::new);
  }

  private static void checkTwice(
      MappingReader upstream, CredentialSettings settings, List<String> headers) {
    String header =
        switch (settings) {
          case CredentialSettings.Header(String name, Secret _) -> name;
          case CredentialSettings.Query _ -> "";
          case CredentialSettings.Bearer _,
              CredentialSettings.Basic _,
              CredentialSettings.Command _,
              CredentialSettings.InFile _,
              CredentialSettings.Person _,
              CredentialSettings.OAuth _ ->
              "authorization";
        };
    if (headers.stream().anyMatch(header::equalsIgnoreCase)) {
      upstream.problemAtKey(
          "credentials",
          "the header "
              + Problem.quote(header.toLowerCase(Locale.ROOT))
              + " stands in `headers` too; expected it once");
    }
  }
}
