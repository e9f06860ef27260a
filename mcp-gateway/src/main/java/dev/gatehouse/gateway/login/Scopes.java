package dev.gatehouse.gateway.login;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Scopes, which are words between blanks; RFC 6749 §3.3. */
final class Scopes {
  private static final String WORD = "[!#-\\[\\]-~]+";

  private Scopes() {}

  /** Those words of a text that are such. */
  static List<String> words(String text) {
    return List.of(text.split(" ", -1)).stream().filter(word -> word.matches(WORD)).toList();
  }

  /** All of both, each once. */
  static Set<String> all(Collection<String> some, Collection<String> more) {
    Set<String> all = new LinkedHashSet<>(some);
    all.addAll(more);
    return all;
  }
}
