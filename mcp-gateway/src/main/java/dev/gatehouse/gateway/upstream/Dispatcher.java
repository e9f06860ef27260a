package dev.gatehouse.gateway.upstream;

import dev.gatehouse.adapters.Conversation;
import dev.gatehouse.adapters.Deadline;
import dev.gatehouse.adapters.Era;
import dev.gatehouse.adapters.Upstream;
import dev.gatehouse.adapters.UpstreamDescription;
import dev.gatehouse.adapters.UpstreamException;
import dev.gatehouse.adapters.UpstreamReply;
import dev.gatehouse.adapters.jsonrpc.JsonLimits;
import dev.gatehouse.adapters.jsonrpc.JsonNode;
import dev.gatehouse.adapters.jsonrpc.JsonRpcException;
import dev.gatehouse.adapters.jsonrpc.JsonSyntaxException;
import dev.gatehouse.adapters.jsonrpc.JsonText;
import dev.gatehouse.adapters.jsonrpc.Message;
import dev.gatehouse.gateway.audit.Recorded;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Sends recorded calls to the upstreams that they name.
 *
 * <p>Guarantee: takes nothing but what the log holds already. Thread-safe.
 */
public final class Dispatcher implements AutoCloseable {

  /**
   * An upstream and how long one of its calls may take.
   *
   * @param timeout of a whole call
   */
  public record Target(Upstream upstream, Duration timeout) {}

  /** A connection that says nothing for so long may be none; whoever listens begins again. */
  private static final Duration LISTENING_AT_MOST = Duration.ofHours(6);

  private final Map<String, Target> byName = new LinkedHashMap<>();

  /** To these upstreams, whose names differ. */
  public Dispatcher(List<Target> targets) {
    targets.forEach(target -> byName.put(target.upstream().name(), target));
  }

  /** The upstreams' names in the order of the configuration. */
  public List<String> names() {
    return List.copyOf(byName.keySet());
  }

  /**
   * Sends a call and waits for its reply.
   *
   * @throws UpstreamException where there is no usable one
   * @throws InterruptedException when the call was cancelled
   */
  public UpstreamReply dispatch(Recorded.Call call) throws UpstreamException, InterruptedException {
    Target target = target(call.outbound().upstream());
    return target.upstream().call(call.outbound().call(), Deadline.after(target.timeout()));
  }

  /**
   * Sends a call that lasts as long as somebody listens, and waits for its end.
   *
   * @throws UpstreamException where it broke off
   * @throws InterruptedException when nobody listens any more
   */
  public UpstreamReply listen(Recorded.Call call) throws UpstreamException, InterruptedException {
    Target target = target(call.outbound().upstream());
    return target.upstream().call(call.outbound().call(), Deadline.after(LISTENING_AT_MOST));
  }

  /**
   * Passes on a client's notification.
   *
   * @throws UpstreamException where it could not be sent
   * @throws InterruptedException when cancelled
   */
  public void tell(String upstream, Recorded.Notification notification, Conversation conversation)
      throws UpstreamException, InterruptedException {
    Target target = target(upstream);
    target.upstream().tell(parsed(notification), conversation, Deadline.after(target.timeout()));
  }

  /**
   * What an upstream says of itself: no client's call, so that it needs no record.
   *
   * @throws UpstreamException where it gives no usable answer
   * @throws InterruptedException when cancelled
   */
  public UpstreamDescription describe(String upstream, Conversation conversation, Duration atMost)
      throws UpstreamException, InterruptedException {
    return target(upstream).upstream().describe(conversation, Deadline.after(atMost));
  }

  /** Gives up a call that waits for input which will not come. */
  public void giveUp(String upstream, String state) {
    target(upstream).upstream().giveUp(state);
  }

  /** The era of an upstream that was called before; nothing where that cannot be told now. */
  public Optional<Era> era(String upstream, Conversation conversation) {
    try {
      return Optional.of(describe(upstream, conversation, Duration.ofSeconds(1)).era());
    } catch (UpstreamException _) {
      return Optional.empty();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /**
   * All tools of an upstream as it defines them: no client's call, so that it needs no record.
   *
   * @param atMost how long it may take, where the upstream's calls may not take less
   * @throws UpstreamException where it gives no list
   * @throws InterruptedException when cancelled
   */
  public List<JsonNode> tools(String upstream, Conversation conversation, Duration atMost)
      throws UpstreamException, InterruptedException {
    Target target = target(upstream);
    Duration allowed = target.timeout().compareTo(atMost) < 0 ? target.timeout() : atMost;
    return ToolPages.of(target.upstream(), conversation, Deadline.after(allowed));
  }

  /** Ends a conversation with every upstream. */
  public void end(String conversationKey) {
    byName.values().forEach(target -> target.upstream().end(conversationKey));
  }

  @Override
  public void close() {
    byName.values().forEach(target -> target.upstream().close());
  }

  private Target target(String name) {
    Target target = byName.get(name);
    if (target == null) {
      throw new IllegalArgumentException("no upstream `" + name + "`");
    }
    return target;
  }

  private static Message.Notification parsed(Recorded.Notification recorded) {
    try {
      return (Message.Notification)
          Message.of(JsonText.parse(recorded.text(), JsonLimits.STANDARD));
    } catch (JsonRpcException | JsonSyntaxException e) {
      throw new IllegalStateException("recorded a notification that is no message", e);
    }
  }
}
