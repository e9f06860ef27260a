package dev.gatehouse.recordings;

import java.time.YearMonth;

/** Whose payloads, or those of which months, are to be erased. */
public sealed interface ErasureScope {

  /** All that was ever recorded about one person, by the name that entries give as subject. */
  record Subject(String name) implements ErasureScope {
    public Subject {
      if (name.isEmpty()) {
        throw new IllegalArgumentException("a subject's name expected, what is about nobody stays");
      }
    }
  }

  /** All that is about somebody and older than {@code month}, but for what is held. */
  record Before(YearMonth month) implements ErasureScope {}
}
