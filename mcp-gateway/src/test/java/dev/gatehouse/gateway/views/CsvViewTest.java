package dev.gatehouse.gateway.views;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Cells as RFC 4180 has them, and none that a spreadsheet would carry out. */
class CsvViewTest {
  @Test
  void quotesOnlyWhatNeedsQuotes() {
    assertEquals("", CsvView.cell(""));
    assertEquals("a b", CsvView.cell("a b"));
    assertEquals("\"a,b\"", CsvView.cell("a,b"));
    assertEquals("\"say \"\"hi\"\"\"", CsvView.cell("say \"hi\""));
    assertEquals("\"two\nlines\"", CsvView.cell("two\nlines"));
    assertEquals("\"two\r\nlines\"", CsvView.cell("two\r\nlines"));
    assertEquals("grün 😀", CsvView.cell("grün 😀"));
    assertEquals("a\uFFFDb", CsvView.cell("a\0b"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"=1+1", "+1", "-1", "@SUM(A1)", "＝1", "＋1", "－1", "＠a"})
  void disarmsWhatWouldBeAFormula(String text) {
    assertEquals("'" + text, CsvView.cell(text));
    assertEquals(" " + text, CsvView.cell(" " + text));
  }

  @Test
  void disarmsBeforeItQuotes() {
    assertEquals(
        "\"'=HYPERLINK(\"\"http://evil.example\"\",\"\"x\"\")\"",
        CsvView.cell("=HYPERLINK(\"http://evil.example\",\"x\")"));
    assertEquals("\uFFFD=1", CsvView.cell("\t=1"));
    assertEquals("\"\r=1\"", CsvView.cell("\r=1"));
  }
}
