package dev.gatehouse.gateway.pinning;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.WARNING;

import dev.gatehouse.adapters.jsonrpc.JsonNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.ObjectNode;
import dev.gatehouse.gateway.database.DatabaseException;
import dev.gatehouse.recordings.EntryLog;
import dev.gatehouse.recordings.RecordingException;
import dev.gatehouse.recordings.store.PostgresAccess;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * The accepted definitions of all tools, and how it stands with each.
 *
 * <p>Guarantee: nothing is taken, kept back, let through again or accepted before the log says so.
 * Where a definition cannot be judged, its tool is kept back, unless its upstream's mode only
 * warns. Thread-safe.
 */
public final class Pins implements AutoCloseable {
  /** How long a list waits while another of the same upstream is settled. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final Standing FREE = new Standing.Free();
  private static final Standing UNKNOWN =
      new Standing.KeptBack("its definition cannot be held against the accepted one now");

  private static final System.Logger LOG = System.getLogger(Pins.class.getName());

  private final PinTable table;
  private final PinEntries entries;
  private final PinningModes modes;
  private final InstantSource clock;
  private final Map<String, Shelf> shelves = new ConcurrentHashMap<>();

  private Pins(PinTable table, EntryLog log, PinningModes modes, InstantSource clock) {
    this.table = table;
    this.entries = new PinEntries(log);
    this.modes = modes;
    this.clock = clock;
  }

  /** The pins of one gateway; the file is made by the first. */
  public static Pins inFile(Path file, EntryLog log, PinningModes modes, InstantSource clock) {
    return new Pins(PinTable.inFile(file), log, modes, clock);
  }

  /** The pins of all gateways that share a log. */
  public static Pins inPostgres(
      PostgresAccess access, EntryLog log, PinningModes modes, InstantSource clock) {
    return new Pins(PinTable.inPostgres(access), log, modes, clock);
  }

  /**
   * Hears what an upstream lists: all of a list, or a page of it, as it came.
   *
   * @param scrub hides what policy hides
   * @return which of them are kept back, by their places in the list
   */
  public BitSet listed(String upstream, List<JsonNode> items, UnaryOperator<String> scrub) {
    PinningMode mode = modes.of(upstream);
    BitSet keptBack = new BitSet();
    if (mode == PinningMode.OFF) {
      return keptBack;
    }
    Shelf shelf = shelf(upstream);
    boolean isTrusted = shelf.isTrusted();
    Map<Integer, Definition> unsettled = new LinkedHashMap<>();
    for (int i = 0; i < items.size(); i++) {
      if (items.get(i) instanceof ObjectNode object && object.string("name").isPresent()) {
        Definition definition = new Definition(object.string("name").get(), object, scrub);
        Shelf.Sight same = new Shelf.Sight(definition.digest(), FREE);
        if (!isTrusted || !shelf.sight(definition.tool()).equals(Optional.of(same))) {
          unsettled.put(i, definition);
        }
      }
    }
    if (!unsettled.isEmpty()) {
      Map<Definition, Standing> standings =
          settled(upstream, shelf, mode, List.copyOf(unsettled.values()));
      unsettled.forEach(
          (place, definition) ->
              keptBack.set(place, !FREE.equals(standings.getOrDefault(definition, UNKNOWN))));
    }
    return keptBack;
  }

  /** How it stands with a tool as its upstream listed it last. */
  public Standing of(String upstream, String tool) {
    PinningMode mode = modes.of(upstream);
    if (mode == PinningMode.OFF) {
      return FREE;
    }
    return shelf(upstream)
        .sight(tool)
        .map(sight -> sight.standing().equals(FREE) ? FREE : recheck(upstream, tool, mode, sight))
        .orElseGet(Standing.Unseen::new);
  }

  /**
   * How it stands with a tool that its upstream does not list now.
   *
   * @param isListed whether the upstream could be asked at all
   */
  public Standing ofUnseen(String upstream, String tool, boolean isListed) {
    PinningMode mode = modes.of(upstream);
    if (!mode.keepsBack()) {
      return FREE;
    }
    if (isListed && mode == PinningMode.STRICT) {
      return new Standing.KeptBack("its upstream does not list it");
    }
    if (tool.length() > Settling.NAME_CHARACTERS_MAX || shelf(upstream).isFull()) {
      return UNKNOWN;
    }
    try {
      Pin pin = table.kept(upstream, List.of(tool)).pins().get(tool);
      return pin != null && pin.differs() ? Settling.keptBack(pin) : FREE;
    } catch (SQLException e) {
      return unknown(upstream, mode, e);
    }
  }

