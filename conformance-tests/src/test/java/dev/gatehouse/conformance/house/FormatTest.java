package dev.gatehouse.conformance.house;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * All sources look as google-java-format lays them out. {@code mvn verify -Dformat=fix} rewrites
 * those that do not.
 */
class FormatTest {
  @Test
  void everySourceIsFormatted() throws IOException, FormatterException {
    boolean fix = "fix".equals(System.getProperty("format"));
    Formatter formatter = new Formatter();
    List<String> wrong = new ArrayList<>();
    for (Path source : House.sources()) {
      String text = House.text(source);
      String formatted = formatter.formatSourceAndFixImports(text);
      if (text.equals(formatted)) {
        continue;
      }
      if (fix) {
        Files.writeString(source, formatted);
      } else {
        wrong.add(House.relative(source));
      }
    }
    assertEquals(List.of(), wrong, "not formatted; mvn verify -Dformat=fix does it");
  }
}
