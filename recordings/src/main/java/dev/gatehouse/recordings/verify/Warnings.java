package dev.gatehouse.recordings.verify;

import dev.gatehouse.recordings.note.VerifierKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a verified log does not prove, said each time. */
final class Warnings {
  private Warnings() {}

  /** What is said where vouchers are shown, whose keys no caller can say yet that it trusts. */
  static List<String> ofVouchers(Vouchers vouchers) {
    return vouchers.witnesses().isEmpty() && vouchers.timestamps().isEmpty()
        ? List.of()
        : List.of(
            "the log itself names its witnesses and time-stamping authorities:"
                + " compare their keys with ones that you got elsewhere");
  }

  static List<String> of(Optional<VerifierKey> trusted, EntryRules rules) {
    List<String> warnings = new ArrayList<>();
    if (trusted.isEmpty()) {
      warnings.add(
          "the key came with what it verifies: compare it with one that you got elsewhere");
    }
    if (rules.openExchanges() > 0) {
      warnings.add(rules.openExchanges() + " requests have no closing entry yet");
    }
    if (rules.stepsBack() > 0) {
      warnings.add("the clock went back before " + rules.stepsBack() + " entries");
    }
    return warnings;
  }
}
