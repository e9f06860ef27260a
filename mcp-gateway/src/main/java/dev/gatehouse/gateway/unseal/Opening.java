package dev.gatehouse.gateway.unseal;

import java.util.List;

/** What came of trying to open a sealed original. */
public sealed interface Opening {
  /** The message as it was received. */
  record Opened(String original) implements Opening {}

  /** It is sealed to other keys, by these names. */
  record ForOthers(List<String> keyIds) implements Opening {
    public ForOthers {
      keyIds = List.copyOf(keyIds);
    }
  }

  /** It is sealed to this key, as far as it says, and does not open. */
  record Broken(String reason) implements Opening {}
}
