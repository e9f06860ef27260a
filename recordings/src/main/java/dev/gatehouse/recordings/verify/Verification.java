package dev.gatehouse.recordings.verify;

import java.util.List;

/** What a verification found. */
public sealed interface Verification {

  /**
   * Everything is as it was signed.
   *
   * <p>Units and ranges: {@code size} and {@code root} (base64) are the signed checkpoint's; in a
   * live log {@code contents} may go some entries further. {@code warnings} say what this does not
   * prove.
   */
  record Verified(
      String origin,
      long size,
      String root,
      Contents contents,
      Vouchers vouchers,
      List<String> warnings)
      implements Verification {
    public Verified {
      warnings = List.copyOf(warnings);
    }

    /** How many entries were checked. */
    public long entries() {
      return contents.entries();
    }

    /** How many parts were opened and are what their entries commit to. */
    public long payloads() {
      return contents.payloads();
    }

    /** How many requests have no closing entry yet. */
    public long openExchanges() {
      return contents.openExchanges();
    }

    /** The verifier key that signed the checkpoint. */
    public String key() {
      return vouchers.keys().getLast().key();
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
