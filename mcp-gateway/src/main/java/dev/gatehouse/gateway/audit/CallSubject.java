package dev.gatehouse.gateway.audit;

import java.util.Optional;

/**
 * What a call is about, in the words that stand in the log in clear.
 *
 * @param method of JSON-RPC
 * @param upstream by its configured name
 * @param tool by its exposed name, {@code upstream__tool}
 */
public record CallSubject(String method, Optional<String> upstream, Optional<String> tool) {

  /** About no upstream in particular. */
  public static CallSubject of(String method) {
    return new CallSubject(method, Optional.empty(), Optional.empty());
  }
}
