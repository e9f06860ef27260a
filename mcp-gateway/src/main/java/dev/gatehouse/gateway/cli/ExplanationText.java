package dev.gatehouse.gateway.cli;

import dev.gatehouse.gateway.cli.Terminal.Paint;
import dev.gatehouse.gateway.replay.ExplainedCall;
import dev.gatehouse.policies.CallSession;
import dev.gatehouse.policies.Decision;
import dev.gatehouse.policies.Facts;
import dev.gatehouse.policies.Reason;
import dev.gatehouse.policies.ResultDecision;
import dev.gatehouse.policies.RuleAccount;
import dev.gatehouse.policies.mask.Hidden;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Why a call is decided as it is, for people, on lines of 80 characters where words allow it. */
final class ExplanationText {
  private static final int WIDTH = 80;
  private static final int INDENT = 14;

  private final Terminal terminal;
  private final List<String> lines = new ArrayList<>();

  private ExplanationText(Terminal terminal) {
    this.terminal = terminal;
  }

  static String of(Terminal terminal, ExplainedCall call) {
    ExplanationText text = new ExplanationText(terminal);
    text.head(call);
    text.rules(call.explanation().rules());
    text.hidden("arguments", call.hidden());
    call.reply().ifPresent(text::reply);
    return String.join("\n", text.lines);
  }

  private void head(ExplainedCall call) {
    Facts facts = call.facts();
    String groups = String.join(", ", facts.caller().groups());
    String what = facts.tool().or(facts::prompt).or(facts::resource).orElse("");
    add("call", (facts.method() + " " + what).strip());
    add(
        "by",
        facts.caller().principal()
            + (groups.isEmpty() ? "" : " (" + groups + ")")
            + facts.caller().client().map(name -> " with " + name).orElse("")
            + facts.session().map(CallSession::id).map(id -> ", session " + id).orElse(""));
    add("at", facts.at().orElse(Instant.EPOCH).truncatedTo(ChronoUnit.SECONDS).toString());
    call.recorded().ifPresent(recorded -> add("recorded", recorded));
    Decision decision = call.explanation().decision();
    String by = decision.code() + " by rule `" + decision.rule() + "`";
    lines.add("%-14s".formatted("decision") + terminal.paint(paint(decision), by));
    switch (decision) {
      case Decision.Permit _, Decision.Throttle _ -> {}
      case Decision.Refuse refuse -> add("told", refuse.message());
      case Decision.Hold hold ->
          hold.demands().forEach(demand -> add("waits for", demand.inWords()));
    }
    new TreeMap<>(call.lost()).forEach((name, why) -> add("not known", name + ": " + why));
  }

  private static Paint paint(Decision decision) {
    return switch (decision) {
      case Decision.Permit _ -> Paint.GREEN;
      case Decision.Hold _, Decision.Throttle _ -> Paint.YELLOW;
      case Decision.Refuse _ -> Paint.RED;
    };
  }

  private void rules(List<RuleAccount> rules) {
    for (RuleAccount rule : rules) {
      String file =
          Optional.ofNullable(Path.of(rule.file()).getFileName()).map(Path::toString).orElse("");
      lines.add("");
      lines.add(terminal.paint(Paint.BOLD, rule.rule()) + "  " + file + ":" + rule.line());
      switch (rule.outcome()) {
        case RuleAccount.Outcome.Matched(List<Reason> reasons) -> {
          for (Reason reason : reasons) {
            add("  " + reason.verb(), reason.because());
          }
        }
        case RuleAccount.Outcome.NotMatched(String part, String wanted, String why) ->
            add("  not matched", "`" + part + "` asks for " + wanted + "; " + why);
        case RuleAccount.Outcome.Unknown(String why) ->
            add("  refuse", "its condition cannot be evaluated: " + why);
        case RuleAccount.Outcome.OnResult(String condition) ->
            add("  on result", "judged when the reply is there: " + condition);
      }
    }
  }

  private void reply(ExplainedCall.Reply reply) {
    lines.add("");
    switch (reply.explanation().decision()) {
      case ResultDecision.Release _ -> add("reply", "released");
      case ResultDecision.Withhold withhold -> {
        add("reply", "withheld by rule `" + withhold.reasons().getFirst().rule() + "`");
        add("told", withhold.message());
      }
    }
    rules(reply.explanation().rules());
    hidden("result", reply.hidden());
  }

  private void hidden(String where, List<Hidden> hidden) {
    Map<String, List<String>> places = new TreeMap<>();
    hidden.forEach(
        it -> places.computeIfAbsent(it.label(), _ -> new ArrayList<>()).add(it.place()));
    lines.add("");
    add("masked", places.isEmpty() ? "nothing in the " + where : "in the " + where + ":");
    places.forEach((label, at) -> add("", label + " at " + String.join(", ", at)));
  }

  /** A line that goes on below itself where it is too long. */
  private void add(String label, String words) {
    StringBuilder line = new StringBuilder("%-14s".formatted(label));
    int used = line.length() > INDENT ? line.append(' ').length() : INDENT;
    boolean isFirst = true;
    for (String word : Terminal.oneLine(words).split(" ")) {
      if (!isFirst && used + 1 + word.length() > WIDTH) {
        line.append('\n').append(" ".repeat(INDENT));
        used = INDENT;
        isFirst = true;
      }
      line.append(isFirst ? "" : " ").append(word);
      used += word.length() + (isFirst ? 0 : 1);
      isFirst = false;
    }
    lines.add(line.toString().stripTrailing());
  }
}
