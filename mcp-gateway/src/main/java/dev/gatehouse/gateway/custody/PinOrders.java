package dev.gatehouse.gateway.custody;

import dev.gatehouse.gateway.pinning.HiddenCharacters;
import dev.gatehouse.gateway.pinning.PinView;
import dev.gatehouse.gateway.pinning.Pins;
import dev.gatehouse.recordings.Bytes;
import dev.gatehouse.recordings.Entry;
import dev.gatehouse.recordings.EntryKind;
import dev.gatehouse.recordings.EntryLog;
import dev.gatehouse.recordings.PartName;
import dev.gatehouse.recordings.RecordingException;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Carries out orders about pins. Thread-safe.
 *
 * @param sweep asks upstreams what their tools are now
 */
public record PinOrders(EntryLog log, Pins pins, Sweep sweep) {
  /** What is said where nobody is at work who could ask. */
  public static final Sweep NO_GATEWAY =
      () -> List.of("no upstream was asked: name a configuration, or start the gateway");

  /** What is known of every tool. */
  Answer list(String by) throws RecordingException {
    read("list", Json.createObjectBuilder(), by);
    List<PinView> views = pins.all();
    return new Answer(true, views.size() + " tools", rows(views, false));
  }

  /** The same, asked of upstreams now; the rows without a tool say who did not answer. */
  Answer check(String by) throws RecordingException {
    read("check", Json.createObjectBuilder(), by);
    List<String> unanswered = sweep.unanswered();
    List<JsonObject> rows = new ArrayList<>(rows(pins.all(), false));
    unanswered.forEach(
        line -> rows.add(Json.createObjectBuilder().add("unanswered", line).build()));
    return new Answer(true, "checked", rows);
  }

  /** What differs in one tool. */
  Answer diff(Order.DiffPin order, String by) throws RecordingException {
    read(
        "diff",
        Json.createObjectBuilder()
            .add("upstream", HiddenCharacters.shown(order.upstream()))
            .add("tool", HiddenCharacters.shown(order.tool())),
        by);
    List<PinView> views = pins.all().stream().filter(of(order.upstream(), order.tool())).toList();
    return views.isEmpty()
        ? new Answer(false, unknown(order.upstream(), order.tool()))
        : new Answer(true, "recorded", rows(views, true));
  }

  /** Accepts what upstreams give now. */
  Answer accept(Order.AcceptPins order, String by) throws RecordingException {
    Predicate<PinView> named = of(order.upstream(), order.tool());
    List<PinView> views = pins.all().stream().filter(named).toList();
    if (views.isEmpty() && !order.upstream().isEmpty()) {
      return new Answer(false, unknown(order.upstream(), order.tool()));
    }
    List<PinView> accepted =
        pins.accept(named.and(view -> view.found().startsWith(order.digest())), by, order.reason());
    boolean isOther =
        accepted.isEmpty() && views.stream().anyMatch(view -> !view.found().isEmpty());
    if (isOther) {
      return new Answer(
          false, "it was changed once more: its digest does not begin with " + order.digest());
    }
    return accepted.isEmpty()
        ? new Answer(true, "nothing differs from what was accepted")
        : new Answer(true, "accepted " + accepted.size(), rows(accepted, false));
  }

  private static Predicate<PinView> of(String upstream, String tool) {
    return view ->
        (upstream.isEmpty() || view.upstream().equals(upstream))
            && (tool.isEmpty() || view.tool().equals(HiddenCharacters.shown(tool)));
  }

  private static String unknown(String upstream, String tool) {
    return "nothing is known of "
        + (tool.isEmpty() ? "tools" : "a tool `" + HiddenCharacters.shown(tool) + "`")
        + " of upstream `"
        + HiddenCharacters.shown(upstream)
        + "`";
  }

  private static List<JsonObject> rows(List<PinView> views, boolean withDiff) {
    return views.stream().map(view -> row(view, withDiff)).toList();
  }

  private static JsonObject row(PinView view, boolean withDiff) {
    JsonObjectBuilder row =
        Json.createObjectBuilder()
            .add("upstream", view.upstream())
            .add("tool", view.tool())
            .add("state", view.state())
            .add("accepted", view.accepted())
            .add("found", view.found())
            .add("since", view.since().toString())
            .add("keptBack", view.keptBack());
    if (withDiff) {
      row.add("diff", Json.createArrayBuilder(view.diff()));
    }
    return row.build();
  }

  private void read(String what, JsonObjectBuilder of, String by) throws RecordingException {
    JsonObject context =
        Json.createObjectBuilder()
            .add("by", by)
            .add("what", Json.createObjectBuilder().add("pins", of.add("order", what)))
            .build();
    log.append(
        Entry.builder(EntryKind.READ)
            .method("pins")
            .part(PartName.CTX, Bytes.utf8(context.toString()))
            .build());
  }
}
