package dev.gatehouse.policies.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdentifierScannerTest {
  private static final Detection ALL = Detection.of(EnumSet.allOf(BuiltIn.class));

  @ParameterizedTest
  @CsvSource({
    "ssn, us-ssn, 536904399",
    "socialSecurityNumber, us-ssn, 536904399",
    "employee_ssn, us-ssn, 536904399",
    "BSN, nl-bsn, 111222333",
    "bsnNummer, nl-bsn, 111222333",
    "burgerservicenummer, nl-bsn, 111222333",
    "steuerId, de-tax-id, 36574261809",
    "pesel, pl-pesel, 44051401359",
    "cpf, br-cpf, 39053344705",
    "nationalId, pl-pesel, 44051401359",
    "passport-number, passport, 533380006",
    "sortCode, uk-account, 20-00-00",
    "routing_number, us-routing, 111000025",
  })
  void takesTheNameOfAValueForWhatTellsOfIt(String name, String label, String value) {
    assertEquals(
        List.of(label),
        ALL.inText(value, name).stream().map(found -> found.detector().label()).toList());
    assertEquals(List.of(), ALL.inText(value, "orderNumber"));
    assertEquals(List.of(), ALL.inText(value));
  }

  @Test
  void findsAJsonNumberOnlyByItsName() {
    Detection bsn = Detection.of(EnumSet.of(BuiltIn.NL_BSN));

    assertEquals(Optional.of(BuiltIn.NL_BSN), bsn.inNumber("111222333", "bsn"));
    assertEquals(Optional.empty(), bsn.inNumber("111222333", "order"));
    assertEquals(Optional.empty(), bsn.inNumber("111222334", "bsn"));
    assertEquals(Optional.empty(), bsn.inNumber("111222333"));
  }

  @Test
  void findsAJsonNumberThatLostItsZeros() {
    Detection bsn = Detection.of(EnumSet.of(BuiltIn.NL_BSN));

    assertEquals(Optional.of(BuiltIn.NL_BSN), bsn.inNumber("12345672", "bsn"));
    assertEquals(Optional.empty(), bsn.inNumber("12345673", "bsn"));
    assertEquals(Optional.empty(), bsn.inNumber("12345672"));
  }

  @Test
  void takesBackWhatANearerWordDenies() {
    Detection bsn = Detection.of(EnumSet.of(BuiltIn.NL_BSN));

    assertEquals(1, bsn.inText("bsn 111222333, order 123456782").size());
    assertEquals(2, bsn.inText("bsn 111222333, bsn 123456782").size());
  }

  @Test
  void leavesNumbersOfOtherThingsAlone() {
    Random random = new Random(23);
    int found = 0;
    int texts = 40_000;
    for (int i = 0; i < texts; i++) {
      int digits = 6 + random.nextInt(12);
      StringBuilder number = new StringBuilder();
      for (int j = 0; j < digits; j++) {
        number.append(random.nextInt(10));
      }
      String text =
          switch (random.nextInt(5)) {
            case 0 -> "order number " + number + " was sent";
            case 1 -> "build " + number.insert(2, '.').insert(5, '.');
            case 2 -> String.format(Locale.ROOT, "id=%s&sum=%d", number, random.nextInt(100_000));
            case 3 -> "SKU-" + number.insert(4, (char) ('A' + random.nextInt(26)));
            default -> "row " + number.insert(3, ' ').insert(number.length() - 2, ' ');
          };
      found += ALL.inText(text).isEmpty() ? 0 : 1;
    }
    assertTrue(found < texts / 200, found + " of " + texts);
  }
}
