package dev.gatehouse.recordings.verify;

import java.util.ArrayList;
import java.util.List;

/** A verification as people read it, line by line. */
public final class VerificationText {
  private VerificationText() {}

  /** What was found, in one line behind the verdict. */
  public static String verdict(Verification verification) {
    return switch (verification) {
      case Verification.Verified verified ->
          "%d entries and %d payloads are as %s signed them"
              .formatted(verified.entries(), verified.payloads(), verified.origin());
      case Verification.Failed failed ->
          "%s: found %s, expected %s"
              .formatted(failed.where().text(), failed.found(), failed.expected());
    };
  }

  /** What else there is to say of a verified log. */
  public static List<String> details(Verification.Verified verified) {
    Contents contents = verified.contents();
    List<String> lines = new ArrayList<>();
    lines.add("checkpoint: size %d, root %s".formatted(verified.size(), verified.root()));
    List<Vouchers.SignedRange> keys = verified.vouchers().keys();
    for (Vouchers.SignedRange range : keys) {
      String which =
          keys.size() == 1
              ? ""
              : " for entries %d to %d".formatted(range.fromSize(), range.untilSize() - 1);
      lines.add("key" + which + ": " + range.key());
    }
    if (contents.first().isPresent() && contents.last().isPresent()) {
      lines.add("time: " + contents.first().get() + " to " + contents.last().get());
    }
    List<String> kinds = new ArrayList<>();
    contents.kinds().forEach((kind, count) -> kinds.add(kind + " " + count));
    lines.add("entries: " + String.join(", ", kinds));
    for (Vouchers.Witnessed seen : verified.vouchers().witnesses()) {
      lines.add(
          "witness: %s cosigned %d, the last of %d entries at %s"
              .formatted(seen.name(), seen.count(), seen.size(), seen.time()));
    }
    for (Vouchers.Stamped stamp : verified.vouchers().timestamps()) {
      lines.add(
          "timestamp: %s at %s, size %d (entry %d), certificate SHA-256 %s"
              .formatted(
                  stamp.source(), stamp.time(), stamp.size(), stamp.entry(), stamp.certificate()));
    }
    if (contents.erased() > 0) {
      lines.add("erased parts: " + contents.erased());
    }
    if (verified.openExchanges() > 0) {
      lines.add("without an answer yet: " + verified.openExchanges());
    }
    return lines;
  }
}
