package dev.gatehouse.recordings.timestamp;

import org.bouncycastle.asn1.cmp.PKIStatusInfo;

/** An authority's refusal in words that may stand in a log line: bounded, no control characters. */
final class StatusWords {
  /** A line; authorities say a few words. */
  private static final int TEXT_MAX = 200;

  private StatusWords() {}

  static String of(PKIStatusInfo status) {
    StringBuilder words = new StringBuilder("status ").append(status.getStatus());
    if (status.getFailInfo() != null) {
      words.append(", failure bits ").append(status.getFailInfo().getString());
    }
    if (status.getStatusString() != null) {
      for (int i = 0; i < status.getStatusString().size(); i++) {
        words.append(i == 0 ? ", " : " ").append(status.getStatusString().getStringAtUTF8(i));
      }
    }
    String line = words.toString().replaceAll("\\p{C}", " ");
    return line.length() <= TEXT_MAX ? line : line.substring(0, TEXT_MAX);
  }
}
