package dev.gatehouse.gateway.exchange;

import dev.gatehouse.gateway.audit.Recorded;
import dev.gatehouse.gateway.mcp.Session;
import java.util.List;

/** The client's end of an exchange that no client began. */
final class Unheard implements ReplySink {
  @Override
  public void belongsTo(Session session) {}

  @Override
  public void reply(Recorded.Reply reply) {}

  @Override
  public void replies(List<Recorded.Reply> replies) {}

  @Override
  public boolean takesStream() {
    return false;
  }

  @Override
  public void notification(Recorded.Notification notification) {}

  @Override
  public void ask(Recorded.Question question) {}

  @Override
  public void accepted(Recorded.Notification notification) {}

  @Override
  public void ended(Recorded.Ending ending) {}

  @Override
  public void rejected(Rejection rejection) {}

  @Override
  public Waiting waiting(Runnable gone) {
    return () -> {};
  }
}
