package dev.gatehouse.gateway.credentials;

/** A text that nobody is shown. */
public record Secret(String text) {
  /** Nothing of it. */
  @Override
  public String toString() {
    return "Secret";
  }
}
