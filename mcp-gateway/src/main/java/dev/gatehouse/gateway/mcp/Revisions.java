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

  /** With a handshake, and without Streamable HTTP: for clients that come another way. */
  public static final String FIRST = "2024-11-05";

  private static final String BATCHES = "2025-03-26";

  private Revisions() {}

  /**
   * The revision of a session whose client asked for this one: the same, or else our newest.
   *
   * @param isConnected whether its messages come by one connection, as in the first revision
   */
  public static String negotiated(String requested, boolean isConnected) {
    boolean isOurs = LEGACY.contains(requested) || (isConnected && requested.equals(FIRST));
    return isOurs ? requested : LEGACY.getFirst();
  }

  /** Whether a message of this revision may be several in one. */
  public static boolean hasBatches(String revision) {
    return revision.equals(BATCHES);
  }

  /** All of them as a JSON array, the newest first. */
  public static String json() {
    return Stream.concat(Stream.of(MODERN), LEGACY.stream())
        .map(revision -> '"' + revision + '"')
        .collect(Collectors.joining(",", "[", "]"));
  }
}
