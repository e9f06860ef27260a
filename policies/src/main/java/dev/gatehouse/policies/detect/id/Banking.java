package dev.gatehouse.policies.detect.id;

import static dev.gatehouse.policies.detect.id.CheckDigits.weighted;
import static dev.gatehouse.policies.detect.id.Dates.two;

import java.util.List;

/** Numbers of banks and accounts that are no IBAN. */
final class Banking {
  static final List<Identifier> ALL =
      List.of(
          Identifier.named("us-routing", Banking::isRouting)
              .plain("000000000", "0000-0000-0")
              .near("routing*, aba, rtn, abas, transit number, ach"),
          // Banks' own checks (VocaLink's modulus tables) change monthly: structure alone.
          Identifier.named("uk-account", account -> true)
              .telling("00-00-00 00000000")
              .plain("00-00-00", "00000000")
              .near(
                  "sort code*, sortcode*, sc, account number, account no, acct no, acc no,"
                      + " bank account*"));

  private Banking() {}

  /**
   * A routing number of the American Bankers Association: weights 3, 7 and 1, modulus 10.
   *
   * <p>Source: ABA, "Routing Number Policy and Procedures", check digit and assigned first digits.
   */
  private static boolean isRouting(String digits) {
    int first = two(digits, 0);
    boolean assigned =
        first <= 12 || (first >= 21 && first <= 32) || (first >= 61 && first <= 72) || first == 80;
    return assigned
        && !CheckDigits.isOneDigit(digits)
        && weighted(digits, 3, 7, 1, 3, 7, 1, 3, 7, 1) % 10 == 0;
  }
}
