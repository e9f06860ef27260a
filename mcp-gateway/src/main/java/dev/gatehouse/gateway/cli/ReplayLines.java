package dev.gatehouse.gateway.cli;

import dev.gatehouse.gateway.cli.Terminal.Paint;
import dev.gatehouse.policies.Reason;
import dev.gatehouse.policies.check.ReplayChange;
import dev.gatehouse.policies.check.ReplayedCall;
import dev.gatehouse.policies.mask.MaskChange;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** What a replay says of one call, for people and for programs. */
final class ReplayLines {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final String INDENT = "\n         ";

  private ReplayLines() {}

  /**
   * For people.
   *
   * <p>Shape: the call as in {@code gatehouse log}, and below it a line for each change.
   */
  static String text(Terminal terminal, ReplayedCall call) {
    StringBuilder text = new StringBuilder();
    text.append(
        terminal.paint(Paint.FAINT, "%8d %s".formatted(call.index(), TIME.format(call.at()))));
    text.append(' ').append(terminal.paint(Paint.BOLD, Terminal.oneLine(call.subject())));
    text.append(' ').append(Terminal.oneLine(call.principal()));
    for (ReplayChange change : call.changes()) {
      Paint paint = change.isEffective() ? Paint.RED : Paint.FAINT;
      String kind = change.kind();
      text.append(INDENT).append(terminal.paint(paint, kind));
      text.append(": ").append(Terminal.oneLine(detail(change)));
    }
    for (String why : call.unsaid()) {
      text.append(INDENT).append(terminal.paint(Paint.YELLOW, "cannot be said"));
      text.append(": ").append(Terminal.oneLine(why));
    }
    return text.toString();
  }

  private static String detail(ReplayChange change) {
    return switch (change) {
      case ReplayChange.Decided(_, _, Reason because) -> because(because);
      case ReplayChange.Deciding(String decision, String then, String now) ->
          "%s by rule `%s` instead of `%s`".formatted(decision, now, then);
      case ReplayChange.Told(String then, String now) ->
          "`%s` instead of `%s`".formatted(now, then);
      case ReplayChange.Replied(_, Reason because) -> because(because);
      case ReplayChange.Masked(_, MaskChange mask) -> detail(mask);
      case ReplayChange.Sealed(ReplayChange.Message of, _) -> "the original of the " + of.word();
      case ReplayChange.Observed(Reason reason) -> because(reason);
    };
  }

  private static String detail(MaskChange change) {
    return switch (change) {
      case MaskChange.More(String place, String label) -> label + " at " + place;
      case MaskChange.Less(String place, String label) -> label + " at " + place;
      case MaskChange.Otherwise(String place, String label, String then, String now) ->
          "%s at %s: %s instead of %s".formatted(label, place, now, then);
      case MaskChange.Unsaid(String label, String why) -> label + ": " + why;
    };
  }

  private static String because(Reason reason) {
    return "rule `%s`: %s".formatted(reason.rule(), reason.because());
  }

  /**
   * For programs, one object a call.
   *
   * <p>Shape: {@code {"entry":12,"time":"…","principal":"alice","subject":"crm__find",
   * "then":"permit","now":"refuse","changes":[{"kind":"permit -> refuse","rule":"…",…}],
   * "unsaid":["…"]}}.
   */
  static JsonObject json(ReplayedCall call) {
    JsonArrayBuilder changes = Json.createArrayBuilder();
    call.changes().forEach(change -> changes.add(json(change)));
    JsonArrayBuilder unsaid = Json.createArrayBuilder();
    call.unsaid().forEach(unsaid::add);
    JsonObjectBuilder json =
        Json.createObjectBuilder()
            .add("entry", call.index())
            .add("time", call.at().toString())
            .add("principal", call.principal())
            .add("subject", call.subject())
            .add("then", call.then());
    call.now().ifPresent(now -> json.add("now", now));
    return json.add("differs", call.differs())
        .add("changes", changes)
        .add("unsaid", unsaid)
        .build();
  }

  private static JsonObjectBuilder json(ReplayChange change) {
    JsonObjectBuilder json = Json.createObjectBuilder().add("kind", change.kind());
    return switch (change) {
      case ReplayChange.Decided(_, _, Reason because) -> reason(json, because);
      case ReplayChange.Deciding(_, String then, String now) ->
          json.add("then", then).add("now", now);
      case ReplayChange.Told(String then, String now) -> json.add("then", then).add("now", now);
      case ReplayChange.Replied(_, Reason because) -> reason(json, because);
      case ReplayChange.Masked(ReplayChange.Message in, MaskChange mask) ->
          mask(json.add("in", in.word()), mask);
      case ReplayChange.Sealed(ReplayChange.Message of, _) -> json.add("in", of.word());
      case ReplayChange.Observed(Reason reason) -> reason(json, reason);
    };
  }

  private static JsonObjectBuilder reason(JsonObjectBuilder json, Reason reason) {
    return json.add("rule", reason.rule())
        .add("verb", reason.verb())
        .add("because", reason.because());
  }

  private static JsonObjectBuilder mask(JsonObjectBuilder json, MaskChange change) {
    return switch (change) {
      case MaskChange.More(String place, String label) ->
          json.add("label", label).add("place", place);
      case MaskChange.Less(String place, String label) ->
          json.add("label", label).add("place", place);
      case MaskChange.Otherwise(String place, String label, String then, String now) ->
          json.add("label", label).add("place", place).add("then", then).add("now", now);
      case MaskChange.Unsaid(String label, String why) -> json.add("label", label).add("why", why);
    };
  }
}
