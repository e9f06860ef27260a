package dev.gatehouse.policies.condition;

import dev.gatehouse.policies.yaml.Problem;
import dev.gatehouse.policies.yaml.Spelling;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says in plain words what the CEL library says of an expression. */
final class FaultMessages {
  private static final Pattern UNDECLARED = Pattern.compile("undeclared reference to '([^']*)'.*");
  private static final Pattern WRONG_RESULT =
      Pattern.compile("expected type 'bool' but found '([^']*)'.*");
  private static final Pattern NO_OVERLOAD =
      Pattern.compile("found no matching overload for '([^']*)' applied to '([^']*)'.*");
  private static final Pattern OUT_OF_PLACE =
      Pattern.compile("(?:extraneous|mismatched|no viable alternative at) input '(.*?)'(?: .*)?");
  private static final Pattern UNREADABLE =
      Pattern.compile("token recognition error at: '(.*)'", Pattern.DOTALL);

  /** Functions that are misspelled sooner than others. */
  private static final List<String> FUNCTIONS =
      List.of(
          "size",
          "has",
          "all",
          "exists",
          "exists_one",
          "map",
          "filter",
          "matches",
          "contains",
          "startsWith",
          "endsWith",
          "lowerAscii",
          "upperAscii",
          "indexOf",
          "split",
          "substring",
          "replace",
          "trim",
          "join",
          "int",
          "double",
          "string",
          "timestamp",
          "duration");

  private FaultMessages() {}

  /** The message, where these are the variables that an expression sees. */
  static String plain(String message, List<String> variables) {
    Matcher undeclared = UNDECLARED.matcher(message);
    if (undeclared.matches()) {
      return undeclared(undeclared.group(1), variables);
    }
    Matcher result = WRONG_RESULT.matcher(message);
    if (result.matches()) {
      return "gives " + result.group(1) + "; expected a condition that gives bool";
    }
    Matcher overload = NO_OVERLOAD.matcher(message);
    if (overload.matches()) {
      String operator = overload.group(1).replace("_", "").replace("@", "");
      String types = overload.group(2).replaceAll("google\\.protobuf\\.([TD])", "$1");
      return "`" + operator + "` does not go with " + types;
    }
    return message.contains("'<EOF>'") ? "the expression ends too early" : outOfPlace(message);
  }

  private static String outOfPlace(String message) {
    Matcher misplaced = OUT_OF_PLACE.matcher(message);
    if (misplaced.matches()) {
      return Problem.quote(misplaced.group(1)) + " is out of place here";
    }
    Matcher unreadable = UNREADABLE.matcher(message);
    if (!unreadable.matches()) {
      return message;
    }
    String text = unreadable.group(1);
    if (text.startsWith("'") || text.startsWith("\"")) {
      return "the text that begins here does not end";
    }
    return text.startsWith("=")
        ? "`=` is no comparison; expected `==`"
        : Problem.quote(text.strip()) + " cannot be read here";
  }

  private static String undeclared(String name, List<String> variables) {
    if (name.equals("session")) {
      return "`session` has `session.id`, `session.started` and `session.protocol`";
    }
    List<String> words = new ArrayList<>(variables);
    words.addAll(FUNCTIONS);
    String expected = "; expected one of " + String.join(", ", variables);
    return "nothing is called " + Problem.quote(name) + expected + Spelling.hint(name, words);
  }
}
