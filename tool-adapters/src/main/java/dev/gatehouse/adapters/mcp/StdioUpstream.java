package dev.gatehouse.adapters.mcp;

import dev.gatehouse.adapters.Conversation;
import dev.gatehouse.adapters.Deadline;
import dev.gatehouse.adapters.Era;
import dev.gatehouse.adapters.Upstream;
import dev.gatehouse.adapters.UpstreamCall;
import dev.gatehouse.adapters.UpstreamDescription;
import dev.gatehouse.adapters.UpstreamException;
import dev.gatehouse.adapters.UpstreamException.Kind;
import dev.gatehouse.adapters.UpstreamReply;
import dev.gatehouse.adapters.jsonrpc.JsonNode;
import dev.gatehouse.adapters.jsonrpc.Message;
import dev.gatehouse.adapters.jsonrpc.RequestId;
import dev.gatehouse.adapters.jsonrpc.Rewrite;
import java.util.List;
import java.util.Optional;

/**
 * An MCP server that runs as a child process and talks over its standard streams, of either era.
 *
 * <p>One process serves all conversations. It is started by the first call, and again by the next
 * call after it ended. What it sends that belongs to no call, such as changes of its lists, is
 * dropped. Thread-safe.
 */
public final class StdioUpstream implements Upstream {
  private final StdioSettings settings;
  private final Failures failures;
  private final ErrorOutput errors;
  private final StdioStarter starter;
  private final Shared<StdioServer> server = new Shared<>();

  private StdioUpstream(StdioSettings settings) {
    this.settings = settings;
    this.failures = new Failures(settings.name());
    this.errors = new ErrorOutput(settings.name());
    this.starter = new StdioStarter(settings, failures, errors);
  }

  /** An upstream with these settings; nothing is started before the first call. */
  public static StdioUpstream of(StdioSettings settings) {
    return new StdioUpstream(settings);
  }

  @Override
  public String name() {
    return settings.name();
  }

  /** The last lines that the process wrote to its standard error, oldest first, for operators. */
  public List<String> recentErrorOutput() {
    return errors.recent();
  }

  @Override
  public UpstreamDescription describe(Conversation conversation, Deadline deadline)
      throws UpstreamException, InterruptedException {
    return server(deadline).description();
  }

  @Override
  public UpstreamReply call(UpstreamCall call, Deadline deadline)
      throws UpstreamException, InterruptedException {
    StdioServer running = server(deadline);
    StdioChannel channel = running.channel();
    RequestId own = channel.nextId();
    Mailbox mailbox = channel.expect(own);
    try {
      channel.send(text(call, running.description().era(), own).text(), deadline);
      Message.Response response = await(call, own, mailbox, deadline);
      starter.wasOfUse(running);
      return new UpstreamReply(response, running.description().era());
    } catch (InterruptedException e) {
      channel.cancel(own);
      throw e;
    } catch (UpstreamException e) {
      afterFailure(e, running, own);
      throw e;
    } finally {
      channel.forget(own);
    }
  }

  @Override
  public void tell(Message.Notification notification, Conversation conversation, Deadline deadline)
      throws UpstreamException, InterruptedException {
    if (!OwnNotifications.concernOneHop(notification)) {
      server(deadline).channel().send(notification.json().text(), deadline);
    }
  }

  /** Nothing: the process knows no conversations. */
  @Override
  public void end(String conversationKey) {}

  @Override
  public void close() {
    starter.close();
  }

  private StdioServer server(Deadline deadline) throws UpstreamException, InterruptedException {
    StdioServer running = server.get(deadline, failures, starter::start);
    if (!running.channel().isEnded()) {
      return running;
    }
    retire(running);
    return server.get(deadline, failures, starter::start);
  }

  private void afterFailure(UpstreamException e, StdioServer running, RequestId own) {
    if (e.kind() == Kind.TIMED_OUT) {
      running.channel().cancel(own);
    }
    if (running.channel().isEnded()) {
      retire(running);
    }
  }

  private void retire(StdioServer ended) {
    server.forget(ended);
    starter.retire(ended);
  }

  /** The request in the child's era, under our id and, because the channel is shared, our token. */
  private static Rewrite text(UpstreamCall call, Era era, RequestId own) {
    Rewrite text = Outgoing.of(call, era, own);
    Optional<JsonNode> token = Outgoing.progressToken(call.request());
    return token.isPresent() ? text.replace(token.get(), own.json()) : text;
  }

  private Message.Response await(
      UpstreamCall call, RequestId own, Mailbox mailbox, Deadline deadline)
      throws UpstreamException, InterruptedException {
    ClientNames names = new ClientNames(own, call.request());
    while (true) {
      Mailbox.Item item =
          mailbox.take(deadline).orElseThrow(() -> failures.timedOut("did not reply in time"));
      switch (item) {
        case Mailbox.Item.Heard(Message.Notification notification) ->
            call.listener().heard(names.in(notification));
        case Mailbox.Item.Answered(Message.Response response) -> {
          return response;
        }
        case Mailbox.Item.Failed(UpstreamException failure) -> throw failure;
      }
    }
  }
}
