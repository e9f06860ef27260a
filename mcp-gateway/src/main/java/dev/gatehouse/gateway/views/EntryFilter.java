package dev.gatehouse.gateway.views;

import dev.gatehouse.recordings.EntryKind;
import dev.gatehouse.recordings.PartName;
import dev.gatehouse.recordings.StoredEntry;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Which entries are wanted; what is absent matches all. Immutable.
 *
 * @param since the first moment
 * @param until the moment behind the last
 * @param tool a glob with {@code *} over the tool's name, with or without its upstream and {@code
 *     __} before it
 * @param principal the whole name
 * @param decision the word in the leaf, such as {@code permit} or {@code refuse}
 * @param session an MCP session's id, or the digest of it that is recorded in its place
 */
public record EntryFilter(
    Optional<Instant> since,
    Optional<Instant> until,
    Optional<String> tool,
    Optional<String> upstream,
    Optional<String> principal,
    Optional<String> decision,
    Optional<String> session,
    Optional<String> exchange,
    Optional<EntryKind> kind) {

  /** No session's id looks like this: ids are longer. */
  private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{16}");

  /** Met by an entry that meets all of them by itself. */
  public Predicate<StoredEntry> alone() {
    List<Predicate<StoredEntry>> conditions = conditions();
    return entry -> conditions.stream().allMatch(condition -> condition.test(entry));
  }

  /** Each of them, those first that ask for no payload. */
  public List<Predicate<StoredEntry>> conditions() {
    List<Predicate<StoredEntry>> conditions = new ArrayList<>();
    if (since.isPresent() || until.isPresent()) {
      conditions.add(this::isInTime);
    }
    kind.ifPresent(wanted -> conditions.add(entry -> entry.kind() == wanted));
    exchange.ifPresent(id -> conditions.add(entry -> entry.exchange().equals(exchange)));
    upstream.ifPresent(name -> conditions.add(entry -> entry.upstream().equals(upstream)));
    decision.ifPresent(word -> conditions.add(entry -> entry.decision().equals(decision)));
    tool.map(EntryFilter::pattern)
        .ifPresent(glob -> conditions.add(entry -> matchesTool(glob, entry)));
    principal.ifPresent(name -> conditions.add(entry -> principalOf(entry).equals(principal)));
    session.ifPresent(id -> conditions.add(entry -> isInSession(id, digest(id), entry)));
    return conditions;
  }

  /** The name in the entry's actor part, where there is one. */
  public static Optional<String> principalOf(StoredEntry entry) {
    return Statement.of(entry, PartName.ACTOR).flatMap(actor -> actor.text("principal"));
  }

  /** The tool with its upstream before it, where the entry is about one. */
  public static Optional<String> toolOf(StoredEntry entry) {
    String prefix = entry.upstream().map(name -> name + "__").orElse("");
    return entry.tool().map(name -> name.startsWith(prefix) ? name : prefix + name);
  }

  private boolean isInTime(StoredEntry entry) {
    Instant time = entry.time();
    return since.filter(time::isBefore).isEmpty()
        && until.filter(end -> !time.isBefore(end)).isEmpty();
  }

  private static Pattern pattern(String glob) {
    return Pattern.compile(Pattern.quote(glob).replace("*", "\\E.*\\Q"));
  }

  private static boolean matchesTool(Pattern glob, StoredEntry entry) {
    String prefix = entry.upstream().map(name -> name + "__").orElse("");
    return toolOf(entry)
        .filter(
            name ->
                glob.matcher(name).matches()
                    || glob.matcher(name.substring(prefix.length())).matches())
        .isPresent();
  }

  private static boolean isInSession(String id, String digest, StoredEntry entry) {
    return Statement.of(entry, PartName.CTX)
        .flatMap(context -> context.text("session"))
        .filter(recorded -> recorded.equals(id) || recorded.equals(digest))
        .isPresent();
  }

  /** What is recorded of the session that is asked for: its digest, which may be what was given. */
  public static String recordedSession(String idOrDigest) {
    return DIGEST.matcher(idOrDigest).matches() ? idOrDigest : digest(idOrDigest);
  }

  /** As sessions are recorded: the first eight bytes of a SHA-256 in hex. */
  private static String digest(String id) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
