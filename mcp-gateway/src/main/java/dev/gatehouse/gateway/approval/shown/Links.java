package dev.gatehouse.gateway.approval.shown;

import java.util.regex.Pattern;

/** What programs that show messages make links of by themselves. */
final class Links {
  /** The second slash of {@code https://}, and the dot of {@code www.}. */
  static final String FOUND = "(?<=:/)/|(?<=\\b[wW]{3})\\.";

  static final Pattern IN_TEXT = Pattern.compile(FOUND);

  private Links() {}
}
