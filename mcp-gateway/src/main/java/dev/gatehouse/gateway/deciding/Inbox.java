package dev.gatehouse.gateway.deciding;

import dev.gatehouse.gateway.approval.Approval;
import dev.gatehouse.gateway.approval.State;
import dev.gatehouse.gateway.approval.shown.CallInWords;
import dev.gatehouse.gateway.approval.shown.Html;
import dev.gatehouse.gateway.deciding.Decisions.Listed;
import dev.gatehouse.recordings.RecordingException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The list of held calls as one person sees it: those that wait for them, other ones that wait,
 * their own, and those that are decided.
 *
 * @param awaited which wait for this person
 * @param others which wait for others
 * @param own which were asked for in their name and are open
 * @param decided the latest that wait no more
 * @param next behind which older decided ones are
 * @param isLong whether more wait than are listed
 */
record Inbox(
    List<Approval> awaited,
    List<Approval> others,
    List<Approval> own,
    List<Approval> decided,
    Optional<String> next,
    boolean isLong) {

  /** As it is now. */
  static Inbox of(Decisions decisions, Viewer viewer, String before)
      throws RecordingException, SQLException {
    List<Approval> awaited = new ArrayList<>();
    List<Approval> others = new ArrayList<>();
    Listed pending = decisions.list(viewer, Set.of(State.PENDING), false, "");
    List<Approval> own =
        decisions.list(viewer, EnumSet.of(State.PENDING, State.GRANTED), true, "").rows();
    for (Approval each : pending.rows()) {
      if (Concerns.isAwaited(viewer, each, decisions.away(viewer, each))) {
        awaited.add(each);
      } else if (!each.isAskedBy(viewer.person())) {
        others.add(each);
      }
    }
    Set<State> over = EnumSet.complementOf(EnumSet.of(State.PENDING));
    Listed decided = decisions.list(viewer, over, false, before);
    return new Inbox(
        awaited,
        others,
        own.stream().filter(each -> !awaited.contains(each)).toList(),
        decided.rows(),
        decided.next(),
        pending.next().isPresent());
  }

  String title() {
    return awaited.isEmpty() ? "Approvals" : "Approvals: " + awaited.size() + " wait for you";
  }

  Markup body(Instant now) {
    Markup html = new Markup();
    section(html, "waiting", "Waiting for you", awaited, "Nothing waits for you.", now);
    section(html, "others", "Waiting for others", others, "Nothing else waits.", now);
    if (isLong) {
      html.element("p class=\"dim\"", "More wait than are listed: the newest are.");
    }
    if (!own.isEmpty()) {
      section(html, "own", "Asked for in your name", own, "", now);
    }
    section(html, "decided", "Decided", decided, "Nothing was decided yet.", now);
    next.ifPresent(
        id -> html.raw("<p>").link(Paths.PAGES + "?before=" + id, "Older ones").raw("</p>"));
    return html;
  }

  private static void section(
      Markup html, String id, String title, List<Approval> calls, String none, Instant now) {
    html.raw("<section aria-labelledby=\"" + id + "\"><h2 id=\"" + id + "\">")
        .text(calls.isEmpty() ? title : title + " (" + calls.size() + ")")
        .raw("</h2>");
    if (calls.isEmpty()) {
      html.element("p", none);
    } else {
      html.raw("<ol class=\"calls\">");
      calls.forEach(call -> line(html, call, now));
      html.raw("</ol>");
    }
    html.raw("</section>\n");
  }

  private static void line(Markup html, Approval call, Instant now) {
    html.raw("<li><a href=\"")
        .text(Paths.page(call.id()))
        .raw("\">")
        .raw(Html.text(CallInWords.of(call)))
        .raw("</a><br><span class=\"dim\">asked ");
    Times.add(html, call.asked(), now);
    if (call.state() == State.PENDING) {
      html.raw("; to be decided ");
      Times.add(html, call.decideBy(), now);
    }
    html.raw("</span></li>\n");
  }
}
