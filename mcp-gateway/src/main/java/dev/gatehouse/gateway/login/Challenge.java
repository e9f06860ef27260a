package dev.gatehouse.gateway.login;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a gateway says in {@code WWW-Authenticate} about how to be let in.
 *
 * <p>Source: RFC 6750 §3, RFC 9728 §5.1.
 *
 * @param metadata where it says more, unchecked
 * @param scopes that it wants
 * @param error why, in a word of the specification
 */
public record Challenge(Optional<String> metadata, List<String> scopes, Optional<String> error) {
  /** A longer one is not read on. */
  private static final int CHARS_MAX = 8 << 10;

  private static final Pattern PARAMETER =
      Pattern.compile(
          "(?i)\\b(resource_metadata|scope|error)\\s*=\\s*(?:\"([^\"]*+)\"|([^\\s,\"]++))");

  public Challenge {
    scopes = List.copyOf(scopes);
  }

  /** Of what stands in the header. */
  public static Challenge in(String header) {
    Matcher matcher =
        PARAMETER.matcher(header.length() > CHARS_MAX ? header.substring(0, CHARS_MAX) : header);
    Optional<String> metadata = Optional.empty();
    Optional<String> scope = Optional.empty();
    Optional<String> error = Optional.empty();
    while (matcher.find()) {
      Optional<String> value =
          Optional.ofNullable(matcher.group(2)).or(() -> Optional.ofNullable(matcher.group(3)));
      switch (matcher.group(1).toLowerCase(Locale.ROOT)) {
        case "scope" -> scope = scope.or(() -> value);
        case "error" -> error = error.or(() -> value);
        default -> metadata = metadata.or(() -> value);
      }
    }
    return new Challenge(metadata, scope.map(Scopes::words).orElse(List.of()), error);
  }

  /** Whether the token is good but not for this. */
  public boolean wantsScopes() {
    return error.equals(Optional.of("insufficient_scope"));
  }
}
