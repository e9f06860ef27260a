package dev.gatehouse.gateway.signin;

import java.time.Duration;
import java.util.Optional;

/**
 * The two cookies of a browser: one binds a sign-in to it, one remembers what its person has agreed
 * to. Neither says who anybody is.
 */
final class Cookies {
  private static final Duration SIGNIN = Duration.ofMinutes(20);

  private final boolean isSecure;

  Cookies(SigninSettings settings) {
    this.isSecure = settings.isWithTls();
  }

  private String name(String word) {
    return (isSecure ? "__Host-" : "") + "gatehouse-" + word;
  }

  Optional<String> browser(Asked asked) {
    return asked.cookie(name("signin")).filter(Cookies::isHandle);
  }

  Optional<String> consents(Asked asked) {
    return asked.cookie(name("consents")).filter(Cookies::isHandle);
  }

  String browser(String value) {
    return cookie("signin", value, SIGNIN);
  }

  String consents(String value) {
    return cookie("consents", value, Consents.LIFE);
  }

  private String cookie(String word, String value, Duration life) {
    return name(word)
        + "="
        + value
        + "; Path=/; HttpOnly; SameSite=Lax; Max-Age="
        + life.toSeconds()
        + (isSecure ? "; Secure" : "");
  }

  private static boolean isHandle(String value) {
    return value.matches("[A-Za-z0-9_-]{43}");
  }
}
