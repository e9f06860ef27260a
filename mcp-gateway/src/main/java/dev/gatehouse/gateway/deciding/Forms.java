package dev.gatehouse.gateway.deciding;

import dev.gatehouse.gateway.approval.Approval;
import dev.gatehouse.gateway.deciding.PageSessions.Session;
import java.util.Optional;
import java.util.Set;

/**
 * The forms of a page on which somebody decides. Each is bound to the person's session and to what
 * the page shows. Confined to one thread.
 */
final class Forms {
  static final String SEEN = "seen";
  static final String STEPS = "steps";
  static final String TOKEN = "token";
  static final String WORDS = "words";
  static final String ARGUMENTS = "arguments";

  private final Approval approval;
  private final Session session;
  private final Markup html = new Markup();

  private Forms(Approval approval, Session session) {
    this.approval = approval;
    this.session = session;
  }

  /** What a form of a page that shows this is bound to. */
  static String bound(Act act, String id, String seen, String steps) {
    return String.join("\n", act.word(), id, seen, steps);
  }

  /**
   * The forms.
   *
   * @param acts for which of them there is one
   * @param kept what a refused form had in its text, so that nobody types it again
   */
  static Markup of(Approval approval, Session session, Set<Act> acts, Optional<Wish> kept) {
    Forms forms = new Forms(approval, session);
    for (Act act : Act.values()) {
      if (acts.contains(act)) {
        forms.add(act, kept.filter(wish -> wish.act() == act));
      }
    }
    return forms.html;
  }

  private void add(Act act, Optional<Wish> kept) {
    String words = kept.map(Wish::words).orElse("");
    boolean isOpen = kept.isPresent();
    switch (act) {
      case APPROVE -> {
        html.raw(
            "<section class=\"card\" aria-labelledby=\"decide\"><h2 id=\"decide\">Decide</h2>");
        begin(act);
        words("Reason (optional)", words, false);
        end("yes", "Approve what is shown");
        html.raw("</section>");
      }
      case DENY -> {
        begin(act, isOpen, "Deny it");
        words("Reason, which the caller is told", words, true);
        endDetails("no", "Deny");
      }
      case CHANGE -> {
        begin(act, isOpen, "Change the arguments");
        html.element(
            "p",
            "The call then runs with these arguments or not at all. Whoever approved before has to"
                + " approve again, and so do you, when you see what is changed.");
        html.raw("<label>Arguments, as JSON<textarea class=\"json\" name=\"" + ARGUMENTS)
            .raw("\" spellcheck=\"false\" autocapitalize=\"off\" required>\n")
            .text(PlainJson.visible(kept.map(Wish::arguments).orElseGet(approval::argumentsJson)))
            .raw("</textarea></label>");
        words("Reason (optional)", words, false);
        endDetails("", "Change them, and show what is different");
      }
      case RETRACT -> {
        begin(act, isOpen, "Take back your approval");
        endDetails("no", "Take it back");
      }
      case BREAK_GLASS -> {
        begin(act, isOpen, "Break the glass");
        html.element(
            "p class=\"heed\"",
            "This lets the call through without the others. Everybody is told at once, and it is"
                + " marked in the log for good.");
        words("Reason", words, true);
        endDetails("no", "Break the glass");
      }
      case REVOKE -> {
        begin(act, isOpen, "Revoke the grant");
        words("Reason", words, true);
        endDetails("no", "Revoke");
      }
      case WITHDRAW -> {
        begin(act, isOpen, "Withdraw your call");
        words("Reason (optional)", words, false);
        endDetails("no", "Withdraw");
      }
      case JUSTIFY -> {
        begin(act, isOpen || Concerns.lacksJustification(approval), "Say what it is for");
        words("What the call is for", words.isEmpty() ? approval.justification() : words, true);
        endDetails("", "Say so");
      }
    }
  }

  private void begin(Act act, boolean isOpen, String summary) {
    html.raw(isOpen ? "<details class=\"card\" open>" : "<details class=\"card\">")
        .element("summary", summary);
    begin(act);
  }

  private void begin(Act act) {
    String seen = approval.seen();
    String steps = Integer.toString(approval.steps().size());
    html.raw("<form method=\"post\" action=\"")
        .text(Paths.page(approval.id()) + "/" + act.word())
        .raw("\">")
        .hidden(SEEN, seen)
        .hidden(STEPS, steps)
        .hidden(TOKEN, session.token(bound(act, approval.id(), seen, steps)));
  }

  private void words(String label, String words, boolean isRequired) {
    html.raw("<label>")
        .text(label)
        .raw("<textarea name=\"" + WORDS + "\" maxlength=\"2000\"")
        .raw(isRequired ? " required>\n" : ">\n")
        .text(words)
        .raw("</textarea></label>");
  }

  private void end(String kind, String button) {
    html.raw(kind.isEmpty() ? "<button>" : "<button class=\"" + kind + "\">")
        .text(button)
        .raw("</button></form>\n");
  }

  private void endDetails(String kind, String button) {
    end(kind, button);
    html.raw("</details>\n");
  }
}
