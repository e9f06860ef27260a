package dev.gatehouse.gateway.seal;

import dev.gatehouse.recordings.Direction;
import dev.gatehouse.recordings.EntryKind;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where in the log a sealed original belongs. It stands in the JWE's protected header, so that an
 * original that was moved to another entry does not open there.
 */
public record SealedPlace(EntryKind kind, String exchange, Direction direction) {

  /** The members of the protected header that say so. */
  public Map<String, String> header() {
    Map<String, String> header = new TreeMap<>();
    header.put("dev.gatehouse/direction", direction.wireName());
    header.put("dev.gatehouse/entry", kind.wireName());
    header.put("dev.gatehouse/exchange", exchange);
    return header;
  }
}
