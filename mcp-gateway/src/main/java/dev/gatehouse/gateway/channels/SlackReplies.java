package dev.gatehouse.gateway.channels;

import dev.gatehouse.gateway.channels.ChannelSettings.Posting;
import dev.gatehouse.gateway.channels.ChannelSettings.Slack;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Tells people in Slack what came of the button that they pressed, once and without a promise: the
 * approval itself says it too. Thread-safe.
 */
final class SlackReplies {
  /** Each holds a thread for as long as Slack takes to answer. */
  private static final int AT_ONCE = 16;

  private final Set<String> hosts;
  private final Post post;
  private final Semaphore free = new Semaphore(AT_ONCE);

  /** To hosts of Slack, as far as the configuration says which those are. */
  SlackReplies(List<ChannelSettings> settings, Post post) {
    this.hosts =
        settings.stream()
            .flatMap(each -> each.kind() instanceof Slack slack ? hosts(slack) : Stream.of())
            .collect(Collectors.toSet());
    this.post = post;
  }

  private static Stream<String> hosts(Slack slack) {
    return switch (slack.posting()) {
      case Posting.ByToken(URI api, var _, var _) ->
          Stream.of(authority(api), "hooks." + authority(api));
      case Posting.ByHook(var address) -> Stream.of(authority(URI.create(address.text())));
    };
  }

  private static String authority(URI address) {
    return String.valueOf(address.getRawAuthority()).toLowerCase(Locale.ROOT);
  }

  /** Posts a text to an address that Slack gave along. */
  void tell(String address, String json) {
    Optional<URI> known = known(address);
    if (known.isEmpty() || !free.tryAcquire()) {
      return;
    }
    Thread.ofVirtual()
        .name("slack-reply")
        .start(
            () -> {
              try {
                Map<String, String> headers = Map.of("Content-Type", "application/json");
                Tried _ = post.send(known.get(), headers, json, Post::byStatus);
              } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
              } finally {
                free.release();
              }
            });
  }

  /** Signed as it is, it is Slack's; but who knows the secret should not send us anywhere. */
  private Optional<URI> known(String address) {
    try {
      URI uri = new URI(address);
      boolean isHttp = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
      return isHttp && uri.getHost() != null && hosts.contains(authority(uri))
          ? Optional.of(uri)
          : Optional.empty();
    } catch (URISyntaxException _) {
      return Optional.empty();
    }
  }
}
