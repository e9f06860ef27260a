package dev.gatehouse.gateway.deciding;

import dev.gatehouse.gateway.approval.Approval;
import dev.gatehouse.gateway.approval.Step;
import dev.gatehouse.gateway.approval.shown.ApprovalText;
import dev.gatehouse.gateway.approval.shown.Html;
import dev.gatehouse.gateway.approval.shown.ShownText;
import dev.gatehouse.gateway.deciding.PageSessions.Session;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The page of one held call: what it is, what may be done about it, and what came of the last try.
 *
 * @param approval as it stands
 * @param earlier others on the same tool
 * @param acts what its reader may do
 * @param session of its reader
 */
record CallPage(Approval approval, List<Approval> earlier, Set<Act> acts, Session session) {
  private static final int WHY_MAX = 500;
  private static final int STEP_WORDS_MAX = 300;

  /** Why a try came to nothing, and what was typed. */
  record Failed(String why, Wish wish) {}

  String title() {
    return switch (approval.state()) {
      case PENDING -> acts.contains(Act.DENY) ? "A call waits for you" : "A call waits for people";
      case GRANTED -> "A granted call";
      case DENIED, EXPIRED, WITHDRAWN, USED, LAPSED, REVOKED -> "A call that waits no more";
    };
  }

  /** As somebody opens it. */
  Markup body(Instant now) {
    Markup html = new Markup();
    session
        .heard(approval.id())
        .ifPresent(words -> html.element("p class=\"told\" role=\"status\"", words));
    add(html, now, Optional.empty());
    return html;
  }

  /** After a form that came to nothing. */
  Markup failed(Failed failed, Instant now) {
    Markup html = new Markup();
    html.raw("<p class=\"heed\" role=\"alert\">Nothing was done: ")
        .raw(Html.text(ShownText.line(failed.why(), WHY_MAX)))
        .raw(".</p>");
    add(html, now, Optional.of(failed.wish()));
    return html;
  }

  /**
   * After a form of a page that is out of date.
   *
   * @param steps how many there were on that page
   */
  Markup stale(Wish wish, int steps, Instant now) {
    Markup html = new Markup();
    html.raw("<section class=\"heed\" role=\"alert\"><h2>Nothing was done: it has changed</h2>")
        .element("p", "The page that you acted on was out of date. Since then:")
        .raw("<ul>");
    List<Step> since = approval.steps().stream().filter(it -> it.number() > steps).toList();
    for (Step step : since) {
      html.raw("<li>")
          .raw(
              Html.text(
                  ShownText.of(
                      "%s by %s: %s",
                      ShownText.line(step.word(), WHY_MAX),
                      ShownText.name(step.by()),
                      ShownText.line(step.reason(), STEP_WORDS_MAX))))
          .raw("</li>");
    }
    if (since.isEmpty()) {
      html.element("li", "the terms of it are others now");
    }
    html.raw("</ul>")
        .element("p", "Read it again as it stands now, then decide.")
        .raw("</section>");
    add(html, now, Optional.of(wish).filter(it -> it.act() != Act.CHANGE));
    return html;
  }

  private void add(Markup html, Instant now, Optional<Wish> kept) {
    ApprovalText text = ApprovalText.of(approval, earlier, now);
    html.raw(Html.of(text));
    html.raw("<p>")
        .link(
            Paths.page(approval.id()) + "/" + Paths.ARGUMENTS,
            text.isWhole()
                ? "The arguments as plain JSON"
                : "Something is too long for this page: the arguments as plain JSON, in full")
        .raw("</p>\n");
    Optional<String> refusal = Concerns.refusal(session.viewer(), approval);
    refusal.ifPresent(
        why ->
            html.raw("<p class=\"heed\">You cannot decide here: ")
                .raw(Html.text(ShownText.line(why, WHY_MAX)))
                .raw(".</p>"));
    if (Concerns.lacksJustification(approval) && acts.contains(Act.DENY)) {
      html.element(
          "p class=\"heed\"",
          "Whoever asked has to say what it is for before anybody approves it.");
    }
    if (acts.isEmpty() && approval.isOpen() && refusal.isEmpty()) {
      html.element("p", "There is nothing for you to decide here.");
    }
    html.raw(Forms.of(approval, session, acts, kept).toString());
  }
}
