package dev.gatehouse.policies.yaml;

import dev.gatehouse.policies.yaml.YamlNode.Kind;
import dev.gatehouse.policies.yaml.YamlNode.Scalar;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Lists of texts with names, which other lists of texts can take in as {@code $name}.
 *
 * <p>Shape: {@code sets: { deletes: [ "*__delete_*", $purges ] }}. A text in a list that begins
 * with {@code $} and a letter stands for the members of that list; {@code $$name} is the text
 * {@code $name}. Errors: an unknown name, a list that takes in itself, or too many members is a
 * problem at the place of the reference. Immutable.
 */
public final class NamedLists {
  /** Longer lists belong behind an upstream; keeps lists of lists from growing without end. */
  private static final int MEMBERS_MAX = 10_000;

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_-]{0,62}");
  private static final Pattern REFERENCE = Pattern.compile("\\$[A-Za-z].*", Pattern.DOTALL);

  private static final NamedLists NONE = new NamedLists(Map.of(), false);

  private final Map<String, List<String>> lists;
  private final boolean understood;

  private NamedLists(Map<String, List<String>> lists, boolean understood) {
    this.lists = lists;
    this.understood = understood;
  }

  /** No lists: {@code $} is a character like others. */
  public static NamedLists none() {
    return NONE;
  }

  /** The lists of several files, as if they were one; what is wrong with them is reported. */
  public static NamedLists of(List<MappingReader> files, Problems problems) {
    return new Reading(problems).read(files);
  }

  /** The members by name, in the order of the files. */
  public Map<String, List<String>> members() {
    return lists;
  }

  /** These texts, with the members of a list in the place of its name. */
  List<Scalar> expand(String file, List<Scalar> texts, Problems problems) {
    if (!understood || texts.stream().noneMatch(text -> text.text().startsWith("$"))) {
      return texts;
    }
    List<Scalar> expanded = new ArrayList<>();
    for (Scalar text : texts) {
      if (text.text().startsWith("$$")) {
        expanded.add(inPlaceOf(text, text.text().substring(1)));
      } else if (!isReference(text)) {
        expanded.add(text);
      } else {
        List<String> members = lists.get(nameOf(text));
        if (members == null) {
          problems.add(file, text.line(), text.column(), unknown(nameOf(text), lists.keySet()));
        } else {
          members.forEach(member -> expanded.add(inPlaceOf(text, member)));
        }
      }
    }
    return List.copyOf(expanded);
  }

  private static boolean isReference(Scalar text) {
    return REFERENCE.matcher(text.text()).matches();
  }

  private static String nameOf(Scalar reference) {
    return reference.text().substring(1);
  }

  private static Scalar inPlaceOf(Scalar reference, String text) {
    return new Scalar(reference.line(), reference.column(), text, Kind.TEXT, List.of());
  }

  private static String unknown(String name, Set<String> names) {
    String among = String.join(", ", names);
    String expected = names.isEmpty() ? "there are no `sets`" : "expected one of " + among;
    return "no set is called " + Problem.quote(name) + "; " + expected + Spelling.hint(name, names);
  }

  /** The reading of lists; confined to one thread. */
  private static final class Reading {
    private final Problems problems;
    private final Map<String, Written> written = new LinkedHashMap<>();
    private final Map<String, List<String>> lists = new LinkedHashMap<>();
    private final Set<String> open = new LinkedHashSet<>();

    Reading(Problems problems) {
      this.problems = problems;
    }

    /** A list as it stands in its file. */
    private record Written(String file, int line, List<Scalar> members) {}

    NamedLists read(List<MappingReader> files) {
      files.forEach(sets -> sets.keys().forEach(name -> write(sets.file(), sets, name)));
      Map<String, List<String>> inOrder = new LinkedHashMap<>();
      written.forEach((name, list) -> inOrder.put(name, resolve(name, list)));
      return new NamedLists(Collections.unmodifiableMap(inOrder), true);
    }

    private void write(String file, MappingReader sets, String name) {
      if (!NAME.matcher(name).matches()) {
        String expected = "expected up to 63 of a-z, 0-9, `_` and `-`, beginning with a letter";
        sets.problemAtKey(name, "a set cannot be called " + Problem.quote(name) + "; " + expected);
      }
      List<Scalar> members = sets.texts(name);
      int line = sets.node(name).map(YamlNode::line).orElse(1);
      Written first = written.putIfAbsent(name, new Written(file, line, members));
      if (first != null) {
        String where =
            (first.file().equals(file) ? "" : first.file() + " ") + "line " + first.line();
        sets.problemAtKey(name, "the set in " + where + " has the same name; expected another");
      }
    }

    private List<String> resolve(String name, Written list) {
      List<String> known = lists.get(name);
      if (known != null) {
        return known;
      }
      open.add(name);
      Set<String> members = new LinkedHashSet<>();
      for (Scalar member : list.members()) {
        take(list.file(), member, members);
        if (members.size() > MEMBERS_MAX) {
          String most = "expected at most " + MEMBERS_MAX;
          problems.add(list.file(), member.line(), member.column(), "too many members; " + most);
          break;
        }
      }
      open.remove(name);
      List<String> resolved = List.copyOf(members);
      lists.put(name, resolved);
      return resolved;
    }

    private void take(String file, Scalar member, Set<String> members) {
      if (member.text().startsWith("$$")) {
        members.add(member.text().substring(1));
      } else if (!isReference(member)) {
        members.add(member.text());
      } else {
        takeList(file, member, members);
      }
    }

    private void takeList(String file, Scalar reference, Set<String> members) {
      String name = nameOf(reference);
      Written list = written.get(name);
      if (list == null) {
        String unknown = unknown(name, written.keySet());
        problems.add(file, reference.line(), reference.column(), unknown);
      } else if (open.contains(name)) {
        String itself = "the set takes in itself; expected sets that end";
        problems.add(file, reference.line(), reference.column(), itself);
      } else {
        members.addAll(resolve(name, list));
      }
    }
  }
}
