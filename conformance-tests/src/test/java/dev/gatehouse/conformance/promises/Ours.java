package dev.gatehouse.conformance.promises;

import java.util.regex.Pattern;

/** What the gateway adds to a reply, taken off again. */
final class Ours {
  private static final String MEMBER =
      "\"dev\\.gatehouse/(decision|receipt)\":\\{([^{}]|\\{[^{}]*\\})*\\}";
  private static final Pattern WITH_COMMA_BEFORE = Pattern.compile(",\\s*" + MEMBER);
  private static final Pattern WITH_COMMA_BEHIND = Pattern.compile(MEMBER + "\\s*,?");
  private static final Pattern EMPTY_META = Pattern.compile(",\"_meta\":\\{\\}|\"_meta\":\\{\\},?");

  private Ours() {}

  /**
   * The reply without our members of {@code _meta}, and without the {@code _meta} that they made.
   */
  static String removed(String reply) {
    String without = WITH_COMMA_BEFORE.matcher(reply).replaceAll("");
    without = WITH_COMMA_BEHIND.matcher(without).replaceAll("");
    return EMPTY_META.matcher(without).replaceAll("");
  }
}
