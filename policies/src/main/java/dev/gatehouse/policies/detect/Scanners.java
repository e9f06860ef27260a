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
      case PRIVATE_KEY -> PrivateKeyScanner.register(triggers, kind);
      case JWT -> JwtScanner.register(triggers, kind);
      case URL_PASSWORD -> UrlPasswordScanner.register(triggers, kind);
      case CREDENTIAL -> CredentialScanner.register(triggers, kind);
      case IP_ADDRESS -> {
        Ipv4Scanner.register(triggers, kind);
        Ipv6Scanner.register(triggers, kind);
      }
      case MAC_ADDRESS -> MacAddressScanner.register(triggers, kind);
      case US_SSN,
          US_ITIN,
          CA_SIN,
          MX_CURP,
          UK_NINO,
          UK_NHS,
          UK_DRIVING_LICENCE,
          IE_PPS,
          DE_TAX_ID,
          DE_SOCIAL_SECURITY,
          AT_SVNR,
          CH_AHV,
          FR_NIR,
          IT_CODICE_FISCALE,
          ES_DNI,
          ES_NIE,
          PT_NIF,
          NL_BSN,
          BE_NATIONAL_NUMBER,
          SE_PERSONNUMMER,
          NO_FODSELSNUMMER,
          DK_CPR,
          FI_HETU,
          PL_PESEL,
          CZ_RODNE_CISLO,
          RO_CNP,
          TR_KIMLIK,
          BR_CPF,
          BR_CNPJ,
          AR_CUIT,
          CL_RUT,
          IN_AADHAAR,
          IN_PAN,
          CN_RESIDENT_ID,
          JP_MY_NUMBER,
          KR_RRN,
          SG_NRIC,
          IL_ID,
          ZA_ID,
          AU_TFN,
          AU_MEDICARE,
          PASSPORT,
          VEHICLE_VIN,
          US_ROUTING,
          UK_ACCOUNT,
          EU_VAT ->
          IdentifierScanner.register(triggers, kind);
      case BIC -> BicScanner.register(triggers, kind);
      case CRYPTO_ADDRESS -> CryptoAddressScanner.register(triggers, kind);
      case DATE_OF_BIRTH -> BirthDateScanner.register(triggers, kind);
      case PHONE -> PhoneScanner.register(triggers, kind);
    }
  }
}
