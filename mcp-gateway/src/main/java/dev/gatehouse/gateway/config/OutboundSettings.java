package dev.gatehouse.gateway.config;

import dev.gatehouse.adapters.dial.DialRules;
import java.nio.file.Path;
import java.util.List;

/**
 * How connections are opened.
 *
 * @param rules on the addresses that are connected to
 * @param authorities files with certificates of those who are trusted beside those that this Java
 *     trusts
 */
public record OutboundSettings(DialRules rules, List<Path> authorities) {
  /** To public addresses, trusting whom this Java trusts. */
  public static final OutboundSettings STANDARD = new OutboundSettings(DialRules.PUBLIC, List.of());

  public OutboundSettings {
    authorities = List.copyOf(authorities);
  }
}
