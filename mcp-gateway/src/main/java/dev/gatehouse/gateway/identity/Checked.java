package dev.gatehouse.gateway.identity;

import jakarta.json.JsonObject;

/** What checking a token gives. */
sealed interface Checked {
  /** It is good, and says this. */
  record Good(JsonObject claims) implements Checked {}

  /**
   * It is not.
   *
   * @param reason one word for the record, such as {@code expired}; nothing of the token
   */
  record Bad(String reason) implements Checked {}
}
