package dev.gatehouse.policies.detect.corpus;

import dev.gatehouse.policies.detect.BuiltIn;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Values of each kind, as they are written in a country, and the names that they go by. */
final class Values {
  /** Kinds whose values have a check that most others fail. */
  static final Set<BuiltIn> CHECKED =
      EnumSet.of(
          BuiltIn.PAYMENT_CARD,
          BuiltIn.IBAN,
          BuiltIn.EU_VAT,
          BuiltIn.CRYPTO_ADDRESS,
          BuiltIn.VEHICLE_VIN,
          BuiltIn.US_ROUTING,
          BuiltIn.UK_NHS,
          BuiltIn.DE_TAX_ID,
          BuiltIn.DE_SOCIAL_SECURITY,
          BuiltIn.FR_NIR,
          BuiltIn.IT_CODICE_FISCALE,
          BuiltIn.ES_DNI,
          BuiltIn.ES_NIE,
          BuiltIn.NL_BSN,
          BuiltIn.PL_PESEL,
          BuiltIn.SE_PERSONNUMMER,
          BuiltIn.BR_CPF,
          BuiltIn.BR_CNPJ,
          BuiltIn.JP_MY_NUMBER,
          BuiltIn.IN_AADHAAR);

  /** Kinds that are found without a word beside them, where they are written in full. */
  static final Set<BuiltIn> TELLING =
      EnumSet.of(
          BuiltIn.PAYMENT_CARD,
          BuiltIn.IBAN,
          BuiltIn.EMAIL,
          BuiltIn.PHONE,
          BuiltIn.IP_ADDRESS,
          BuiltIn.MAC_ADDRESS,
          BuiltIn.JWT,
          BuiltIn.CLOUD_KEY,
          BuiltIn.CRYPTO_ADDRESS,
          BuiltIn.EU_VAT,
          BuiltIn.US_SSN,
          BuiltIn.UK_NINO,
          BuiltIn.DE_TAX_ID,
          BuiltIn.DE_SOCIAL_SECURITY,
          BuiltIn.FR_NIR,
          BuiltIn.IT_CODICE_FISCALE,
          BuiltIn.ES_DNI,
          BuiltIn.ES_NIE,
          BuiltIn.SE_PERSONNUMMER,
          BuiltIn.BR_CPF,
          BuiltIn.BR_CNPJ,
          BuiltIn.IN_PAN);

  private Values() {}

  /**
   * A value.
   *
   * @param full written with its separators, or with its country's code; else at random
   */
  static String make(BuiltIn kind, Country country, Random random, boolean full) {
    boolean spaced = full || random.nextBoolean();
    return switch (kind) {
      case PAYMENT_CARD -> BankNumbers.card(random);
      case IBAN -> BankNumbers.iban(country.accounts(), random);
      case EMAIL -> Contacts.email(random);
      case PHONE -> Contacts.phone(country, random, !spaced);
      case IP_ADDRESS -> Contacts.address(random);
      case MAC_ADDRESS -> Contacts.hardware(random);
      case JWT -> Secrets.token(random);
      case CLOUD_KEY -> Secrets.cloudKey(random);
      case PRIVATE_KEY -> Secrets.privateKey(random);
      case URL_PASSWORD, CREDENTIAL -> Secrets.password(random);
      case DATE_OF_BIRTH -> Contacts.birthday(country, random);
      case BIC -> Contacts.bank(random);
      case PASSPORT -> Contacts.passport(country, random);
      case CRYPTO_ADDRESS -> BankNumbers.wallet(random);
      case VEHICLE_VIN -> Contacts.vehicle(random);
      case EU_VAT -> BankNumbers.vat(country.taxes(), random);
      case US_ROUTING -> BankNumbers.routing(random);
      case UK_ACCOUNT -> BankNumbers.britishAccount(random);
      default -> ofPerson(kind, random, spaced);
    };
  }

