package dev.gatehouse.gateway.channels;

import java.time.Duration;

/** What came of trying to send a message. No text of it holds a secret or an address. */
sealed interface Tried {
  /**
   * Somebody took it.
   *
   * @param note what was not as it should be; empty where all was
   */
  record Taken(String note) implements Tried {}

  /** This message is not taken; others may be. */
  record Refused(String why) implements Tried {}

  /**
   * Nothing is taken now.
   *
   * @param least how long they want to be left alone; zero where they did not say
   */
  record Away(String why, Duration least) implements Tried {
    Away(String why) {
      this(why, Duration.ZERO);
    }
  }
}
