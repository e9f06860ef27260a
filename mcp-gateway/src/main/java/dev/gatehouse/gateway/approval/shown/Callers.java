package dev.gatehouse.gateway.approval.shown;

import dev.gatehouse.gateway.approval.Approval;
import dev.gatehouse.gateway.approval.Requester;
import dev.gatehouse.gateway.approval.shown.Line.Fact;
import dev.gatehouse.gateway.approval.shown.Line.Note;
import dev.gatehouse.gateway.identity.Actor;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What is asked for, and by whom. */
final class Callers {
  private Callers() {}

  static List<Line> call(Approval approval, Instant now) {
    var binding = approval.request().binding();
    List<Line> lines = new ArrayList<>();
    lines.add(new Fact("What", CallInWords.of(binding)));
    lines.add(new Fact("State", ShownText.ours(CallInWords.state(approval))));
    lines.add(new Fact("Name of the approval", ShownText.line(approval.id(), ShownText.NAME_MAX)));
    lines.add(new Fact("What was seen", ShownText.line(approval.seen(), ShownText.NAME_MAX)));
    lines.add(
        new Fact("Exchange", ShownText.line(approval.request().exchange(), ShownText.NAME_MAX)));
    return lines;
  }

  static List<Line> requester(Approval approval) {
    List<Line> lines = new ArrayList<>(of("Asked for by", approval.request().requester()));
    List<Requester> attached = approval.attached();
    for (Requester other : attached.subList(0, Math.min(attached.size(), InWords.LISTED_MAX))) {
      lines.addAll(of("Also asked for by", other));
    }
    if (attached.size() > InWords.LISTED_MAX) {
      lines.add(new Note(InWords.more(attached.size() - InWords.LISTED_MAX, attached)));
    }
    return lines;
  }

  private static List<Line> of(String label, Requester requester) {
    List<Line> lines = new ArrayList<>();
    lines.add(new Fact(label, InWords.principal(requester.name(), requester.issuer())));
    List<Actor> actors = requester.actors();
    for (int i = 0; i < Math.min(actors.size(), InWords.LISTED_MAX); i++) {
      lines.add(new Fact(i == 0 ? "Through" : "And through", InWords.actor(actors.get(i))));
    }
    if (actors.size() > InWords.LISTED_MAX) {
      lines.add(new Note(InWords.more(actors.size() - InWords.LISTED_MAX, actors)));
    }
    lines.add(
        new Fact(
            "Application",
            requester.application().map(ShownText::name).orElse(ShownText.ours("none is known"))));
    requester
        .client()
        .ifPresent(
            client ->
                lines.add(
                    new Fact(
                        "Calls itself",
                        ShownText.of("%s, which nobody checked", ShownText.name(client)))));
    return lines;
  }
}
