package dev.gatehouse.adapters.mcp;

import dev.gatehouse.adapters.Conversation;
import dev.gatehouse.adapters.Deadline;
import dev.gatehouse.adapters.Era;
import dev.gatehouse.adapters.Upstream;
import dev.gatehouse.adapters.UpstreamCall;
import dev.gatehouse.adapters.UpstreamDescription;
import dev.gatehouse.adapters.UpstreamException;
import dev.gatehouse.adapters.UpstreamReply;
import dev.gatehouse.adapters.jsonrpc.Message;
import java.util.List;

/**
 * An MCP server that runs as a child process and talks over its standard streams, of either era.
 *
 * <p>One process serves all conversations, but for those with a legacy server whose clients can be
 * asked something: each of them has a process of its own. A process is started by the first call,
 * and again by the next call after it ended. Thread-safe.
 */
public final class StdioUpstream implements Upstream {
  private static final String ROOTS_CHANGED = "notifications/roots/list_changed";

  private final StdioSettings settings;
  private final ErrorOutput errors;
  private final StdioProcesses processes;
  private final StdioCalls calls;
  private final StdioListening listening;

  private StdioUpstream(StdioSettings settings, StdioCalls.Patience patience) {
    Failures failures = new Failures(settings.name());
    this.settings = settings;
    this.errors =
        new ErrorOutput(settings.name(), ShownSecrets.of(settings.name(), settings.environment()));
    this.processes = new StdioProcesses(settings, failures, errors);
    this.calls = new StdioCalls(processes, failures, patience);
    this.listening = new StdioListening(processes, failures);
  }

  /** An upstream with these settings; nothing is started before the first call. */
  public static StdioUpstream of(StdioSettings settings) {
    return of(settings, StdioCalls.Patience.STANDARD);
  }

  /** One whose calls wait no longer than this. */
  static StdioUpstream of(StdioSettings settings, StdioCalls.Patience patience) {
    return new StdioUpstream(settings, patience);
  }

  @Override
  public String name() {
    return settings.name();
  }

  /** The last lines that the processes wrote to their standard error, oldest first. */
  public List<String> recentErrorOutput() {
    return errors.recent();
  }

  @Override
  public UpstreamDescription describe(Conversation conversation, Deadline deadline)
      throws UpstreamException, InterruptedException {
    return processes.with(conversation, deadline, (_, server) -> server.description());
  }

  @Override
  public UpstreamReply call(UpstreamCall call, Deadline deadline)
      throws UpstreamException, InterruptedException {
    return call.request().method().equals(StdioListening.METHOD)
        ? listening.run(call, deadline)
        : calls.run(call, deadline);
  }

  @Override
  public void tell(Message.Notification notification, Conversation conversation, Deadline deadline)
      throws UpstreamException, InterruptedException {
    String text = notification.json().text();
    boolean isOfRoots = notification.method().equals(ROOTS_CHANGED);
    if (OwnNotifications.concernOneHop(notification) && !isOfRoots) {
      return;
    }
    // A notification does not say what its client can be asked, so its key must do.
    List<StdioServer> own = processes.ownOf(conversation.key());
    for (StdioServer server : own) {
      if (server.era() == Era.LEGACY || !isOfRoots) {
        server.channel().send(text, deadline);
      }
    }
    if (own.isEmpty() && !isOfRoots) {
      processes.with(
          conversation,
          deadline,
          (_, server) -> {
            server.channel().send(text, deadline);
            return server;
          });
    }
  }

  @Override
  public void giveUp(String state) {
    calls.giveUp(state);
  }

  @Override
  public void end(String conversationKey) {
    calls.end(conversationKey);
    processes.end(conversationKey);
  }

  @Override
  public void close() {
    calls.close();
    processes.close();
  }

  /** The processes, for tests of what is left over. */
  StdioProcesses processes() {
    return processes;
  }

  /** How many calls wait for their clients. */
  int parkedCount() {
    return calls.parkedCount();
  }
}
