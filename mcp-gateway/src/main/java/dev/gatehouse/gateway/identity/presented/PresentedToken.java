package dev.gatehouse.gateway.identity.presented;

/**
 * An access token that was found good, of which only {@link SubjectToken} tells more. Immutable.
 */
public final class PresentedToken {
  private final String text;

  /** Of this text. */
  public PresentedToken(String text) {
    this.text = text;
  }

  String text() {
    return text;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PresentedToken token && token.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /** Nothing of it. */
  @Override
  public String toString() {
    return "PresentedToken";
  }
}
