package dev.gatehouse.policies.detect;

/** Which scanner finds each kind of data. */
final class Scanners {
  private Scanners() {}

  /** Says by what in a text the scanner of this kind is called. */
  static void register(Triggers triggers, BuiltIn kind) {
    switch (kind) {
      case PAYMENT_CARD -> PaymentCardScanner.register(triggers, kind);
      case IBAN -> IbanScanner.register(triggers, kind);
      case EMAIL -> EmailScanner.register(triggers, kind);
      case CLOUD_KEY -> CloudKeyScanner.register(triggers, kind);
      case PRIVATE_KEY -> PemScanner.register(triggers, kind);
    }
  }
}
