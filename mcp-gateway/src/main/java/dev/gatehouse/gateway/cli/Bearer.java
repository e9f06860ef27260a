package dev.gatehouse.gateway.cli;

import dev.gatehouse.adapters.dial.Authorities;
import dev.gatehouse.adapters.dial.DialRules;
import dev.gatehouse.adapters.dial.Dialler;
import dev.gatehouse.gateway.login.KeptLogin;
import dev.gatehouse.gateway.login.LoginException;
import dev.gatehouse.gateway.login.Logins;
import dev.gatehouse.gateway.tls.PemCertificates;
import dev.gatehouse.gateway.tls.PemException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a command shows to say who calls. */
sealed interface Bearer {
  /** The token of now, where there is one. */
  Optional<String> token() throws LoginException, InterruptedException;

  /** Nothing. */
  record Nobody() implements Bearer {
    @Override
    public Optional<String> token() {
      return Optional.empty();
    }
  }

  /** A token that the command was given. */
  record Given(String text) implements Bearer {
    @Override
    public Optional<String> token() {
      return Optional.of(text);
    }

    /** Nothing of it. */
    @Override
    public String toString() {
      return "Given";
    }
  }

  /** The sign-in of the user, which is renewed. */
  record Kept(Logins logins, KeptLogin login) implements Bearer {
    @Override
    public Optional<String> token() throws LoginException, InterruptedException {
      return Optional.of(logins.token(login));
    }
  }

  /**
   * The token of the command line, or of the environment, or what was kept of a sign-in.
   *
   * @param option that of the command line
   * @throws LoginException where something was kept that must not be used
   */
  static Bearer of(Optional<String> option, Terminal terminal, Optional<KnownGateway> gateway)
      throws LoginException {
    String given =
        option.orElse(terminal.environment().getOrDefault("GATEHOUSE_TOKEN", "")).strip();
    if (!given.isEmpty()) {
      if (!given.matches("[!-~]+")) {
        throw new LoginException("expected a token without spaces, by --token or $GATEHOUSE_TOKEN");
      }
      return new Given(given);
    }
    if (gateway.isEmpty() || Logins.folder(terminal.environment()).isEmpty()) {
      return new Nobody();
    }
    Logins logins = logins(terminal);
    Optional<KeptLogin> kept = logins.find(gateway.get().name());
    if (kept.isEmpty()) {
      kept = logins.find(gateway.get().endpoint());
    }
    return kept.<Bearer>map(login -> new Kept(logins, login)).orElseGet(Nobody::new);
  }

  /** The sign-ins of this user. */
  static Logins logins(Terminal terminal) throws LoginException {
    Path folder =
        Logins.folder(terminal.environment())
            .orElseThrow(
                () ->
                    new LoginException(
                        "this user has no folder to keep a sign-in in: set HOME or"
                            + " XDG_CONFIG_HOME"));
    return Logins.in(folder, Bearer::dialler);
  }

  /** Whoever gives an address on the command line means it, wherever it is. */
  private static Dialler dialler(List<Path> authorities) throws LoginException {
    List<X509Certificate> trusted = new ArrayList<>();
    try {
      for (Path file : authorities) {
        trusted.addAll(PemCertificates.read(file));
      }
    } catch (PemException e) {
      throw new LoginException(String.valueOf(e.getMessage()), e);
    }
    return new Dialler(DialRules.ANY, Authorities.with(trusted));
  }
}
