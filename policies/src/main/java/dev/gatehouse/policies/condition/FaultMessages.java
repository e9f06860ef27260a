package dev.gatehouse.policies.condition;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says in plain words what the CEL library says of an expression. */
final class FaultMessages {
  private static final Pattern UNDECLARED = Pattern.compile("undeclared reference to '([^']*)'.*");
  private static final Pattern WRONG_RESULT =
      Pattern.compile("expected type 'bool' but found '([^']*)'.*");
  private static final Pattern NO_OVERLOAD =
      Pattern.compile("found no matching overload for '([^']*)' applied to '([^']*)'.*");

  private FaultMessages() {}

  static String plain(String message) {
    Matcher undeclared = UNDECLARED.matcher(message);
    if (undeclared.matches()) {
      return "nothing is called `"
          + undeclared.group(1)
          + "`; expected one of args, principal, groups, claims, tool, upstream, client, method,"
          + " session";
    }
    Matcher result = WRONG_RESULT.matcher(message);
    if (result.matches()) {
      return "gives " + result.group(1) + "; expected a condition that gives bool";
    }
    Matcher overload = NO_OVERLOAD.matcher(message);
    if (overload.matches()) {
      String operator = overload.group(1).replace("_", "").replace("@", "");
      return "`" + operator + "` does not go with " + overload.group(2);
    }
    return message.contains("'<EOF>'") ? "the expression ends too early" : message;
  }
}
