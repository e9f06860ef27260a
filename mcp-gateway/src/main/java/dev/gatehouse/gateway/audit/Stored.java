package dev.gatehouse.gateway.audit;

import java.util.Optional;

/**
 * A message as it is stored.
 *
 * @param text masked
 * @param original as it was received, where masks changed it and policy wants it sealed; it is
 *     encrypted before it gets anywhere
 */
public record Stored(String text, Optional<String> original) {

  /** A message without an original to keep. */
  public static Stored of(String text) {
    return new Stored(text, Optional.empty());
  }

  /** Says nothing of the message. */
  @Override
  public String toString() {
    return "Stored[" + text.length() + " characters]";
  }
}
