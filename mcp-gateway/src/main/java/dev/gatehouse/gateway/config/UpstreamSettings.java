package dev.gatehouse.gateway.config;

import dev.gatehouse.gateway.credentials.CredentialSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One server behind the gateway.
 *
 * <p>Guarantee: immutable; the text form names headers and variables and hides their values, and
 * hides arguments of commands, because people put secrets there.
 */
public sealed interface UpstreamSettings {

  /** Lower case letters, digits and single hyphens or not; the first half of its tools' names. */
  String name();

  /** How long one call may take, from sending it to its reply; the first one starts a command. */
  Duration timeout();

  /**
   * An MCP server that is reached over Streamable HTTP.
   *
   * @param headers sent with every request; the values may be secrets
   * @param credentials where those come from that are sent besides
   * @param connectTimeout how long opening a connection may take
   */
  record Http(
      String name,
      URI url,
      Map<String, String> headers,
      Optional<CredentialSettings> credentials,
      Duration timeout,
      Duration connectTimeout)
      implements UpstreamSettings {
    public Http {
      headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    }

    @Override
    public String toString() {
      return "Http[name=" + name + ", url=" + url + ", headers=" + headers.keySet() + "]";
    }
  }

  /**
   * An MCP server that the gateway starts as a child process and speaks to over its standard input
   * and output.
   *
   * @param command the program and its arguments
   * @param environment variables added to the few that every command gets; the values may be
   *     secrets
   * @param directory where it runs, absolute
   */
  record Stdio(
      String name,
      List<String> command,
      Map<String, String> environment,
      Path directory,
      Duration timeout)
      implements UpstreamSettings {
    public Stdio {
      command = List.copyOf(command);
      environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
      if (command.isEmpty()) {
        throw new IllegalArgumentException("expected a command");
      }
    }

    @Override
    public String toString() {
      return "Stdio[name="
          + name
          + ", program="
          + command.getFirst()
          + ", environment="
          + environment.keySet()
          + "]";
    }
  }
}
