package dev.gatehouse.gateway.config;

import dev.gatehouse.gateway.channels.ChannelSettings;
import dev.gatehouse.gateway.channels.ChannelSettings.Kind;
import dev.gatehouse.gateway.channels.ChannelSettings.Posting;
import dev.gatehouse.gateway.channels.ChannelSettings.Slack;
import dev.gatehouse.gateway.channels.ChannelSettings.Teams;
import dev.gatehouse.gateway.channels.ChannelSettings.Webhook;
import dev.gatehouse.gateway.credentials.Secret;
import dev.gatehouse.policies.yaml.MappingReader;
import dev.gatehouse.policies.yaml.Problem;
import dev.gatehouse.policies.yaml.YamlNode.Scalar;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** Reads one of the channels. Confined to one thread. */
final class ChannelReader {
  private static final List<String> KINDS = List.of("slack", "teams", "mail", "webhook");
  private static final String API = "https://slack.com/api/";
  private static final int PER_MINUTE = 10;

  private final Function<Scalar, Optional<String>> secrets;

  ChannelReader(Function<Scalar, Optional<String>> secrets) {
    this.secrets = secrets;
  }

  /** The channel; nothing where something that it cannot be without is wrong. */
  Optional<ChannelSettings> read(String name, MappingReader reader) {
    List<String> kinds = KINDS.stream().filter(reader::has).toList();
    if (kinds.size() != 1) {
      reader.problem(
          "expected exactly one of `"
              + String.join("`, `", KINDS)
              + "`, found "
              + (kinds.isEmpty() ? "none" : "`" + String.join("`, `", kinds) + "`"));
    }
    Optional<Kind> kind =
        kinds.size() == 1
            ? reader.mapping(kinds.getFirst()).flatMap(it -> kind(kinds.getFirst(), it))
            : Optional.empty();
    List<String> groups = reader.has("groups") ? reader.strings("groups") : List.of();
    boolean outcomes = reader.bool("outcomes").orElse(true);
    int pace = (int) reader.integer("per-minute", 1, 1000).orElse(PER_MINUTE);
    reader.end();
    return kind.map(it -> new ChannelSettings(name, groups, outcomes, pace, it));
  }

  private Optional<Kind> kind(String word, MappingReader reader) {
    Optional<Kind> kind =
        switch (word) {
          case "slack" -> slack(reader);
          case "teams" -> teams(reader);
          case "mail" -> new MailReader(this::secret).read(reader);
          default -> webhook(reader);
        };
    reader.end();
    return kind;
  }

  private Optional<Kind> slack(MappingReader reader) {
    boolean isHook = reader.has("url");
    if (isHook == reader.has("token")) {
      reader.problem("expected either `token` with `channel`, or `url`, that of a webhook");
    }
    Optional<Secret> hook = address(reader, "url");
    Optional<Secret> token = secret(reader, "token", text -> text.matches("[!-~]+"), "a token");
    Optional<String> channel = isHook ? reader.optionalString("channel") : reader.string("channel");
    if (isHook && channel.isPresent()) {
      reader.problemAtKey("channel", "`channel` belongs to `token`; a webhook has its own");
    }
    Optional<URI> api =
        reader
            .optionalString("api")
            .or(() -> Optional.of(API))
            .flatMap(text -> Addresses.confidential(reader, "api", text));
    Optional<Secret> signing =
        secret(
            reader, "signing-secret", text -> text.matches("[!-~]{16,}"), "16 characters or more");
    Optional<Posting> posting =
        isHook
            ? hook.map(Posting.ByHook::new)
            : api.isPresent() && token.isPresent() && channel.isPresent()
                ? Optional.of(new Posting.ByToken(api.get(), token.get(), channel.get()))
                : Optional.empty();
    return posting.map(it -> new Slack(it, signing));
  }

  private Optional<Kind> teams(MappingReader reader) {
    reader.require("url");
    Optional<Secret> address = address(reader, "url");
    Optional<Secret> answers =
        secret(
            reader,
            "security-token",
            text -> bytes(text) >= 16,
            "the token that Teams gave, Base64");
    return address.map(it -> new Teams(it, answers));
  }

  private Optional<Kind> webhook(MappingReader reader) {
    reader.require("secret");
    Optional<URI> address =
        reader.string("url").flatMap(text -> Addresses.confidential(reader, "url", text));
    String expected = "`whsec_` and 24 to 64 bytes in Base64";
    Optional<Secret> secret = secret(reader, "secret", ChannelReader::isStandard, expected);
    Optional<Secret> answers = secret(reader, "answer-secret", ChannelReader::isStandard, expected);
    if (secret.isPresent() && secret.equals(answers) && !secret.get().text().isEmpty()) {
      // Else what we say could come back as what somebody answers.
      reader.problem("answer-secret", "expected another secret than `secret`");
    }
    return address.isPresent() && secret.isPresent()
        ? Optional.of(new Webhook(address.get(), secret.get(), answers))
        : Optional.empty();
  }

  private static boolean isStandard(String text) {
    int bytes = text.startsWith("whsec_") ? bytes(text.substring("whsec_".length())) : 0;
    return bytes >= 24 && bytes <= 64;
  }

  private static int bytes(String base64) {
    try {
      return Base64.getDecoder().decode(base64).length;
    } catch (IllegalArgumentException _) {
      return 0;
    }
  }

  /** An address that is a secret itself. */
  private Optional<Secret> address(MappingReader reader, String key) {
    return secret(
        reader, key, ChannelReader::isConfidential, "an address that begins with `https://`");
  }

  private static boolean isConfidential(String text) {
    try {
      URI uri = new URI(text);
      boolean http = text.startsWith("https://") || text.startsWith("http://");
      return http
          && uri.getHost() != null
          && uri.getRawUserInfo() == null
          && uri.getRawFragment() == null
          && !Addresses.isInClear(uri);
    } catch (URISyntaxException _) {
      return false;
    }
  }

  /** A text that may name a secret, and that no problem shows; empty where none are looked up. */
  private Optional<Secret> secret(
      MappingReader reader, String key, Predicate<String> isRight, String expected) {
    Optional<String> value = reader.text(key).flatMap(secrets);
    if (value.isPresent() && !value.get().isEmpty() && !isRight.test(value.get())) {
      reader.problem(key, Problem.quote(key) + " should be " + expected);
      return Optional.empty();
    }
    return value.map(Secret::new);
  }
}
