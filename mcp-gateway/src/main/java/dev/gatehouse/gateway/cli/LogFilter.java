package dev.gatehouse.gateway.cli;

import dev.gatehouse.recordings.EntryKind;
import dev.gatehouse.recordings.PartName;
import dev.gatehouse.recordings.StoredEntry;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which entries are wanted; what is absent matches all. Immutable.
 *
 * @param tool a glob with {@code *} over the tool's name, with or without its upstream and {@code
 *     __} before it
 * @param principal the whole name
 * @param decision the word in the leaf, such as {@code permit} or {@code refuse}
 */
record LogFilter(
    Optional<String> tool,
    Optional<String> principal,
    Optional<String> decision,
    Optional<EntryKind> kind) {

  boolean matches(StoredEntry entry) {
    return (kind.isEmpty() || kind.get() == entry.kind())
        && (decision.isEmpty() || decision.equals(entry.decision()))
        && (tool.isEmpty() || matchesTool(tool.get(), entry))
        && (principal.isEmpty() || principal.equals(principalOf(entry)));
  }

  /** The name in the entry's actor part, where there is one. */
  static Optional<String> principalOf(StoredEntry entry) {
    return Statement.of(entry, PartName.ACTOR).flatMap(actor -> actor.text("principal"));
  }

  /** The tool with its upstream before it, where the entry is about one. */
  static Optional<String> toolOf(StoredEntry entry) {
    String prefix = entry.upstream().map(name -> name + "__").orElse("");
    return entry.tool().map(name -> name.startsWith(prefix) ? name : prefix + name);
  }

  private static boolean matchesTool(String glob, StoredEntry entry) {
    String prefix = entry.upstream().map(name -> name + "__").orElse("");
    String regex = Pattern.quote(glob).replace("*", "\\E.*\\Q");
    return toolOf(entry)
        .filter(name -> name.matches(regex) || name.substring(prefix.length()).matches(regex))
        .isPresent();
  }
}
