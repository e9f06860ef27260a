package dev.gatehouse.policies.detect;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import java.util.BitSet;

/**
 * What of the world's numbering plans is asked often: calling codes, lengths, American areas.
 *
 * <p>Made at the first use, which reads some megabytes of metadata in a few tenths of a second.
 * Immutable. Source: ITU-T E.164 and national plans, as libphonenumber has them.
 */
final class TelephonePlans {
  /** An E.164 number has at most fifteen digits. */
  static final int DIGITS_MAX = 15;

  static final int DIGITS_MIN = 7;

  private static final int CALLING_CODE_MAX = 999;

  private static final int NORTH_AMERICA = 1;

  /** A subscriber's number that every American area may have. */
  private static final long SUBSCRIBER = 2_345_678;

  private static final PhoneNumberUtil PLANS = PhoneNumberUtil.getInstance();
  private static final BitSet CALLING_CODES = callingCodes();
  private static final BitSet AREAS = areas();

  private TelephonePlans() {}

  /** Reads what is read once, so that no call waits for it. */
  static void prepare() {
    isPossible("14155552671");
  }

  /** Whether these digits, with a calling code first, have a length that numbers there have. */
  static boolean isPossible(String digits) {
    if (digits.length() < DIGITS_MIN || digits.length() > DIGITS_MAX) {
      return false;
    }
    int code = callingCode(digits);
    if (code == NORTH_AMERICA) {
      return digits.length() == 11 && isNorthAmerican(digits.substring(1));
    }
    int codeDigits = Integer.toString(code).length();
    return code > 0
        && PLANS.isPossibleNumber(
            new PhoneNumber()
                .setCountryCode(code)
                .setNationalNumber(Long.parseLong(digits.substring(codeDigits))));
  }

  /** Whether these ten digits are an area, an exchange and a number of North America. */
  static boolean isNorthAmerican(String digits) {
    return digits.charAt(3) >= '2' && AREAS.get(Integer.parseInt(digits.substring(0, 3)));
  }

  /** The calling code that these digits begin with; 0 if none. No code begins another. */
  private static int callingCode(String digits) {
    int code = 0;
    for (int i = 0; i < 3; i++) {
      code = code * 10 + digits.charAt(i) - '0';
      if (CALLING_CODES.get(code)) {
        return code;
      }
    }
    return 0;
  }

  private static BitSet callingCodes() {
    BitSet codes = new BitSet(CALLING_CODE_MAX + 1);
    PLANS.getSupportedCallingCodes().forEach(codes::set);
    return codes;
  }

  private static BitSet areas() {
    BitSet areas = new BitSet(1000);
    for (int area = 200; area < 1000; area++) {
      PhoneNumber number =
          new PhoneNumber()
              .setCountryCode(NORTH_AMERICA)
              .setNationalNumber(area * 10_000_000L + SUBSCRIBER);
      areas.set(area, PLANS.isValidNumber(number));
    }
    return areas;
  }
}
