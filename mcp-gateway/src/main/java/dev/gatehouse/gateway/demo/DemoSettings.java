package dev.gatehouse.gateway.demo;

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
 * @param version the gateway's version, as shown and recorded
 * @param colours whether the output goes to a terminal that shows colours
 * @param out where the story is told
 */
public record DemoSettings(
    boolean once,
    Optional<Path> directory,
    Optional<Path> launcher,
    String version,
    boolean colours,
    PrintStream out) {}
