package dev.gatehouse.gateway.mcp;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The headers that came with a message.
 *
 * @param byLowerName the first value of each, by its name in lower case
 * @param areChecked false where the transport has no headers, so that none can be missing
 */
public record Headers(Map<String, String> byLowerName, boolean areChecked) {
  /** For transports without headers. */
  public static final Headers NONE = new Headers(Map.of(), false);

  public Headers {
    byLowerName = Map.copyOf(byLowerName);
  }

  /** The value of a header, whatever the case of its name. */
  public Optional<String> first(String name) {
    return Optional.ofNullable(byLowerName.get(name.toLowerCase(Locale.ROOT)));
  }

  /** How many there are: their values may be secret. */
  @Override
  public String toString() {
    return "Headers[" + byLowerName.size() + "]";
  }
}
