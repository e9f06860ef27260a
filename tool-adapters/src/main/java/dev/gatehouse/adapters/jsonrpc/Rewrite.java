package dev.gatehouse.adapters.jsonrpc;

import dev.gatehouse.adapters.jsonrpc.JsonNode.Member;
import dev.gatehouse.adapters.jsonrpc.JsonNode.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A JSON text with some places replaced: the only way in which Gatehouse changes a message.
 *
 * <p>All places refer to the text as it was read, so replacements may be collected step by step and
 * the bytes are written once, at the end. A replacement inside another is lost with what the other
 * replaces; otherwise replacements must not overlap. Immutable.
 */
public final class Rewrite {
  private record Splice(int start, int end, String replacement) {}

  /** Linked, so that one more is cheap: a mask may replace thousands. */
  private record Chain(Splice last, Optional<Chain> before) {}

  private final JsonText original;
  private final Optional<Chain> splices;

  private Rewrite(JsonText original, Optional<Chain> splices) {
    this.original = original;
    this.splices = splices;
  }

  /** The text as it is, nothing replaced yet. */
  public static Rewrite of(JsonText original) {
    return new Rewrite(original, Optional.empty());
  }

  /** The text that the places refer to. */
  public JsonText original() {
    return original;
  }

  /** Whether anything is replaced. */
  public boolean isChanged() {
    return splices.isPresent();
  }

  /** With a value replaced by another, given as JSON. */
  public Rewrite replace(JsonNode node, String json) {
    return replace(node.start(), node.end(), json);
  }

  /** With the characters from {@code start} to before {@code end} replaced. */
  public Rewrite replace(int start, int end, String replacement) {
    return with(List.of(new Splice(start, end, replacement)));
  }

  /**
   * With members taken out of an object, and others put at its end. Call it once for an object: two
   * calls would not agree on the commas.
   *
   * @param removed names; those that the object does not have are ignored
   * @param added names, unquoted, and their values as JSON, in order
   */
  public Rewrite members(ObjectNode object, Set<String> removed, Map<String, String> added) {
    List<Member> members = object.members();
    List<Splice> changes = new ArrayList<>();
    boolean anyKept = false;
    int at = 0;
    while (at < members.size()) {
      if (!removed.contains(members.get(at).name())) {
        anyKept = true;
        at++;
        continue;
      }
      int first = at;
      while (at < members.size() && removed.contains(members.get(at).name())) {
        at++;
      }
      changes.add(cut(members, first, at));
    }
    if (!added.isEmpty()) {
      StringBuilder text = new StringBuilder();
      for (Map.Entry<String, String> entry : added.entrySet()) {
        text.append(anyKept || !text.isEmpty() ? "," : "")
            .append(JsonStrings.quote(entry.getKey()))
            .append(':')
            .append(entry.getValue());
      }
      int end = members.isEmpty() ? object.start() + 1 : members.getLast().value().end();
      changes.add(new Splice(end, end, text.toString()));
    }
    return with(changes);
  }

  /** The text with its replacements. */
  public String text() {
    if (splices.isEmpty()) {
      return original.text();
    }
    List<Splice> inOrder = new ArrayList<>();
    for (Optional<Chain> at = splices; at.isPresent(); at = at.get().before()) {
      inOrder.add(at.get().last());
    }
    inOrder.sort(
        Comparator.comparingInt(Splice::start)
            .thenComparing(Comparator.comparingInt(Splice::end).reversed()));
    StringBuilder text = new StringBuilder(original.text().length() + 256);
    int copied = 0;
    for (Splice splice : inOrder) {
      if (splice.start() < copied && splice.end() <= copied) {
        continue;
      }
      if (splice.start() < copied) {
        throw new IllegalStateException("replacements overlap at character " + splice.start());
      }
      text.append(original.text(), copied, splice.start()).append(splice.replacement());
      copied = splice.end();
    }
    return text.append(original.text(), copied, original.text().length()).toString();
  }

  /** The text with its replacements, as bytes. */
  public byte[] utf8() {
    return text().getBytes(StandardCharsets.UTF_8);
  }

  private Rewrite with(List<Splice> changes) {
    Optional<Chain> chain = splices;
    for (Splice change : changes) {
      chain = Optional.of(new Chain(change, chain));
    }
    return new Rewrite(original, chain);
  }

  /** Takes out the members from {@code first} to before {@code next}, with one comma. */
  private static Splice cut(List<Member> members, int first, int next) {
    if (first > 0) {
      return new Splice(
          members.get(first - 1).value().end(), members.get(next - 1).value().end(), "");
    }
    int end =
        next < members.size() ? members.get(next).keyStart() : members.get(next - 1).value().end();
    return new Splice(members.getFirst().keyStart(), end, "");
  }
}
