package dev.gatehouse.conformance.soak;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** How often something was sent to each, or heard by each. Thread-safe. */
final class Ledger {
  private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

  void add(String name) {
    counts.computeIfAbsent(name, _ -> new LongAdder()).increment();
  }

  long of(String name) {
    return counts.getOrDefault(name, new LongAdder()).sum();
  }

  long total() {
    return counts.values().stream().mapToLong(LongAdder::sum).sum();
  }
}
