package dev.gatehouse.adapters.mcp;

import dev.gatehouse.adapters.RequestMetadata;
import java.util.List;
import java.util.Optional;

/** The revisions of MCP that this edge speaks, newest first. */
final class Revisions {
  /** The modern revision that we speak of our own accord. */
  static final String MODERN = "2026-07-28";

  private static final List<String> LEGACY =
      List.of("2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05");

  private Revisions() {}

  /** Whether it is a revision with a handshake that we know. */
  static boolean isLegacy(String revision) {
    return LEGACY.contains(revision);
  }

  /** The newest legacy revision. */
  static String newestLegacy() {
    return LEGACY.getFirst();
  }

  /** What to offer a legacy server for this client: its own revision, where it has a legacy one. */
  static String offeredFor(RequestMetadata client) {
    return isLegacy(client.protocolVersion()) ? client.protocolVersion() : newestLegacy();
  }

  /** The newest legacy revision among these. */
  static Optional<String> newestLegacyOf(List<String> supported) {
    return LEGACY.stream().filter(supported::contains).findFirst();
  }
}
