package dev.gatehouse.policies.detect.id;

import java.util.List;

/** Identifiers of documents and vehicles, whatever the country. */
final class Documents {
  static final List<Identifier> ALL =
      List.of(
          // No country has a check in the number itself: only what stands beside it tells.
          Identifier.named("passport", Documents::isPassport)
              .plain("#######", "########", "#########", "00 00 000000", "AA 0000000", "A 0000000")
              .near(
                  "passport*, pass nr, passnummer*, reisepass*, passeport*, pasaporte*,"
                      + " passaporto*, passaporte*, paspoort*, paszport*, passport no, *护照, *旅券,"
                      + " *여권, *аспорт"),
          Identifier.named("vehicle-vin", Documents::isVehicle)
              .plain("#################")
              .near(
                  "vin, vins, vehicle identification*, vehicle id*, chassi*, fahrgestell*, fin,"
                      + " fahrzeug ident*, fahrzeugident*, numero de serie, bastidor*, telaio*"));

  private static final int PASSPORT_DIGITS_MIN = 5;

  /** What letters count, from A; those that look like digits are not used and count −1. */
  private static final int[] VIN_VALUES = {
    1, 2, 3, 4, 5, 6, 7, 8, -1, 1, 2, 3, 4, 5, -1, 7, -1, 9, 2, 3, 4, 5, 6, 7, 8, 9
  };

  private static final String GERMAN_LETTERS = "CFGHJKLMNPRTVWXYZ";

  private static final int[] VIN_WEIGHTS = {8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2};

  private Documents() {}

  /**
   * A passport's number: up to nine letters and digits; German ones may have a single digit, their
   * last, but no vowel.
   *
   * <p>Source: ICAO Doc 9303 part 4, document number, whose check digit stands in the
   * machine-readable zone alone; PAuswV § 2a for the letters of German ones.
   */
  private static boolean isPassport(String number) {
    boolean german = number.length() == 9 && number.charAt(0) > '9' && number.charAt(8) <= '9';
    return number.chars().filter(c -> c <= '9').count() >= PASSPORT_DIGITS_MIN
        || (german && number.chars().allMatch(c -> c <= '9' || GERMAN_LETTERS.indexOf(c) >= 0));
  }

  /**
   * A vehicle identification number with its check digit, which America and China ask for.
   *
   * <p>Source: ISO 3779; 49 CFR 565.15 (c).
   */
  private static boolean isVehicle(String vin) {
    int sum = 0;
    for (int i = 0; i < VIN_WEIGHTS.length; i++) {
      char c = vin.charAt(i);
      int value = c <= '9' ? c - '0' : VIN_VALUES[c - 'A'];
      if (value < 0) {
        return false;
      }
      sum += value * VIN_WEIGHTS[i];
    }
    return vin.charAt(8) == "0123456789X".charAt(sum % 11);
  }
}
