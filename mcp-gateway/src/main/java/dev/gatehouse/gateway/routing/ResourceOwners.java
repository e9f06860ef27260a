package dev.gatehouse.gateway.routing;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;

/**
 * Which upstream has which resource, learned from the lists and results that clients were given: an
 * address itself does not say. Thread-safe.
 */
final class ResourceOwners {
  /** Addresses remembered; the least used are forgotten, and known again after the next list. */
  private static final int ADDRESSES_MAX = 50_000;

  /** Templates remembered: each is held against an address that is not known. */
  private static final int TEMPLATES_MAX = 2_000;

  private final Cache<String, String> upstreamByUri =
      Caffeine.newBuilder().maximumSize(ADDRESSES_MAX).build();
  private final Cache<String, String> upstreamByLink =
      Caffeine.newBuilder().maximumSize(ADDRESSES_MAX).build();
  private final Cache<String, String> upstreamByPrefix =
      Caffeine.newBuilder().maximumSize(TEMPLATES_MAX).build();

  /**
   * Remembers that this upstream listed a resource, or a template of resources. Who listed it first
   * keeps it: another upstream cannot draw its readers away.
   *
   * @return whether it is this upstream's
   */
  boolean listed(String upstream, String uri) {
    int variable = uri.indexOf('{');
    if (variable > 0) {
      upstreamByPrefix.asMap().putIfAbsent(uri.substring(0, variable), upstream);
    }
    String owner = upstreamByUri.asMap().putIfAbsent(uri, upstream);
    return owner == null || owner.equals(upstream);
  }

  /** Remembers that a result of this upstream's mentioned a resource, in no list perhaps. */
  void linked(String upstream, String uri) {
    upstreamByLink.asMap().putIfAbsent(uri, upstream);
  }

  /**
   * The upstream that listed it first, or whose template it fits best; where it is in no list, the
   * one that mentioned it: what a result says draws no reader away from who has it.
   */
  Optional<String> of(String uri) {
    return listed(uri).or(() -> Optional.ofNullable(upstreamByLink.getIfPresent(uri)));
  }

  private Optional<String> listed(String uri) {
    return Optional.ofNullable(upstreamByUri.getIfPresent(uri))
        .or(
            () ->
                upstreamByPrefix.asMap().entrySet().stream()
                    .filter(entry -> uri.startsWith(entry.getKey()))
                    .max(Comparator.comparingInt(entry -> entry.getKey().length()))
                    .map(Map.Entry::getValue));
  }

  /** Whether the address belongs to another upstream than this. */
  boolean isOfAnother(String upstream, String uri) {
    return listed(uri).filter(owner -> !owner.equals(upstream)).isPresent();
  }
}
