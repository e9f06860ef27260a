package dev.gatehouse.gateway.signin;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The parameters of a request. One without a value counts as absent, and one that came twice is
 * refused, because two programs that read it could each take another.
 *
 * <p>Source: RFC 6749 §3.1, §3.2.
 *
 * @param doubled names that came more than once
 */
record Fields(Map<String, String> values, Set<String> doubled) {
  /** OAuth's requests have ten at most. */
  private static final int COUNT_MAX = 40;

  Fields {
    values = Map.copyOf(values);
    doubled = Set.copyOf(doubled);
  }

  /** As in a query or a form; throws where it is neither. */
  static Fields of(String encoded) throws RefusedException {
    Map<String, String> values = new LinkedHashMap<>();
    Set<String> doubled = new LinkedHashSet<>();
    String[] pairs = encoded.isEmpty() ? new String[0] : encoded.split("&", -1);
    if (pairs.length > COUNT_MAX) {
      throw RefusedException.request("parameters", "there are too many parameters");
    }
    for (String pair : pairs) {
      int equals = pair.indexOf('=');
      String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
      String value = equals < 0 ? "" : decoded(pair.substring(equals + 1));
      if (values.putIfAbsent(name, value) != null) {
        doubled.add(name);
      }
    }
    return new Fields(values, doubled);
  }

  private static String decoded(String text) throws RefusedException {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      throw RefusedException.request("encoding", "the parameters are not encoded as in a form");
    }
  }

  Optional<String> get(String name) {
    return doubled.contains(name)
        ? Optional.empty()
        : Optional.ofNullable(values.get(name)).filter(value -> !value.isEmpty());
  }

  String required(String name) throws RefusedException {
    return get(name).orElseThrow(() -> RefusedException.request("missing", name + " is missing"));
  }

  /** Refuses where any came twice. */
  void onceEach() throws RefusedException {
    if (doubled.contains("resource")) {
      throw new RefusedException("invalid_target", "doubled", "one resource at a time");
    }
    if (!doubled.isEmpty()) {
      throw RefusedException.request("doubled", "a parameter came more than once");
    }
  }

  /** The names alone: values may be secrets. */
  @Override
  public String toString() {
    return "Fields" + values.keySet();
  }
}
