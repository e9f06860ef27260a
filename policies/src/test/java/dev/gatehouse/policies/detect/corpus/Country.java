package dev.gatehouse.policies.detect.corpus;

import dev.gatehouse.policies.detect.BuiltIn;
import java.util.List;
import java.util.Locale;

/** A country and language in which values of the corpus are written. */
enum Country {
  UNITED_STATES("en-US", "US", "CH", ""),
  UNITED_KINGDOM("en-GB", "GB", "GB", ""),
  GERMANY("de-DE", "DE", "DE", "DE"),
  FRANCE("fr-FR", "FR", "FR", "FR"),
  ITALY("it-IT", "IT", "IT", "IT"),
  SPAIN("es-ES", "ES", "ES", "ES"),
  NETHERLANDS("nl-NL", "NL", "NL", "NL"),
  POLAND("pl-PL", "PL", "PL", "PL"),
  SWEDEN("sv-SE", "SE", "SE", "SE"),
  BRAZIL("pt-BR", "BR", "BR", ""),
  JAPAN("ja-JP", "JP", "DE", ""),
  INDIA("en-IN", "IN", "GB", "");

  /** What people everywhere have. */
  private static final List<BuiltIn> EVERYWHERE =
      List.of(
          BuiltIn.PAYMENT_CARD,
          BuiltIn.IBAN,
          BuiltIn.EMAIL,
          BuiltIn.PHONE,
          BuiltIn.IP_ADDRESS,
          BuiltIn.MAC_ADDRESS,
          BuiltIn.JWT,
          BuiltIn.CLOUD_KEY,
          BuiltIn.PRIVATE_KEY,
          BuiltIn.URL_PASSWORD,
          BuiltIn.CREDENTIAL,
          BuiltIn.DATE_OF_BIRTH,
          BuiltIn.BIC,
          BuiltIn.PASSPORT,
          BuiltIn.CRYPTO_ADDRESS,
          BuiltIn.VEHICLE_VIN);

  private final Locale locale;
  private final String region;
  private final String accounts;
  private final String taxes;

  /**
   * A country.
   *
   * @param accounts the country whose account numbers are used there
   * @param taxes the country in a European tax number; empty where there are none
   */
  Country(String language, String region, String accounts, String taxes) {
    this.locale = Locale.forLanguageTag(language);
    this.region = region;
    this.accounts = accounts;
    this.taxes = taxes;
  }

  Locale locale() {
    return locale;
  }

  /** Two letters, as in telephone numbers. */
  String region() {
    return region;
  }

  String accounts() {
    return accounts;
  }

  String taxes() {
    return taxes;
  }

  /** Kinds that there are in every country. */
  List<BuiltIn> everywhere() {
    return EVERYWHERE;
  }

  /** Kinds that there are in this country. */
  List<BuiltIn> national() {
    return switch (this) {
      case UNITED_STATES -> List.of(BuiltIn.US_SSN, BuiltIn.US_ITIN, BuiltIn.US_ROUTING);
      case UNITED_KINGDOM -> List.of(BuiltIn.UK_NINO, BuiltIn.UK_NHS, BuiltIn.UK_ACCOUNT);
      case GERMANY -> List.of(BuiltIn.DE_TAX_ID, BuiltIn.DE_SOCIAL_SECURITY);
      case FRANCE -> List.of(BuiltIn.FR_NIR);
      case ITALY -> List.of(BuiltIn.IT_CODICE_FISCALE);
      case SPAIN -> List.of(BuiltIn.ES_DNI, BuiltIn.ES_NIE);
      case NETHERLANDS -> List.of(BuiltIn.NL_BSN);
      case POLAND -> List.of(BuiltIn.PL_PESEL);
      case SWEDEN -> List.of(BuiltIn.SE_PERSONNUMMER);
      case BRAZIL -> List.of(BuiltIn.BR_CPF, BuiltIn.BR_CNPJ);
      case JAPAN -> List.of(BuiltIn.JP_MY_NUMBER);
      case INDIA -> List.of(BuiltIn.IN_AADHAAR, BuiltIn.IN_PAN);
    };
  }
}
