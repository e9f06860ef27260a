package dev.gatehouse.recordings.verify;

/** How much of a bundle is checked. */
public enum Depth {
  /** Signatures, tree and entries: what was done, not yet what was said. */
  ENTRIES,
  /** All that {@link #ENTRIES} checks, the payloads, and every other file. */
  EVERYTHING
}
