package dev.gatehouse.gateway.exchange;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import dev.gatehouse.adapters.Conversation;
import dev.gatehouse.adapters.UpstreamReply;
import dev.gatehouse.adapters.jsonrpc.JsonNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.NumberNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.ObjectNode;
import dev.gatehouse.adapters.jsonrpc.Message;
import java.time.Duration;
import java.util.Optional;

/**
 * Pages of upstreams' lists, for as long as the upstreams say that they hold: for everybody, or for
 * who asked. Before any mask. Thread-safe.
 *
 * <p>Source: MCP 2026-07-28 server/utilities/caching.
 */
final class KeptPages {
  /** All that is kept, in characters: some megabytes, because each upstream may have its own. */
  private static final long CHARACTERS_MAX = 16L << 20;

  /** Nobody waits longer for a change that its upstream does not tell of. */
  private static final Duration AT_MOST = Duration.ofMinutes(5);

  private record Key(String upstream, String method, String cursor, String whose) {}

  private record Page(UpstreamReply reply, Duration fresh) {}

  private final Cache<Key, Page> pages =
      Caffeine.newBuilder()
          .maximumWeight(CHARACTERS_MAX)
          .weigher((Key _, Page page) -> page.reply().message().json().text().length())
          .expireAfter(Expiry.creating((Key _, Page page) -> page.fresh()))
          .build();

  /** A page that still holds. */
  Optional<UpstreamReply> get(
      String upstream, String method, String cursor, Conversation conversation) {
    return Optional.ofNullable(
            pages.getIfPresent(new Key(upstream, method, cursor, conversation.key())))
        .or(() -> Optional.ofNullable(pages.getIfPresent(new Key(upstream, method, cursor, ""))))
        .map(Page::reply);
  }

  /** Keeps a page for as long as it says, if at all. */
  void keep(
      String upstream,
      String method,
      String cursor,
      Conversation conversation,
      UpstreamReply reply) {
    if (!(reply.message() instanceof Message.Result(_, _, ObjectNode result))) {
      return;
    }
    Duration fresh = result.member("ttlMs").map(KeptPages::millis).orElse(Duration.ZERO);
    if (fresh.isZero()) {
      return;
    }
    boolean isForAll = result.string("cacheScope").filter("public"::equals).isPresent();
    String whose = isForAll ? "" : conversation.key();
    pages.put(new Key(upstream, method, cursor, whose), new Page(reply, fresh));
  }

  /** Forgets what an upstream says has changed. */
  void changed(String upstream) {
    pages.asMap().keySet().removeIf(key -> key.upstream().equals(upstream));
  }

  private static Duration millis(JsonNode node) {
    // Longer than any that counts has no more digits than this.
    boolean isCount = node instanceof NumberNode n && n.token().matches("[0-9]{1,9}");
    return isCount
        ? min(Duration.ofMillis(Long.parseLong(((NumberNode) node).token())))
        : Duration.ZERO;
  }

  private static Duration min(Duration duration) {
    return duration.compareTo(AT_MOST) < 0 ? duration : AT_MOST;
  }
}
