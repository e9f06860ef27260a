package dev.gatehouse.gateway.pinning;

import static java.lang.System.Logger.Level.WARNING;

import dev.gatehouse.recordings.RecordingException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One list of tools, or a page of one, held against what is kept. Used once, on one thread.
 *
 * <p>Guarantee: nothing is taken or kept back before the log says so.
 */
final class Settling {
  /** More are not remembered of one upstream; those beyond are kept back. */
  static final int TOOLS_MAX = 10_000;

  /** Longer names are not remembered; their tools are kept back. */
  static final int NAME_CHARACTERS_MAX = 1_000;

  /**
   * Changes of one tool that are recorded until one is accepted: a server may make up thousands.
   * From the last of them on the tool stays as the log says, whatever its upstream gives.
   */
  private static final int CHANGES_MAX = 8;

  /** For so long whatever an upstream lists is there from the first: a long list takes its time. */
  private static final Duration FIRST_SIGHT = Duration.ofMinutes(1);

  private static final Standing FREE = new Standing.Free();
  private static final Standing CHANGED =
      new Standing.KeptBack("its definition changed after it was accepted");
  private static final Standing ADDED =
      new Standing.KeptBack("it is new, and its definition was not accepted yet");

  // The operator knows the log by the class that others use.
  private static final System.Logger LOG = System.getLogger(Pins.class.getName());

  private final PinTable table;
  private final PinEntries entries;
  private final String upstream;
  private final PinningMode mode;
  private final Instant now;
  private final Map<Definition, Standing> standings = new HashMap<>();
  private final List<Definition> first = new ArrayList<>();
  private final List<Pin> added = new ArrayList<>();
  private final Set<String> addedTools = new HashSet<>();

  Settling(PinTable table, PinEntries entries, String upstream, PinningMode mode, Instant now) {
    this.table = table;
    this.entries = entries;
    this.upstream = upstream;
    this.mode = mode;
    this.now = now;
  }

  /** Why a tool is kept back whose upstream gives something else than what was accepted. */
  static Standing keptBack(Pin pin) {
    return pin.isNew() ? ADDED : CHANGED;
  }

  /** How it stands with each of them. */
  Map<Definition, Standing> all(List<Definition> definitions)
      throws SQLException, RecordingException {
    PinTable.Kept kept = table.kept(upstream, definitions.stream().map(Definition::tool).toList());
    boolean isFirstSight =
        kept.began().isEmpty()
            || Duration.between(kept.began().get(), now).compareTo(FIRST_SIGHT) < 0;
    for (Definition definition : definitions) {
      Pin pin = kept.pins().get(definition.tool());
      if (pin != null) {
        standings.put(definition, known(pin, definition));
      } else if (addedTools.contains(definition.tool())) {
        // Twice in one list: the first is the one that counts.
        standings.put(definition, mode.keepsBack() ? CHANGED : FREE);
      } else if (definition.tool().length() <= NAME_CHARACTERS_MAX
          && kept.size() + added.size() < TOOLS_MAX) {
        standings.put(definition, fresh(definition, isFirstSight));
      } else {
        standings.put(definition, mode.keepsBack() ? ADDED : FREE);
      }
    }
    // If we crash behind the entry, the next list is taken, and recorded, once more.
    entries.first(upstream, first);
    first.forEach(this::warnOfHidden);
    table.add(added);
    return standings;
  }

  private Standing fresh(Definition definition, boolean isFirstSight) throws RecordingException {
    addedTools.add(definition.tool());
    if (mode != PinningMode.STRICT || isFirstSight) {
      first.add(definition);
      added.add(Pin.first(upstream, definition, now));
      return FREE;
    }
    Pin pin = Pin.unaccepted(upstream, definition, now);
    entries.differs(pin, definition, true, false);
    warn("tool-added", definition);
    added.add(pin);
    return ADDED;
  }

  private Standing known(Pin pin, Definition definition) throws SQLException, RecordingException {
    boolean isAccepted = pin.accepted().equals(definition.digest());
    if (isAccepted && !pin.differs()) {
      return FREE;
    }
    if (isAccepted && pin.changes() < CHANGES_MAX) {
      entries.restored(pin, definition);
      table.change(pin, pin.restored());
      return FREE;
    }
    if (!pin.found().equals(definition.digest())) {
      Pin found = pin.finding(definition);
      if (found.changes() <= CHANGES_MAX) {
        boolean isLast = found.changes() == CHANGES_MAX;
        entries.differs(found, definition, mode.keepsBack(), isLast);
        warn("tool-changed", definition);
      }
      table.change(pin, found);
    }
    return mode.keepsBack() ? keptBack(pin) : FREE;
  }

  private void warn(String event, Definition definition) {
    LOG.log(
        WARNING,
        "event={0} upstream={1} tool=\"{2}\" digest={3} kept-back={4} see=\"gatehouse pins\"",
        event,
        upstream,
        definition.shownTool().replace('\n', ' '),
        definition.digest(),
        mode.keepsBack());
    warnOfHidden(definition);
  }

  private void warnOfHidden(Definition definition) {
    List<String> hidden = definition.hidden();
    if (!hidden.isEmpty()) {
      LOG.log(
          WARNING,
          "event=hidden-characters upstream={0} tool=\"{1}\" at=\"{2}\"",
          upstream,
          definition.shownTool().replace('\n', ' '),
          String.join(", ", hidden).replace('\n', ' '));
    }
  }
}
