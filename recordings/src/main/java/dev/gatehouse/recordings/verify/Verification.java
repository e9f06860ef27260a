package dev.gatehouse.recordings.verify;

import java.util.List;

/** What a verification found. */
public sealed interface Verification {

  /**
   * Everything is as it was signed.
   *
   * <p>Units and ranges: {@code size} and {@code root} (base64) are the signed checkpoint's; {@code
   * entries} were checked, in a live log some behind the checkpoint; {@code payloads} are the parts
   * whose commitments were opened; {@code openExchanges} still wait for their closing entry. {@code
   * key} is the verifier key that was used.
   */
  record Verified(
      String origin,
      long size,
      String root,
      long entries,
      long payloads,
      long openExchanges,
      String key,
      List<String> warnings)
      implements Verification {
    public Verified {
      warnings = List.copyOf(warnings);
    }
  }

  /** The first thing that is not as it was signed. */
  record Failed(Place where, String found, String expected) implements Verification {}

  /** Where a fault was found. */
  sealed interface Place {
    /** As a person reads it: {@code entry 7} or {@code file checkpoint}. */
    String text();
  }

  /** An entry, by its index. */
  record AtEntry(long index) implements Place {
    @Override
    public String text() {
      return "entry " + index;
    }
  }

  /** A file, by its path in the bundle or the data directory. */
  record InFile(String path) implements Place {
    @Override
    public String text() {
      return "file " + path;
    }
  }
}
