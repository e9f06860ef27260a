package dev.gatehouse.adapters.mcp;

import dev.gatehouse.adapters.Conversation;
import dev.gatehouse.adapters.Deadline;
import dev.gatehouse.adapters.Upstream;
import dev.gatehouse.adapters.UpstreamCall;
import dev.gatehouse.adapters.UpstreamDescription;
import dev.gatehouse.adapters.UpstreamException;
import dev.gatehouse.adapters.UpstreamException.Kind;
import dev.gatehouse.adapters.UpstreamReply;
import dev.gatehouse.adapters.dial.Dialler;
import dev.gatehouse.adapters.jsonrpc.Message;
import dev.gatehouse.adapters.mcp.HttpDialect.Outcome;
import java.time.Duration;
import java.util.Optional;

/**
 * An MCP server reached over Streamable HTTP, of either era.
 *
 * <p>The era is asked for once, and again where the server rejects a request as one of the other
 * era would. Thread-safe.
 */
public final class HttpUpstream implements Upstream {
  // Ending sessions is a courtesy that must not hold up a shutdown.
  private static final Duration FAREWELL = Duration.ofSeconds(1);

  private final HttpSettings settings;
  private final Failures failures;
  private final HttpTransport transport;
  private final HttpExchange exchange;
  private final Errands errands;
  private final Shared<HttpDialect> dialect = new Shared<>();

  private HttpUpstream(HttpSettings settings, Dialler dialler) {
    this.settings = settings;
    this.failures = new Failures(settings.name());
    this.transport = new HttpTransport(settings, dialler);
    this.exchange = new HttpExchange(transport, new ReplyReader(settings.messages(), failures));
    this.errands = new Errands(failures);
  }

  /** An upstream with these settings; nothing is contacted before the first call. */
  public static HttpUpstream of(HttpSettings settings) {
    return of(settings, Dialler.standard());
  }

  /** The same, dialled by this, which may also connect to the address in its URL. */
  public static HttpUpstream of(HttpSettings settings, Dialler dialler) {
    return new HttpUpstream(settings, dialler.naming(settings.uri()));
  }

  @Override
  public String name() {
    return settings.name();
  }

  @Override
  public UpstreamDescription describe(Conversation conversation, Deadline deadline)
      throws UpstreamException, InterruptedException {
    HttpDialect first = dialect(conversation, deadline);
    try {
      return first.describe(conversation, deadline);
    } catch (UpstreamException e) {
      if (e.kind() != Kind.UNINTELLIGIBLE) {
        throw e;
      }
      HttpDialect second = askAgain(first, conversation, deadline);
      if (second.era() == first.era()) {
        throw e;
      }
      return second.describe(conversation, deadline);
    }
  }

  @Override
  public UpstreamReply call(UpstreamCall call, Deadline deadline)
      throws UpstreamException, InterruptedException {
    HttpDialect first = dialect(call.conversation(), deadline);
    Outcome outcome = first.call(call, deadline);
    if (outcome instanceof Outcome.Doubtful) {
      HttpDialect second = askAgain(first, call.conversation(), deadline);
      if (second.era() != first.era()) {
        outcome = second.call(call, deadline);
      }
    }
    return switch (outcome) {
      case Outcome.Done(UpstreamReply reply) -> reply;
      case Outcome.Doubtful(Optional<UpstreamReply> reply, UpstreamException otherwise) -> {
        if (reply.isEmpty()) {
          throw otherwise;
        }
        yield reply.get();
      }
    };
  }

  @Override
  public void tell(Message.Notification notification, Conversation conversation, Deadline deadline)
      throws UpstreamException, InterruptedException {
    if (!OwnNotifications.concernOneHop(notification)) {
      dialect(conversation, deadline).tell(notification, conversation, deadline);
    }
  }

  @Override
  public void giveUp(String state) {
    dialect.now().ifPresent(known -> known.giveUp(state));
  }

  @Override
  public void end(String conversationKey) {
    dialect.now().ifPresent(known -> known.end(conversationKey));
  }

  @Override
  public void close() {
    dialect.now().ifPresent(HttpDialect::endAll);
    errands.settle(FAREWELL);
    transport.close();
  }

  private HttpDialect dialect(Conversation conversation, Deadline deadline)
      throws UpstreamException, InterruptedException {
    return dialect.get(deadline, failures, () -> speaking(asked(conversation)));
  }

  /** Asks for the era once more; the dialect stays what it is where the era has not changed. */
  private HttpDialect askAgain(HttpDialect doubted, Conversation conversation, Deadline deadline)
      throws UpstreamException, InterruptedException {
    return dialect.renew(
        doubted,
        deadline,
        failures,
        () -> {
          HttpDialect fresh = speaking(asked(conversation));
          return fresh.era() == doubted.era() ? doubted : fresh;
        },
        HttpDialect::endAll);
  }

  private ProbeAnswer asked(Conversation conversation)
      throws UpstreamException, InterruptedException {
    return new HttpProbe(exchange.in(conversation), settings.probeTimeout()).ask();
  }

  private HttpDialect speaking(ProbeAnswer answer) throws UpstreamException {
    return switch (answer) {
      case ProbeAnswer.Modern modern -> new ModernHttp(exchange, modern.description());
      case ProbeAnswer.Legacy _ ->
          new LegacyHttp(exchange, failures, errands, settings.sessionsMax(), ParkedCalls.WAIT_MAX);
      case ProbeAnswer.Incompatible _ ->
          throw failures.unintelligible("speaks no revision of MCP that is known here");
    };
  }
}
