package dev.gatehouse.gateway.pinning;

import dev.gatehouse.recordings.Bytes;
import dev.gatehouse.recordings.Entry;
import dev.gatehouse.recordings.EntryKind;
import dev.gatehouse.recordings.EntryLog;
import dev.gatehouse.recordings.PartName;
import dev.gatehouse.recordings.RecordingException;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import java.util.List;

/**
 * Writes into the log which definitions are taken, kept back and accepted.
 *
 * <p>Names and definitions are a server's words: they stand in a part, which can be erased, with
 * what policy hides hidden. Guarantee: on return the entry is durable. Thread-safe.
 */
record PinEntries(EntryLog log) {
  /** Of tools in one entry: some hundred bytes each. */
  private static final int TOOLS_EACH = 500;

  /** These are taken because they are seen for the first time. */
  void first(String upstream, List<Definition> definitions) throws RecordingException {
    for (int start = 0; start < definitions.size(); start += TOOLS_EACH) {
      JsonArrayBuilder tools = Json.createArrayBuilder();
      for (Definition definition :
          definitions.subList(start, Math.min(definitions.size(), start + TOOLS_EACH))) {
        JsonObjectBuilder tool =
            Json.createObjectBuilder()
                .add("tool", definition.shownTool())
                .add("digest", definition.digest());
        List<String> hidden = definition.hidden();
        if (!hidden.isEmpty()) {
          tool.add("hidden", Json.createArrayBuilder(hidden));
        }
        tools.add(tool);
      }
      append("tools.pinned", upstream, Json.createObjectBuilder().add("tools", tools));
    }
  }

  /**
   * A definition is not the accepted one.
   *
   * @param keptBack whether the tool is neither listed nor called from now on
   * @param isLast whether further changes are not recorded until one is accepted
   */
  void differs(Pin pin, Definition definition, boolean keptBack, boolean isLast)
      throws RecordingException {
    JsonObjectBuilder change =
        Json.createObjectBuilder()
            .add("tool", definition.shownTool())
            .add("accepted", pin.accepted())
            .add("found", pin.found())
            .add("keptBack", keptBack)
            .add(
                "diff",
                Json.createArrayBuilder(
                    DefinitionDiff.of(pin.isNew() ? "{}" : pin.definition(), pin.change())));
    List<String> hidden = definition.hidden();
    if (!hidden.isEmpty()) {
      change.add("hidden", Json.createArrayBuilder(hidden));
    }
    if (isLast) {
      change.add("note", "further changes are not recorded until one is accepted");
    }
    append(pin.isNew() ? "tool.added" : "tool.changed", pin.upstream(), change);
  }

  /** A tool is again what was accepted. */
  void restored(Pin pin, Definition definition) throws RecordingException {
    append(
        "tool.restored",
        pin.upstream(),
        Json.createObjectBuilder()
            .add("tool", definition.shownTool())
            .add("accepted", pin.accepted()));
  }

  /** Somebody accepts what upstreams give. */
  void accepted(List<Pin> pins, String by, String reason) throws RecordingException {
    for (int start = 0; start < pins.size(); start += TOOLS_EACH) {
      JsonArrayBuilder tools = Json.createArrayBuilder();
      for (Pin pin : pins.subList(start, Math.min(pins.size(), start + TOOLS_EACH))) {
        tools.add(
            Json.createObjectBuilder()
                .add("upstream", pin.upstream())
                .add("tool", PinView.shownTool(pin))
                .add("before", pin.accepted())
                .add("accepted", pin.found()));
      }
      JsonObjectBuilder context =
          Json.createObjectBuilder().add("by", by).add("reason", reason).add("tools", tools);
      log.append(
          Entry.builder(EntryKind.ADMIN)
              .method("tools.accepted")
              .part(PartName.CTX, Bytes.utf8(context.build().toString()))
              .build());
    }
  }

  private void append(String method, String upstream, JsonObjectBuilder context)
      throws RecordingException {
    log.append(
        Entry.builder(EntryKind.ADMIN)
            .method(method)
            .upstream(upstream)
            .part(PartName.CTX, Bytes.utf8(context.build().toString()))
            .build());
  }
}
