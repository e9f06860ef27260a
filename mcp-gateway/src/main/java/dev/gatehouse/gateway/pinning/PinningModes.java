package dev.gatehouse.gateway.pinning;

import java.util.Map;

/**
 * What is done for which upstream.
 *
 * @param usual where nothing else is said
 * @param own of upstreams that want something else, by name
 */
public record PinningModes(PinningMode usual, Map<String, PinningMode> own) {
  /** What a configuration that says nothing gets. */
  public static final PinningModes STANDARD = new PinningModes(PinningMode.QUARANTINE, Map.of());

  public PinningModes {
    own = Map.copyOf(own);
  }

  /** What is done for this upstream. */
  public PinningMode of(String upstream) {
    return own.getOrDefault(upstream, usual);
  }

  /** Whether nothing is done for any upstream. */
  public boolean areOff() {
    return usual == PinningMode.OFF && own.values().stream().allMatch(PinningMode.OFF::equals);
  }
}
