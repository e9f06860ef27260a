package dev.gatehouse.gateway.credentials;

import dev.gatehouse.adapters.Authorization.Refusal;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an upstream says in {@code WWW-Authenticate} about how to be let in.
 *
 * <p>Source: RFC 9728 §5.1, RFC 6750 §3.
 *
 * @param metadata where it says more, unchecked
 * @param scopes that it wants
 */
record Challenge(Optional<String> metadata, List<String> scopes) {
  /** Of an upstream that has said nothing. */
  static final Challenge NONE = new Challenge(Optional.empty(), List.of());

  /** A longer one is not read on. */
  private static final int CHARS_MAX = 8 << 10;

  private static final Pattern PARAMETER =
      Pattern.compile("(?i)\\b(resource_metadata|scope)\\s*=\\s*(?:\"([^\"]*+)\"|([^\\s,\"]++))");

  Challenge {
    scopes = List.copyOf(scopes);
  }

  /** Whether the upstream says that the token is good but not for this; RFC 6750 §3.1. */
  static boolean wantsScopes(Refusal refusal) {
    return refusal.status() == 403
        && refusal.challenges().stream()
            .anyMatch(
                each -> each.matches("(?is).{0,2000}\\berror\\s*=\\s*\"?insufficient_scope\\b.*"));
  }

  static Challenge in(Refusal refusal) {
    String text = String.join(", ", refusal.challenges());
    Matcher matcher =
        PARAMETER.matcher(text.length() > CHARS_MAX ? text.substring(0, CHARS_MAX) : text);
    Optional<String> metadata = Optional.empty();
    Optional<String> scope = Optional.empty();
    while (matcher.find()) {
      Optional<String> value =
          Optional.ofNullable(matcher.group(2)).or(() -> Optional.ofNullable(matcher.group(3)));
      if (matcher.group(1).equalsIgnoreCase("scope")) {
        scope = scope.or(() -> value);
      } else {
        metadata = metadata.or(() -> value);
      }
    }
    return new Challenge(metadata, scope.map(Challenge::words).orElse(List.of()));
  }

  /** The words of a scope that are such; RFC 6749 §3.3. */
  private static List<String> words(String text) {
    return List.of(text.split(" ")).stream().filter(Challenge::isScope).toList();
  }

  /** Whether a scope can be called so; RFC 6749 §3.3. */
  static boolean isScope(String word) {
    return word.matches("[!#-\\[\\]-~]{1,200}");
  }
}
