package dev.gatehouse.conformance.clients;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Checks that the gateway does not pass yet, with the reason. A check that is listed and passes
 * fails the test: this list can only become shorter, and ends empty.
 */
final class NotYet {
  private static final String WATCHING =
      "who watches a resource hears of its changes, and nobody else";
  private static final String ONE_ADDRESS =
      "resources of one address are all listed, and each is read";
  private static final String WATCHED_APART = "resources of one address are watched apart";

  private NotYet() {}

  /** Those of one pairing. */
  static Set<String> checks(String pairing) {
    Map<String, String> reasons = new TreeMap<>();
    boolean isLegacy = pairing.contains("legacy client");
    if (isLegacy && pairing.contains("legacy upstream")) {
      reasons.put(WATCHING, "each change is told twice");
    }
    if (pairing.endsWith("HTTP to all")) {
      reasons.put(ONE_ADDRESS, "what is read has another address than what was asked for");
      reasons.put(WATCHED_APART, "templates of one address are not listened to apart");
    }
    reasons.forEach(
        (check, why) -> System.out.println(pairing + ": not yet: " + check + ": " + why));
    return reasons.keySet();
  }
}
