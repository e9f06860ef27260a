package dev.gatehouse.gateway.signin;

import java.util.Locale;

/**
 * The gateway's own scheme, host and port, as browsers mean them. Immutable.
 *
 * @param text without a path, in letters of any size
 */
public record OwnOrigin(String text) {
  /** Whether browsers come to it by TLS. */
  public boolean isWithTls() {
    return text.regionMatches(true, 0, "https:", 0, "https:".length());
  }

  /** Whether a browser means us by this, which writes in small letters and without usual ports. */
  public boolean is(String origin) {
    String small = text.toLowerCase(Locale.ROOT);
    return origin.equals(small.replaceFirst(isWithTls() ? ":443$" : ":80$", ""));
  }
}
