package dev.gatehouse.gateway.cli;

import dev.gatehouse.recordings.EntryKind;
import dev.gatehouse.recordings.LogReader;
import dev.gatehouse.recordings.RecordingException;
import dev.gatehouse.recordings.StoredEntry;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code gatehouse log}. */
@Command(
    name = "log",
    description = "Show what was recorded, the newest last.",
    footer = {"", "Works beside a running gateway. Does not verify: see `gatehouse verify`."})
final class LogCommand implements Callable<Integer> {
  /** Entries read at once: few enough to hold with their payloads. */
  private static final int BATCH = 128;

  private static final Duration LOOK_AGAIN = Duration.ofMillis(250);

  private final Terminal terminal;

  @Mixin private final RecordingsOption recordings = new RecordingsOption();

  @Option(
      names = {"-f", "--follow"},
      description = "Go on with what is recorded from now on.")
  private boolean follow;

  @Option(
      names = {"-n", "--last"},
      paramLabel = "N",
      description = "At most so many entries, 0 for all (default: ${DEFAULT-VALUE}).")
  private int last = 50;

  @Option(names = "--tool", paramLabel = "GLOB", description = "Only tools like this.")
  private Optional<String> tool = Optional.empty();

  @Option(names = "--principal", paramLabel = "NAME", description = "Only calls of this caller.")
  private Optional<String> principal = Optional.empty();

  @Option(
      names = "--decision",
      paramLabel = "WORD",
      description = "Only this decision or outcome, such as permit, refuse, throttle.")
  private Optional<String> decision = Optional.empty();

  @Option(
      names = "--kind",
      paramLabel = "KIND",
      description = "Only entries of this kind, such as request, response, admin.")
  private Optional<String> kind = Optional.empty();

  @Option(names = "--json", description = "Print JSON, one entry a line, with its payloads.")
  private boolean json;

  LogCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    List<String> kinds = Arrays.stream(EntryKind.values()).map(EntryKind::wireName).toList();
    if (kind.isPresent() && !kinds.contains(kind.get())) {
      String expected = kinds.stream().collect(Collectors.joining(", "));
      return terminal.misused("no kind `" + kind.get() + "`; expected one of " + expected);
    }
    Optional<Path> directory = recordings.directory(terminal);
    if (directory.isEmpty()) {
      return ExitCode.USAGE;
    }
    var filter = new LogFilter(tool, principal, decision, kind.map(EntryKind::ofWireName));
    try (LogReader reader = LogReader.open(directory.get())) {
      long size = reader.size();
      // Behind the size: who looks wants to see what was, not that they looked.
      recordings.reading(terminal, "view", asked());
      if (last == 0) {
        print(reader, filter, 0, size);
      } else {
        newest(reader, filter, size).forEach(this::print);
      }
      while (follow && !terminal.out().checkError()) {
        long now = reader.size();
        print(reader, filter, size, now);
        size = now;
        Thread.sleep(LOOK_AGAIN);
      }
      return ExitCode.OK;
    } catch (RecordingException e) {
      return terminal.failed(e);
    }
  }

  private JsonObject asked() {
    JsonObjectBuilder asked = Json.createObjectBuilder().add("last", last).add("follow", follow);
    tool.ifPresent(glob -> asked.add("tool", glob));
    principal.ifPresent(name -> asked.add("principal", name));
    decision.ifPresent(word -> asked.add("decision", word));
    kind.ifPresent(word -> asked.add("kind", word));
    return asked.build();
  }

  private void print(LogReader reader, LogFilter filter, long from, long to)
      throws RecordingException {
    for (long next = from; next < to; next += BATCH) {
      int count = (int) Math.min(BATCH, to - next);
      reader.read(next, count).stream().filter(filter::matches).forEach(this::print);
    }
  }

  private Deque<StoredEntry> newest(LogReader reader, LogFilter filter, long size)
      throws RecordingException {
    Deque<StoredEntry> found = new ArrayDeque<>();
    for (long end = size; end > 0 && found.size() < last; end -= BATCH) {
      long start = Math.max(0, end - BATCH);
      for (StoredEntry entry : reader.read(start, (int) (end - start)).reversed()) {
        if (found.size() < last && filter.matches(entry)) {
          found.addFirst(entry);
        }
      }
    }
    return found;
  }

  private void print(StoredEntry entry) {
    terminal.out().println(json ? LogLine.json(entry) : LogLine.text(terminal, entry));
  }
}