  /**
   * Has an upstream asked for its tools, where this one cannot be judged without; whoever comes
   * while it is asked waits.
   *
   * @param asking has it asked
   * @return whether it answered when it was asked last, or need not be asked
   */
  public boolean asked(
      String upstream, String tool, Supplier<ListAnswer> asking, UnaryOperator<String> scrub) {
    Shelf shelf = shelf(upstream);
    if (modes.of(upstream) == PinningMode.OFF || !shelf.isDue(tool)) {
      return shelf.isListed();
    }
    boolean isOurs = false;
    try {
      isOurs = shelf.asking().tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      if (isOurs && shelf.isDue(tool)) {
        long before = shelf.changes();
        switch (asking.get()) {
          case ListAnswer.Tools(List<JsonNode> items) -> {
            listed(upstream, items, scrub);
            shelf.answered(true, before);
          }
          case ListAnswer.Silence() -> shelf.answered(false, before);
          case ListAnswer.NotForCaller() -> {
            return false;
          }
        }
      }
      return isOurs && shelf.isListed();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      if (isOurs) {
        shelf.asking().release();
      }
    }
  }

  /** Hears that an upstream has another list of tools now. */
  public void listChanged(String upstream) {
    if (modes.of(upstream) != PinningMode.OFF) {
      shelf(upstream).spoil();
    }
  }

  /** Opens the table, and makes it where that is ours to do: else nothing could be listed. */
  public void open() throws RecordingException {
    try {
      table.open();
    } catch (SQLException e) {
      throw cannot(e);
    }
  }

  /** All that is known, by upstream and tool. */
  public List<PinView> all() throws RecordingException {
    try {
      return table.all().stream().map(pin -> PinView.of(pin, modes.of(pin.upstream()))).toList();
    } catch (SQLException e) {
      throw cannot(e);
    }
  }

  /**
   * Accepts what upstreams give instead of what was accepted.
   *
   * @param wanted which of those that differ
   * @return them, as they were
   */
  public List<PinView> accept(Predicate<PinView> wanted, String by, String reason)
      throws RecordingException {
    try {
      List<Pin> pins =
          table.all().stream()
              .filter(Pin::differs)
              .filter(pin -> wanted.test(PinView.of(pin, modes.of(pin.upstream()))))
              .toList();
      // If we crash behind this, the log says that something was accepted which is still kept back.
      entries.accepted(pins, by, reason);
      for (Pin pin : pins) {
        table.change(pin, pin.taken(clock.instant()));
      }
      return pins.stream().map(pin -> PinView.of(pin, modes.of(pin.upstream()))).toList();
    } catch (SQLException e) {
      throw cannot(e);
    }
  }

  private static RecordingException cannot(SQLException e) {
    return new RecordingException(
        "the table of pins cannot be used: " + DatabaseException.told(e), e);
  }

  private Shelf shelf(String upstream) {
    return shelves.computeIfAbsent(upstream, _ -> new Shelf());
  }

  private Standing recheck(String upstream, String tool, PinningMode mode, Shelf.Sight sight) {
    try {
      Pin pin = table.kept(upstream, List.of(tool)).pins().get(tool);
      if (pin == null || pin.differs() || !pin.accepted().equals(sight.digest())) {
        return sight.standing();
      }
      shelf(upstream).saw(tool, new Shelf.Sight(sight.digest(), FREE));
      return FREE;
    } catch (SQLException e) {
      return unknown(upstream, mode, e);
    }
  }

  private Map<Definition, Standing> settled(
      String upstream, Shelf shelf, PinningMode mode, List<Definition> definitions) {
    boolean isOurs = false;
    try {
      isOurs = shelf.turn().tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      if (isOurs) {
        Map<Definition, Standing> standings =
            new Settling(table, entries, upstream, mode, clock.instant()).all(definitions);
        shelf.saw(standings);
        return standings;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (SQLException e) {
      unknown(upstream, mode, e);
    } catch (RecordingException e) {
      LOG.log(ERROR, "event=not-recorded upstream=" + upstream + " cause=" + e.getMessage());
    } finally {
      if (isOurs) {
        shelf.turn().release();
      }
    }
    // What could not be judged is not remembered: the next list is judged anew.
    Standing otherwise = mode.keepsBack() ? UNKNOWN : FREE;
    return definitions.stream().collect(Collectors.toMap(it -> it, _ -> otherwise));
  }

  private static Standing unknown(String upstream, PinningMode mode, SQLException e) {
    LOG.log(
        WARNING,
        "event=pins-away upstream=" + upstream + " cause=\"" + DatabaseException.told(e) + "\"");
    return mode.keepsBack() ? UNKNOWN : FREE;
  }

  @Override
  public void close() {
    table.close();
  }
}
