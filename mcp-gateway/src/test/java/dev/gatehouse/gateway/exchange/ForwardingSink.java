package dev.gatehouse.gateway.exchange;

import dev.gatehouse.gateway.audit.Recorded;
import dev.gatehouse.gateway.mcp.Session;
import java.util.List;

/** A client's end that first looks at something when the reply arrives. */
record ForwardingSink(ReplySink next, Runnable onReply) implements ReplySink {

  @Override
  public void belongsTo(Session session) {
    next.belongsTo(session);
  }

  @Override
  public void reply(Recorded.Reply reply) {
    onReply.run();
    next.reply(reply);
  }

  @Override
  public void replies(List<Recorded.Reply> replies) {
    next.replies(replies);
  }

  @Override
  public void notification(Recorded.Notification notification) {
    next.notification(notification);
  }

  @Override
  public boolean takesStream() {
    return next.takesStream();
  }

  @Override
  public void ask(Recorded.Question question) {
    next.ask(question);
  }

  @Override
  public void accepted(Recorded.Notification notification) {
    next.accepted(notification);
  }

  @Override
  public void ended(Recorded.Ending ending) {
    next.ended(ending);
  }

  @Override
  public void rejected(Rejection rejection) {
    next.rejected(rejection);
  }

  @Override
  public Waiting waiting(Runnable gone) {
    return next.waiting(gone);
  }
}
