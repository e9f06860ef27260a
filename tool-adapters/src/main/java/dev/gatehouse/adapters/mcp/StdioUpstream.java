package dev.gatehouse.adapters.mcp;

import dev.gatehouse.adapters.Conversation;
import dev.gatehouse.adapters.Deadline;
import dev.gatehouse.adapters.Upstream;
import dev.gatehouse.adapters.UpstreamCall;
import dev.gatehouse.adapters.UpstreamDescription;
import dev.gatehouse.adapters.UpstreamException;
import dev.gatehouse.adapters.UpstreamReply;
import dev.gatehouse.adapters.jsonrpc.Message;

/** An MCP server reached over Stdio. Thread-safe. */
public final class StdioUpstream implements Upstream {
  private final StdioSettings settings;

  private StdioUpstream(StdioSettings settings) {
    this.settings = settings;
  }

  /** An upstream with these settings; nothing is contacted before the first call. */
  public static StdioUpstream of(StdioSettings settings) {
    return new StdioUpstream(settings);
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
