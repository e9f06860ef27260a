package dev.gatehouse.policies.detect;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A kind of data that is found without being described in a policy.
 *
 * <p>{@link Scanners} says what finds each. Of two kinds that find the same range the earlier gives
 * it its name.
 */
public enum BuiltIn implements Detector {
  PAYMENT_CARD("payment-card", Family.FINANCIAL),
  IBAN("iban", Family.FINANCIAL),
  EMAIL("email", Family.PERSONAL),
  CLOUD_KEY("cloud-key", Family.SECRETS),
  PRIVATE_KEY("private-key", Family.SECRETS),
  JWT("jwt", Family.SECRETS),
  URL_PASSWORD("url-password", Family.SECRETS),
  CREDENTIAL("credential", Family.SECRETS),
  IP_ADDRESS("ip-address", Family.NETWORK),
  MAC_ADDRESS("mac-address", Family.NETWORK),
  // Identifiers of persons, documents and accounts.
  US_SSN("us-ssn", Family.PERSONAL),
  US_ITIN("us-itin", Family.PERSONAL),
  CA_SIN("ca-sin", Family.PERSONAL),
  MX_CURP("mx-curp", Family.PERSONAL),
  UK_NINO("uk-nino", Family.PERSONAL),
  UK_NHS("uk-nhs", Family.PERSONAL),
  UK_DRIVING_LICENCE("uk-driving-licence", Family.PERSONAL),
  IE_PPS("ie-pps", Family.PERSONAL),
  DE_TAX_ID("de-tax-id", Family.PERSONAL),
  DE_SOCIAL_SECURITY("de-social-security", Family.PERSONAL),
  AT_SVNR("at-svnr", Family.PERSONAL),
  CH_AHV("ch-ahv", Family.PERSONAL),
  FR_NIR("fr-nir", Family.PERSONAL),
  IT_CODICE_FISCALE("it-codice-fiscale", Family.PERSONAL),
  ES_DNI("es-dni", Family.PERSONAL),
  ES_NIE("es-nie", Family.PERSONAL),
  PT_NIF("pt-nif", Family.PERSONAL),
  NL_BSN("nl-bsn", Family.PERSONAL),
  BE_NATIONAL_NUMBER("be-national-number", Family.PERSONAL),
  SE_PERSONNUMMER("se-personnummer", Family.PERSONAL),
  NO_FODSELSNUMMER("no-fodselsnummer", Family.PERSONAL),
  DK_CPR("dk-cpr", Family.PERSONAL),
  FI_HETU("fi-hetu", Family.PERSONAL),
  PL_PESEL("pl-pesel", Family.PERSONAL),
  CZ_RODNE_CISLO("cz-rodne-cislo", Family.PERSONAL),
  RO_CNP("ro-cnp", Family.PERSONAL),
  TR_KIMLIK("tr-kimlik", Family.PERSONAL),
  BR_CPF("br-cpf", Family.PERSONAL),
  BR_CNPJ("br-cnpj", Family.FINANCIAL),
  AR_CUIT("ar-cuit", Family.PERSONAL),
  CL_RUT("cl-rut", Family.PERSONAL),
  IN_AADHAAR("in-aadhaar", Family.PERSONAL),
  IN_PAN("in-pan", Family.PERSONAL),
  CN_RESIDENT_ID("cn-resident-id", Family.PERSONAL),
  JP_MY_NUMBER("jp-my-number", Family.PERSONAL),
  KR_RRN("kr-rrn", Family.PERSONAL),
  SG_NRIC("sg-nric", Family.PERSONAL),
  IL_ID("il-id", Family.PERSONAL),
  ZA_ID("za-id", Family.PERSONAL),
  AU_TFN("au-tfn", Family.PERSONAL),
  AU_MEDICARE("au-medicare", Family.PERSONAL),
  PASSPORT("passport", Family.PERSONAL),
  VEHICLE_VIN("vehicle-vin", Family.PERSONAL),
  US_ROUTING("us-routing", Family.FINANCIAL),
  UK_ACCOUNT("uk-account", Family.FINANCIAL),
  EU_VAT("eu-vat", Family.FINANCIAL),
  BIC("bic", Family.FINANCIAL),
  CRYPTO_ADDRESS("crypto-address", Family.FINANCIAL),
  DATE_OF_BIRTH("date-of-birth", Family.PERSONAL),
  PHONE("phone", Family.PERSONAL);

  /** Kinds that are named together. */
  public enum Family {
    FINANCIAL("financial"),
    PERSONAL("personal"),
    SECRETS("secrets"),
    NETWORK("network");

    private final String label;

    Family(String label) {
      this.label = label;
    }

    /** The name in policies. */
    public String label() {
      return label;
    }
  }

  /** The name in policies of all kinds together. */
  private static final String ALL = "all";

  /** How many kinds there are. */
  static final int COUNT = values().length;

  private final String label;
  private final Family family;

  BuiltIn(String label, Family family) {
    this.label = label;
    this.family = family;
  }

  @Override
  public String label() {
    return label;
  }

  /** What this is one of. */
  public Family family() {
    return family;
  }

  /** The kind with this label. */
  public static Optional<BuiltIn> labelled(String label) {
    return Arrays.stream(values()).filter(kind -> kind.label.equals(label)).findFirst();
  }

  /** The kinds that a policy names by this word: one, those of a family, or all; else none. */
  public static Set<BuiltIn> named(String word) {
    EnumSet<BuiltIn> kinds = EnumSet.noneOf(BuiltIn.class);
    for (BuiltIn kind : values()) {
      if (kind.label.equals(word) || kind.family.label.equals(word) || ALL.equals(word)) {
        kinds.add(kind);
      }
    }
    return kinds;
  }

  /** All words that name kinds: the families, the word for all, and each kind's own label. */
  public static List<String> names() {
    Stream<String> families = Arrays.stream(Family.values()).map(Family::label);
    Stream<String> kinds = Arrays.stream(values()).map(BuiltIn::label);
    return Stream.of(Stream.of(ALL), families, kinds).flatMap(names -> names).toList();
  }

  /** A set of one, as a bit: fewer than 64 kinds there are. */
  long bit() {
    return 1L << index();
  }

  /** The place of what is counted of each kind, from 0 to below {@link #COUNT}. */
  @SuppressWarnings("EnumOrdinal") // a place in a row that lives no longer than the process
  int index() {
    return ordinal();
  }
}
