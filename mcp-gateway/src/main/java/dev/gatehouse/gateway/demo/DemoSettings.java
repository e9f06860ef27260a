package dev.gatehouse.gateway.demo;

import dev.gatehouse.gateway.Gateway;
import dev.gatehouse.gateway.config.Configuration;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What the demonstration is told from outside.
 *
 * @param once end after the session instead of staying up for other clients
 * @param directory where the configuration, policy and recordings go; a fresh folder under the
 *     system's temporary one where absent; must be empty or not exist where present
 * @param launcher the command that starts Gatehouse, as shown to the reader who connects a client
 *     over stdio; {@code gatehouse} where absent
 * @param hosting lets commands find the gateway while it is there
 * @param version the gateway's version, as shown and recorded
 * @param colours whether the output goes to a terminal that shows colours
 * @param out where the story is told
 */
public record DemoSettings(
    boolean once,
    Optional<Path> directory,
    Optional<Path> launcher,
    Hosting hosting,
    String version,
    boolean colours,
    PrintStream out) {

  /** Lets commands on this machine find a gateway. */
  @FunctionalInterface
  public interface Hosting {
    /**
     * Begins with that.
     *
     * @return closes the gateway too
     * @throws IOException where it cannot be; the gateway is closed then
     */
    AutoCloseable of(Gateway gateway, Configuration configuration) throws IOException;
  }
}
