package dev.gatehouse.policies;

import dev.gatehouse.policies.yaml.MappingReader;
import dev.gatehouse.policies.yaml.Problem;
import dev.gatehouse.policies.yaml.Problems;
import dev.gatehouse.policies.yaml.Spelling;
import dev.gatehouse.policies.yaml.YamlNode;
import dev.gatehouse.policies.yaml.YamlNode.Scalar;
import dev.gatehouse.policies.yaml.YamlNode.Sequence;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads times of the week. Confined to one thread. */
final class TimesReader {
  private static final List<String> DAYS = List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");
  private static final Pattern TIME = Pattern.compile("([0-9]{1,2}):([0-9]{2})");
  private static final String FORM = "a time of day from `00:00` to `24:00`";

  private final Problems problems;

  TimesReader(Problems problems) {
    this.problems = problems;
  }

  /** The windows under this key; what is wrong with one was reported, and it is left out. */
  List<TimeWindow> read(String file, MappingReader rule, String key) {
    List<TimeWindow> windows = new ArrayList<>();
    for (MappingReader item : rule.mappings(key)) {
      window(file, item).ifPresent(windows::add);
    }
    if (rule.node(key).filter(TimesReader::isEmptyList).isPresent()) {
      rule.problem(key, Problem.quote(key) + " should be a list of times with at least one");
    }
    return windows;
  }

  private static boolean isEmptyList(YamlNode node) {
    return node instanceof Sequence sequence && sequence.items().isEmpty();
  }

  private Optional<TimeWindow> window(String file, MappingReader item) {
    int before = problems.count();
    Set<DayOfWeek> days = days(file, item);
    Optional<Integer> from = minute(file, item, "from");
    Optional<Integer> to = minute(file, item, "to");
    item.require("zone");
    Optional<ZoneId> zone = item.text("zone").flatMap(text -> zone(file, text));
    item.end();
    if (problems.count() > before || zone.isEmpty()) {
      return Optional.empty();
    }
    int begin = from.orElse(0);
    int end = to.orElse(TimeWindow.MINUTES_OF_DAY);
    if (begin == end || begin == TimeWindow.MINUTES_OF_DAY) {
      item.problem("from", "no time is between `from` and `to`");
      return Optional.empty();
    }
    String written =
        String.join(", ", item.strings("days"))
            + " "
            + item.optionalString("from").orElse("00:00")
            + "-"
            + item.optionalString("to").orElse("24:00")
            + " "
            + zone.get();
    return Optional.of(new TimeWindow(days, begin, end, zone.get(), written.strip()));
  }

  /** The days; all of them where none is said. */
  private Set<DayOfWeek> days(String file, MappingReader item) {
    if (!item.has("days")) {
      return EnumSet.allOf(DayOfWeek.class);
    }
    Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
    for (Scalar scalar : item.texts("days")) {
      for (String part : scalar.text().split(",", -1)) {
        days.addAll(daysOf(file, scalar, part.strip()));
      }
    }
    return days;
  }

  private Set<DayOfWeek> daysOf(String file, Scalar scalar, String part) {
    String[] ends = part.split("-", 2);
    Optional<DayOfWeek> first = day(file, scalar, ends[0].strip());
    Optional<DayOfWeek> last = ends.length == 1 ? first : day(file, scalar, ends[1].strip());
    Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
    if (first.isPresent() && last.isPresent()) {
      days.add(last.get());
      for (DayOfWeek day = first.get(); day != last.get(); day = day.plus(1)) {
        days.add(day);
      }
    }
    return days;
  }

  private Optional<DayOfWeek> day(String file, Scalar scalar, String word) {
    int index = DAYS.indexOf(word);
    if (index < 0) {
      String message = "`days` knows no " + Problem.quote(word) + "; expected one of ";
      String all = String.join(", ", DAYS) + ", or a range such as `mon-fri`";
      report(file, scalar, message + all + Spelling.hint(word, DAYS));
      return Optional.empty();
    }
    return Optional.of(DayOfWeek.of(index + 1));
  }

  private Optional<Integer> minute(String file, MappingReader item, String key) {
    Optional<Scalar> text = item.text(key);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Matcher time = TIME.matcher(text.get().text());
    int minute = -1;
    if (time.matches()) {
      int hours = Integer.parseInt(time.group(1));
      int minutes = Integer.parseInt(time.group(2));
      minute = minutes < 60 ? hours * 60 + minutes : -1;
    }
    if (minute < 0 || minute > TimeWindow.MINUTES_OF_DAY) {
      String found = Problem.quote(text.get().text());
      report(file, text.get(), Problem.quote(key) + " should be " + FORM + ", found " + found);
      return Optional.empty();
    }
    return Optional.of(minute);
  }

  private Optional<ZoneId> zone(String file, Scalar text) {
    try {
      return Optional.of(ZoneId.of(text.text()));
    } catch (DateTimeException _) {
      String message = "no zone is called " + Problem.quote(text.text());
      String hint = Spelling.hint(text.text(), ZoneId.getAvailableZoneIds());
      report(file, text, message + "; expected one such as `Europe/Berlin` or `UTC`" + hint);
      return Optional.empty();
    }
  }

  private void report(String file, Scalar scalar, String message) {
    problems.add(file, scalar.line(), scalar.column(), message);
  }
}
