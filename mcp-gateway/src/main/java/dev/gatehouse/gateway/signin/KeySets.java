package dev.gatehouse.gateway.signin;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;

/** Key sets of clients and of trusted issuers, fetched and kept for a while. Thread-safe. */
final class KeySets {
  private static final Duration FRESH = Duration.ofMinutes(5);
  private static final long SETS_MAX = 1000;

  private final Fetching fetching;
  private final Cache<URI, String> sets =
      Caffeine.newBuilder().maximumSize(SETS_MAX).expireAfterWrite(FRESH).build();

  KeySets(Fetching fetching) {
    this.fetching = fetching;
  }

  /** The set at an address; empty where it cannot be had, which is not remembered. */
  String at(URI address) {
    String known = sets.getIfPresent(address);
    if (known != null) {
      return known;
    }
    try {
      String fetched = fetching.json(address).text();
      sets.put(address, fetched);
      return fetched;
    } catch (IOException _) {
      return "";
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return "";
    }
  }
}
