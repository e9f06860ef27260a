package dev.gatehouse.gateway.credentials;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Where the credentials for an upstream come from. Immutable; shows no secret. */
public sealed interface CredentialSettings {

  /** A token that does not change. */
  record Bearer(Secret token) implements CredentialSettings {}

  /** A name and a password; RFC 7617. */
  record Basic(String user, Secret password) implements CredentialSettings {}

  /** A header of the upstream's own. */
  record Header(String name, Secret value) implements CredentialSettings {}

  /** A parameter of the address, for upstreams that take nothing else. */
  record Query(String name, Secret value) implements CredentialSettings {}

  /**
   * What a program prints, which is a bearer token.
   *
   * @param directory where it runs
   * @param refreshEvery how long its output is used; until it is refused, where this is missing
   */
  record Command(List<String> command, Path directory, Optional<Duration> refreshEvery)
      implements CredentialSettings {
    public Command {
      command = List.copyOf(command);
      if (command.isEmpty()) {
        throw new IllegalArgumentException("expected a command");
      }
    }

    /** Arguments are hidden, because people put secrets there. */
    @Override
    public String toString() {
      return "Command[" + command.getFirst() + "]";
    }
  }

  /** A file that holds a bearer token and is read again when it changes. */
  record InFile(Path file) implements CredentialSettings {}

  /** What each person let the gateway do there. */
  record Person(PersonSettings person) implements CredentialSettings {}

  /** An authorization server. */
  record OAuth(OAuthSettings oauth) implements CredentialSettings {}
}
