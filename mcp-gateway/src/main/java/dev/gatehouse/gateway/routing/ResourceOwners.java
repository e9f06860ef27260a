package dev.gatehouse.gateway.routing;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Optional;

/**
 * Which upstream has which resource, learned from the lists that clients were given: an address
 * itself does not say. Thread-safe.
 */
final class ResourceOwners {
  /** Addresses remembered; the least used are forgotten, and known again after the next list. */
  private static final int ADDRESSES_MAX = 50_000;

  private final Cache<String, String> upstreamByUri =
      Caffeine.newBuilder().maximumSize(ADDRESSES_MAX).build();

  /**
   * Remembers that this upstream listed a resource, or a template of resources. Who listed it first
   * keeps it: another upstream cannot draw its readers away.
   */
  void listed(String upstream, String uri) {
    upstreamByUri.asMap().putIfAbsent(uri, upstream);
  }

  /** The upstream that listed it first. */
  Optional<String> of(String uri) {
    return Optional.ofNullable(upstreamByUri.getIfPresent(uri));
  }
}