  private static String ofPerson(BuiltIn kind, Random random, boolean spaced) {
    return switch (kind) {
      case US_SSN -> PersonNumbers.ssn(random, spaced);
      case US_ITIN -> PersonNumbers.itin(random, spaced);
      case UK_NINO -> PersonNumbers.nino(random, spaced);
      case UK_NHS -> PersonNumbers.nhs(random, spaced);
      case DE_TAX_ID -> PersonNumbers.germanTax(random, spaced);
      case DE_SOCIAL_SECURITY -> PersonNumbers.germanPension(random);
      case FR_NIR -> PersonNumbers.french(random, spaced);
      case IT_CODICE_FISCALE -> PersonNumbers.italian(random);
      case ES_DNI -> PersonNumbers.dni(random);
      case ES_NIE -> PersonNumbers.nie(random);
      case NL_BSN -> PersonNumbers.bsn(random);
      case PL_PESEL -> PersonNumbers.pesel(random);
      case SE_PERSONNUMMER -> PersonNumbers.swedish(random, spaced);
      case BR_CPF -> PersonNumbers.cpf(random, spaced);
      case BR_CNPJ -> PersonNumbers.cnpj(random, spaced);
      case JP_MY_NUMBER -> PersonNumbers.japanese(random, spaced);
      case IN_AADHAAR -> PersonNumbers.aadhaar(random, spaced);
      case IN_PAN -> PersonNumbers.pan(random);
      default -> throw new IllegalArgumentException("nothing makes " + kind);
    };
  }

  /** The names of fields and columns that hold values of this kind. */
  static List<String> names(BuiltIn kind) {
    return switch (kind) {
      case PAYMENT_CARD -> List.of("cardNumber", "card", "pan_number");
      case IBAN -> List.of("iban", "account");
      case EMAIL -> List.of("email", "contact");
      case PHONE -> List.of("phone", "phoneNumber", "mobile");
      case IP_ADDRESS -> List.of("ip", "remote_addr");
      case MAC_ADDRESS -> List.of("mac", "hwaddr");
      case JWT -> List.of("assertion", "jwt");
      case CLOUD_KEY -> List.of("value", "content");
      case PRIVATE_KEY -> List.of("pem", "identity");
      case URL_PASSWORD -> List.of("url", "dsn");
      case CREDENTIAL -> List.of("password", "db_password", "userPassword");
      case DATE_OF_BIRTH -> List.of("dateOfBirth", "birth_date", "dob");
      case BIC -> List.of("bic", "swiftCode");
      case PASSPORT -> List.of("passport", "passportNumber");
      case CRYPTO_ADDRESS -> List.of("wallet", "address");
      case VEHICLE_VIN -> List.of("vin", "chassisNumber");
      case EU_VAT -> List.of("vatId", "vat_number");
      case US_SSN -> List.of("ssn", "socialSecurityNumber");
      case US_ITIN -> List.of("itin");
      case US_ROUTING -> List.of("routingNumber", "aba");
      case UK_NINO -> List.of("nino", "nationalInsuranceNumber");
      case UK_NHS -> List.of("nhsNumber", "nhs_no");
      case UK_ACCOUNT -> List.of("bankAccount");
      case DE_TAX_ID -> List.of("steuerId", "tax_id");
      case DE_SOCIAL_SECURITY -> List.of("svNummer", "sozialversicherungsnummer");
      case FR_NIR -> List.of("nir", "numeroSecuriteSociale");
      case IT_CODICE_FISCALE -> List.of("codiceFiscale", "cf");
      case ES_DNI -> List.of("dni", "nif");
      case ES_NIE -> List.of("nie");
      case NL_BSN -> List.of("bsn", "burgerservicenummer");
      case PL_PESEL -> List.of("pesel");
      case SE_PERSONNUMMER -> List.of("personnummer", "pnr");
      case BR_CPF -> List.of("cpf");
      case BR_CNPJ -> List.of("cnpj");
      case JP_MY_NUMBER -> List.of("myNumber", "individualNumber");
      case IN_AADHAAR -> List.of("aadhaar", "aadhaarNumber");
      case IN_PAN -> List.of("pan");
      default -> throw new IllegalArgumentException("nothing is named " + kind);
    };
  }
}
