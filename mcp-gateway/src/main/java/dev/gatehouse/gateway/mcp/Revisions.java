package dev.gatehouse.gateway.mcp;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The protocol revisions that clients may speak. */
public final class Revisions {
  /** Without a handshake. */
  public static final String MODERN = "2026-07-28";

  /** With a handshake, the newest first. */
  public static final List<String> LEGACY = List.of("2025-11-25", "2025-06-18", "2025-03-26");

  private Revisions() {}

  /** The revision of a session whose client asked for this one: the same, or else our newest. */
  public static String negotiated(String requested) {
    return LEGACY.contains(requested) ? requested : LEGACY.getFirst();
  }

  /** All of them as a JSON array, the newest first. */
  public static String json() {
    return Stream.concat(Stream.of(MODERN), LEGACY.stream())
        .map(revision -> '"' + revision + '"')
        .collect(Collectors.joining(",", "[", "]"));
  }
}
