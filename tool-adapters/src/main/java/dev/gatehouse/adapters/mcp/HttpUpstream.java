package dev.gatehouse.adapters.mcp;

import dev.gatehouse.adapters.Conversation;
import dev.gatehouse.adapters.Deadline;
import dev.gatehouse.adapters.Upstream;
import dev.gatehouse.adapters.UpstreamCall;
import dev.gatehouse.adapters.UpstreamDescription;
import dev.gatehouse.adapters.UpstreamException;
import dev.gatehouse.adapters.UpstreamReply;
import dev.gatehouse.adapters.jsonrpc.Message;

/** An MCP server reached over Http. Thread-safe. */
public final class HttpUpstream implements Upstream {
  private final HttpSettings settings;

  private HttpUpstream(HttpSettings settings) {
    this.settings = settings;
  }

  /** An upstream with these settings; nothing is contacted before the first call. */
  public static HttpUpstream of(HttpSettings settings) {
    return new HttpUpstream(settings);
  }

  @Override
  public String name() {
    return settings.name();
  }

  @Override
  public UpstreamDescription describe(Conversation conversation, Deadline deadline)
      throws UpstreamException, InterruptedException {
    throw unfinished();
  }

  @Override
  public UpstreamReply call(UpstreamCall call, Deadline deadline)
      throws UpstreamException, InterruptedException {
    throw unfinished();
  }

  @Override
  public void tell(Message.Notification notification, Conversation conversation, Deadline deadline)
      throws UpstreamException, InterruptedException {
    throw unfinished();
  }

  @Override
  public void end(String conversationKey) {}

  @Override
  public void close() {}

  private UpstreamException unfinished() {
    return new UpstreamException(
        UpstreamException.Kind.UNREACHABLE, "upstream `" + name() + "` is not connected");
  }
}
