package dev.gatehouse.policies.yaml;

import dev.gatehouse.policies.yaml.YamlNode.Place;
import java.util.ArrayList;
import java.util.List;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;

/**
 * The text of a file by lines, to say where a character of a scalar stands. Confined to one thread.
 */
final class SourceText {
  private final List<String> lines;

  SourceText(String text) {
    // A byte order mark has no column of its own.
    this.lines = (text.startsWith("\uFEFF") ? text.substring(1) : text).lines().toList();
  }

  static Place placeOf(Mark mark) {
    return new Place(mark.getLine() + 1, mark.getColumn() + 1);
  }

  /** Where the character with this index (in code points, from 0) stands. */
  Place placeOfIndex(int index) {
    int rest = Math.max(index, 0);
    for (int i = 0; i < lines.size(); i++) {
      int length = lines.get(i).codePointCount(0, lines.get(i).length());
      if (rest <= length) {
        return new Place(i + 1, rest + 1);
      }
      rest -= length + 1;
    }
    return new Place(Math.max(lines.size(), 1), 1);
  }

  /** Where each line of the scalar's text begins, as far as the file holds it as it is. */
  List<Place> lineStarts(ScalarEvent event) {
    if (event.getStartMark().isEmpty()) {
      return List.of();
    }
    Place start = placeOf(event.getStartMark().get());
    if (event.getScalarStyle() == ScalarStyle.LITERAL) {
      return literal(event.getValue(), start);
    }
    int skipped = event.getScalarStyle() == ScalarStyle.PLAIN ? 0 : 1;
    Place first = new Place(start.line(), start.column() + skipped);
    return standsAt(event.getValue(), first) ? List.of(first) : List.of();
  }

  private List<Place> literal(String value, Place start) {
    List<Place> starts = new ArrayList<>();
    int line = start.line();
    for (String expected : value.lines().toList()) {
      line++;
      String found = line <= lines.size() ? lines.get(line - 1) : "";
      if (!found.endsWith(expected)) {
        return List.copyOf(starts);
      }
      int indent = found.length() - expected.length();
      starts.add(new Place(line, found.codePointCount(0, indent) + 1));
    }
    return List.copyOf(starts);
  }

  private boolean standsAt(String value, Place place) {
    if (place.line() > lines.size()) {
      return false;
    }
    String line = lines.get(place.line() - 1);
    int characters = line.codePointCount(0, line.length());
    if (place.column() - 1 > characters) {
      return false;
    }
    return line.startsWith(value, line.offsetByCodePoints(0, place.column() - 1));
  }
}
