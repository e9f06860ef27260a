package dev.gatehouse.gateway.cli;

import dev.gatehouse.gateway.identity.Credentials;
import dev.gatehouse.gateway.identity.CredentialsAwayException;
import dev.gatehouse.gateway.login.LoginException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * What says over standard streams who calls, from message to message. Where nothing does any more,
 * the person is told why, once. Thread-safe.
 */
final class StdioBearer implements Supplier<Credentials> {
  private final Bearer bearer;
  private final Terminal terminal;
  private final AtomicReference<String> told = new AtomicReference<>("");

  StdioBearer(Bearer bearer, Terminal terminal) {
    this.bearer = bearer;
    this.terminal = terminal;
  }

  /** Whether it may be another one for the next message. */
  boolean changes() {
    return bearer instanceof Bearer.Kept;
  }

  /** The token of now; an empty text where there is none. */
  String token() {
    try {
      return found();
    } catch (LoginException _) {
      return "";
    }
  }

  /**
   * Those of now.
   *
   * @throws CredentialsAwayException where the sign-in cannot be used now
   */
  @Override
  public Credentials get() {
    try {
      return of(found());
    } catch (LoginException e) {
      throw new CredentialsAwayException(e.reason());
    }
  }

  private String found() throws LoginException {
    try {
      String token = bearer.token().orElse("");
      told.set("");
      return token;
    } catch (LoginException e) {
      if (!told.getAndSet(e.reason()).equals(e.reason())) {
        terminal.failed(e);
      }
      throw e;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return "";
    }
  }

  /** Those that another program gives from message to message, which may have none now. */
  static Credentials relayed(String token) {
    if (token.isEmpty()) {
      throw new CredentialsAwayException(
          "the sign-in of this client cannot be used now: its standard error says why; where that"
              + " lasts, run `gatehouse login`");
    }
    return of(token);
  }

  /** Those with this token, or without one. */
  static Credentials of(String token) {
    return token.isEmpty() ? Credentials.none("stdio") : Credentials.bearer(token, "stdio");
  }
}
