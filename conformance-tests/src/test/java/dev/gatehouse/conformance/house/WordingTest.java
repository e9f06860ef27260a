package dev.gatehouse.conformance.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What no text of the repository may hold: forgotten notes, and what ties it to one machine. */
class WordingTest {
  private static final Pattern NOTE_WITHOUT_ISSUE =
      Pattern.compile("\\b(TODO|FIXME|XXX)\\b(?! ?\\(?#\\d)");
  private static final Pattern MACHINE_PATH =
      Pattern.compile("(?<![\\w.~}])/(root|Users|work)/\\w");
  private static final Pattern REGISTRY =
      Pattern.compile("https?://(repo|repo1|registry|packages|archive|deb)\\.|\"resolved\"\\s*:");
  private static final Pattern REPOSITORY_ELEMENT =
      Pattern.compile("<(pluginRepositor|repositor|distributionManagement)");

  private final List<Path> texts =
      Stream.of(".java", ".md", ".xml", ".yaml", ".json", ".txt", ".mjs", ".properties", ".sh")
          .flatMap(ending -> House.files(ending).stream())
          .filter(path -> !path.endsWith("WordingTest.java"))
          .toList();

  @Test
  void everyNoteForLaterNamesItsIssue() {
    assertEquals(List.of(), found(NOTE_WITHOUT_ISSUE));
  }

  @Test
  void nothingNamesAPathOfOneMachine() {
    assertEquals(List.of(), found(MACHINE_PATH));
  }

  @Test
  void nothingNamesTheHostOfARegistry() {
    assertEquals(List.of(), found(REGISTRY));
    assertEquals(List.of(), found(REPOSITORY_ELEMENT));
  }

  @Test
  void findsWhatItForbids() {
    assertTrue(NOTE_WITHOUT_ISSUE.matcher("// TODO later").find());
    assertTrue(!NOTE_WITHOUT_ISSUE.matcher("// TODO #12 later").find());
    assertTrue(MACHINE_PATH.matcher("at /Users/someone/x").find());
    assertTrue(!MACHINE_PATH.matcher("https://example.com/work/x").find());
    assertTrue(REGISTRY.matcher("\"resolved\": \"x\"").find());
  }

  private List<String> found(Pattern pattern) {
    List<String> found = new ArrayList<>();
    for (Path path : texts) {
      String[] lines = House.text(path).split("\n", -1);
      for (int i = 0; i < lines.length; i++) {
        if (pattern.matcher(lines[i]).find()) {
          found.add(House.relative(path) + ":" + (i + 1) + " " + lines[i].strip());
        }
      }
    }
    return found;
  }
}
