package dev.gatehouse.gateway.config;

import dev.gatehouse.gateway.channels.ChannelSettings.Encryption;
import dev.gatehouse.gateway.channels.ChannelSettings.Kind;
import dev.gatehouse.gateway.channels.ChannelSettings.Login;
import dev.gatehouse.gateway.channels.ChannelSettings.Mail;
import dev.gatehouse.gateway.credentials.Secret;
import dev.gatehouse.policies.yaml.MappingReader;
import dev.gatehouse.policies.yaml.Problem;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Reads the key mail of a channel. Confined to one thread. */
final class MailReader {
  private static final String ADDRESS = "[!-~&&[^@<>\",;:\\\\()\\[\\]]]{1,64}@[A-Za-z0-9.-]{1,255}";
  private static final int TO_MAX = 50;

  private final Secrets secrets;

  /** Reads a text that may name a secret. */
  interface Secrets {
    Optional<Secret> secret(
        MappingReader reader, String key, Predicate<String> isRight, String expected);
  }

  MailReader(Secrets secrets) {
    this.secrets = secrets;
  }

  Optional<Kind> read(MappingReader reader) {
    Optional<String> host = reader.string("host").filter(text -> isHost(reader, text));
    Encryption encryption =
        reader
            .choice("tls", words())
            .map(word -> Encryption.valueOf(word.toUpperCase(Locale.ROOT)))
            .orElse(Encryption.STARTTLS);
    int port = (int) reader.integer("port", 1, 65_535).orElse(port(encryption));
    boolean isSafe =
        encryption != Encryption.NONE || host.filter(ListenAddress::isLoopback).isPresent();
    Optional<Login> login = login(reader);
    if (login.isPresent() && host.isPresent() && !isSafe) {
      reader.problem(
          "tls",
          "the password would cross the network in clear; expected `tls` to be starttls or"
              + " implicit");
    }
    Optional<String> from = reader.string("from");
    from.ifPresent(text -> check(reader, "from", text));
    reader.require("to");
    List<String> to = reader.strings("to");
    to.forEach(text -> check(reader, "to", text));
    if (to.size() > TO_MAX) {
      reader.problem("to", "expected at most " + TO_MAX + " addresses, found " + to.size());
    }
    return host.isPresent() && from.isPresent() && !to.isEmpty()
        ? Optional.of(new Mail(host.get(), port, encryption, login, from.get(), to))
        : Optional.empty();
  }

  private Optional<Login> login(MappingReader reader) {
    Optional<String> user = reader.optionalString("user");
    Optional<Secret> password = secrets.secret(reader, "password", _ -> true, "a text");
    if (user.isPresent() != reader.has("password")) {
      reader.problem("expected both `user` and `password`, or neither");
    }
    return user.isPresent() && password.isPresent()
        ? Optional.of(new Login(user.get(), password.get()))
        : Optional.empty();
  }

  private static int port(Encryption encryption) {
    return switch (encryption) {
      case STARTTLS -> 587;
      case IMPLICIT -> 465;
      case NONE -> 25;
    };
  }

  private static boolean isHost(MappingReader reader, String text) {
    boolean isHost = text.matches("[A-Za-z0-9._:-]{1,255}");
    if (!isHost) {
      reader.problem(
          "host", "expected a host such as `mail.example.com`, found " + Problem.quote(text));
    }
    return isHost;
  }

  private static void check(MappingReader reader, String key, String text) {
    if (!text.matches(ADDRESS)) {
      reader.problem(
          key, "expected an address such as `approvals@example.com`, found " + Problem.quote(text));
    }
  }

  private static String[] words() {
    return Stream.of(Encryption.values())
        .map(each -> each.name().toLowerCase(Locale.ROOT))
        .toArray(String[]::new);
  }
}
