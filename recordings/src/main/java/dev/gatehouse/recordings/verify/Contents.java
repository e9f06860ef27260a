package dev.gatehouse.recordings.verify;

import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a verified log holds.
 *
 * <p>Units and ranges: {@code payloads} are the parts whose commitments were opened, {@code erased}
 * those that are missing as an erasure entry says; {@code openExchanges} still wait for their
 * closing entry; {@code kinds} counts entries by their type; {@code first} and {@code last} are the
 * times that the first and the last entry state.
 */
public record Contents(
    long entries,
    long payloads,
    long erased,
    long openExchanges,
    SortedMap<String, Long> kinds,
    Optional<Instant> first,
    Optional<Instant> last) {
  public Contents {
    kinds = Collections.unmodifiableSortedMap(new TreeMap<>(kinds));
  }
}
