package dev.gatehouse.policies.detect.id;

import static dev.gatehouse.policies.detect.id.CheckDigits.digit;
import static dev.gatehouse.policies.detect.id.CheckDigits.weighted;

import java.util.List;

/** Identifiers of Brazil, Argentina and Chile. */
final class SouthAmerica {
  static final List<Identifier> ALL =
      List.of(
          Identifier.named("br-cpf", SouthAmerica::isCpf)
              .telling("000.000.000-00")
              .plain("00000000000", "000 000 000 00", "000.000.000.00")
              .near("cpf, cpfs, cadastro de pessoa*, tax id*, taxpayer*, documento*"),
          Identifier.named("br-cnpj", SouthAmerica::isCnpj)
              .telling("##.###.###/####-00")
              .plain("############00", "## ### ### #### 00")
              .near("cnpj, cnpjs, cadastro nacional*, tax id*, taxpayer*"),
          Identifier.named("ar-cuit", SouthAmerica::isCuit)
              .telling("00-00000000-0")
              .plain("00000000000", "00 00000000 0")
              .near("cuit, cuil, cuits, tax id*, clave unica*"),
          Identifier.named("cl-rut", SouthAmerica::isRut)
              .telling("00.000.000-#", "0.000.000-#")
              .plain("00000000-#", "0000000-#", "00000000#", "0000000#")
              .near("rut, run, ruts, rol unico*, tax id*, cedula*"));

  private SouthAmerica() {}

  /**
   * A CPF: two check digits by modulus 11.
   *
   * <p>Source: Receita Federal, Instrução Normativa RFB nº 2172/2024; Ato Declaratório on the
   * "cálculo do dígito verificador do CPF".
   */
  private static boolean isCpf(String digits) {
    return !CheckDigits.isOneDigit(digits)
        && elevenLess(weighted(digits, 10, 9, 8, 7, 6, 5, 4, 3, 2)) == digit(digits, 9)
        && elevenLess(weighted(digits, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2)) == digit(digits, 10);
  }

  /**
   * A CNPJ, of digits or, since July 2026, of letters and digits before its two check digits: each
   * character counts its ASCII code less 48.
   *
   * <p>Source: Receita Federal, Instrução Normativa RFB nº 2229/2024, annex "CNPJ alfanumérico".
   */
  private static boolean isCnpj(String characters) {
    return !CheckDigits.isOneDigit(characters)
        && elevenLess(weighted(characters, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2))
            == digit(characters, 12)
        && elevenLess(weighted(characters, 6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2))
            == digit(characters, 13);
  }

  private static int elevenLess(int sum) {
    return sum % 11 < 2 ? 0 : 11 - sum % 11;
  }

  /**
   * A CUIT or CUIL: kind, document, and a check digit by modulus 11.
   *
   * <p>Source: ARCA (AFIP), Resolución General 10/1997, "Clave Única de Identificación Tributaria".
   */
  private static boolean isCuit(String digits) {
    int kind = Dates.two(digits, 0);
    boolean issued = (kind >= 20 && kind <= 27) || kind == 30 || kind == 33 || kind == 34;
    int check = 11 - weighted(digits, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2) % 11;
    return issued && check % 11 == digit(digits, 10);
  }

  /**
   * A RUT or RUN: seven or eight digits and a check by modulus 11, with K for ten.
   *
   * <p>Source: Servicio de Registro Civil e Identificación, Decreto Supremo 2 de 2007 (RUN); SII,
   * "dígito verificador del RUT".
   */
  private static boolean isRut(String rut) {
    int sum = 0;
    int last = rut.length() - 1;
    for (int i = 0; i < last; i++) {
      sum += digit(rut, i) * (2 + (last - 1 - i) % 6);
    }
    return rut.charAt(last) == "0K987654321".charAt(sum % 11) && rut.charAt(0) != '0';
  }
}
