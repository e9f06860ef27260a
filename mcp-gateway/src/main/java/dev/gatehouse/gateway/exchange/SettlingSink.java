package dev.gatehouse.gateway.exchange;

import dev.gatehouse.adapters.Era;
import dev.gatehouse.adapters.InputRequired;
import dev.gatehouse.adapters.jsonrpc.JsonLimits;
import dev.gatehouse.adapters.jsonrpc.JsonRpcException;
import dev.gatehouse.adapters.jsonrpc.JsonSyntaxException;
import dev.gatehouse.adapters.jsonrpc.JsonText;
import dev.gatehouse.adapters.jsonrpc.Message;
import dev.gatehouse.gateway.approval.Approvals;
import dev.gatehouse.gateway.approval.Run;
import dev.gatehouse.gateway.audit.Exchange;
import dev.gatehouse.gateway.audit.Recorded;
import dev.gatehouse.gateway.mcp.Session;
import dev.gatehouse.recordings.RecordingException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;

/**
 * The client's end of a call that is made by an approval: says in the approval what came of it, and
 * keeps the reply until a client has it.
 */
final class SettlingSink implements ReplySink {
  private static final Logger LOG = System.getLogger(SettlingSink.class.getName());
  private static final JsonLimits READ_BEFORE =
      new JsonLimits(Integer.MAX_VALUE, Integer.MAX_VALUE);

  private final ReplySink client;
  private final Approvals approvals;
  private final String approval;
  private final Exchange exchange;
  private final Attendance attendance;

  SettlingSink(
      ReplySink client,
      Approvals approvals,
      String approval,
      Exchange exchange,
      Attendance attendance) {
    this.client = client;
    this.approvals = approvals;
    this.approval = approval;
    this.exchange = exchange;
    this.attendance = attendance;
  }

  /** How a run stands whose upstream waits for what its client brings back with this. */
  static String asked(String state) {
    return Run.ASKS + Sha256.hex(state);
  }

  @Override
  public void reply(Recorded.Reply reply) {
    approvals.ended(approval, exchange.id(), outcome(reply), kept(reply));
    client.reply(reply);
    if (!attendance.mayMiss()) {
      delivered();
    }
  }

  private void delivered() {
    try {
      approvals.delivered(approval);
    } catch (RecordingException e) {
      // The same call gets the same reply once more.
      LOG.log(Level.WARNING, "event=not-noted approval=" + approval + " cause=" + e.getMessage());
    }
  }

  @Override
  public void ended(Recorded.Ending ending) {
    approvals.ended(approval, exchange.id(), Run.UNKNOWN, "");
    client.ended(ending);
  }

  @Override
  public Waiting waiting(Runnable gone) {
    return client.waiting(
        () -> {
          attendance.gone();
          gone.run();
        });
  }

  @Override
  public void belongsTo(Session session) {
    client.belongsTo(session);
  }

  @Override
  public void replies(List<Recorded.Reply> replies) {
    client.replies(replies);
  }

  @Override
  public boolean takesStream() {
    return client.takesStream();
  }

  @Override
  public void notification(Recorded.Notification notification) {
    client.notification(notification);
  }

  @Override
  public void ask(Recorded.Question question) {
    client.ask(question);
  }

  @Override
  public void accepted(Recorded.Notification notification) {
    client.accepted(notification);
  }

  @Override
  public void rejected(Rejection rejection) {
    client.rejected(rejection);
  }

  private static String outcome(Recorded.Reply reply) {
    Optional<InputRequired> asks = InputRequired.in(response(reply.text()));
    if (asks.isPresent()) {
      return asked(asks.get().state().orElse(""));
    }
    return switch (reply.outcome()) {
      case "upstream-broken-off", "upstream-timed-out" -> Run.UNKNOWN;
      default -> reply.outcome().startsWith("upstream-") ? Run.FAILED : Run.REPLIED;
    };
  }

  /** With the era in whose form it is. */
  private String kept(Recorded.Reply reply) {
    return (exchange.era() == Era.MODERN ? 'm' : 'l') + reply.text();
  }

  /** A reply that was kept, and the era in whose form it is. */
  record Kept(Message.Response response, Era shape) {
    static Kept of(String text) {
      return new Kept(
          SettlingSink.response(text.substring(1)),
          text.charAt(0) == 'm' ? Era.MODERN : Era.LEGACY);
    }
  }

  static Message.Response response(String text) {
    try {
      return (Message.Response) Message.of(JsonText.parse(text, READ_BEFORE));
    } catch (JsonRpcException | JsonSyntaxException e) {
      throw new IllegalStateException("what was sent is no message", e);
    }
  }
}
