package dev.gatehouse.policies.detect.corpus;

import java.util.List;
import java.util.function.ToIntFunction;

/**
 * The forms of what is looked for as one regular expression, for comparison: without checks of
 * digits and without words beside them, so less than detectors do.
 */
final class Patterns {
  private static final List<String> FORMS =
      List.of(
          "[0-9](?:[ -]?[0-9]){12,18}",
          "[A-Z]{2}[0-9]{2}(?: ?[A-Z0-9]{4}){3,7}",
          "[A-Za-z0-9._%+'-]+@[A-Za-z0-9.-]+\\.[A-Za-z]{2,}",
          "(?:[0-9]{1,3}\\.){3}[0-9]{1,3}",
          "(?:[0-9A-Fa-f]{1,4}:){3,7}[0-9A-Fa-f]{1,4}",
          "(?:[0-9A-Fa-f]{2}[:-]){5}[0-9A-Fa-f]{2}",
          "eyJ[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+",
          "(?:AKIA|ASIA)[A-Z0-9]{16}",
          "AIza[A-Za-z0-9_-]{35}",
          "gh[pousr]_[A-Za-z0-9]{36}",
          "glpat-[A-Za-z0-9_-]{20}",
          "xox[bpars]-[A-Za-z0-9-]{10,}",
          "[sr]k_(?:live|test)_[A-Za-z0-9]{24}",
          "SG\\.[A-Za-z0-9_-]{22}\\.[A-Za-z0-9_-]{43}",
          "npm_[A-Za-z0-9]{36}",
          "sk-[A-Za-z0-9_-]{20,}",
          "-----BEGIN [A-Z ]*PRIVATE KEY-----",
          "[a-z]+://[^ :/@]+:[^ @/]+@",
          "(?:password|passwd|secret|token|api_?key)[\"']? ?[=:] ?[^ ,;]{4,}",
          "\\+[0-9](?:[ ()-]?[0-9]){7,14}",
          "\\(?[0-9]{3}\\)?[ .-][0-9]{3}[ .-][0-9]{4}",
          "[0-9]{3}-[0-9]{2}-[0-9]{4}",
          "[A-Z]{2} ?(?:[0-9]{2} ?){3}[A-D]",
          "[A-Z]{6}[0-9]{2}[A-Z][0-9]{2}[A-Z][0-9]{3}[A-Z]",
          "[0-9]{8}-?[A-Z]",
          "[0-9]{6}[-+][0-9]{4}",
          "[0-9]{3}\\.[0-9]{3}\\.[0-9]{3}-[0-9]{2}",
          "[0-9]{9,12}",
          "(?:bc1|[13])[A-Za-z0-9]{25,42}",
          "0x[0-9a-fA-F]{40}");

  private Patterns() {}

  /** All forms, of which one must match. */
  static String union() {
    return String.join("|", FORMS);
  }

  /** Counts what RE2/J matches. */
  static ToIntFunction<String> re2() {
    com.google.re2j.Pattern pattern = com.google.re2j.Pattern.compile(union());
    return text -> {
      com.google.re2j.Matcher matcher = pattern.matcher(text);
      int found = 0;
      while (matcher.find()) {
        found++;
      }
      return found;
    };
  }

  /** Counts what the JDK's expressions match. */
  static ToIntFunction<String> jdk() {
    java.util.regex.Pattern pattern = java.util.regex.Pattern.compile(union());
    return text -> (int) pattern.matcher(text).results().count();
  }
}
