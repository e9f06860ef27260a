package dev.gatehouse.gateway.cli;

import dev.gatehouse.gateway.views.EntryJson;
import dev.gatehouse.recordings.LogReader;
import dev.gatehouse.recordings.RecordingException;
import dev.gatehouse.recordings.StoredEntry;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
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

  @Mixin private final FilterOptions filters = new FilterOptions();

  @Option(names = "--json", description = "Print JSON, one entry a line, with its payloads.")
  private boolean json;

  LogCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    Predicate<StoredEntry> filter;
    try {
      filter = filters.filter().alone();
    } catch (IllegalArgumentException e) {
      return terminal.misused(String.valueOf(e.getMessage()));
    }
    Optional<Path> directory = recordings.directory(terminal);
    if (directory.isEmpty()) {
      return ExitCode.USAGE;
    }
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
    filters.addTo(asked);
    return asked.build();
  }

  private void print(LogReader reader, Predicate<StoredEntry> filter, long from, long to)
      throws RecordingException {
    for (long next = from; next < to; next += BATCH) {
      int count = (int) Math.min(BATCH, to - next);
      reader.read(next, count).stream().filter(filter).forEach(this::print);
    }
  }

  private Deque<StoredEntry> newest(LogReader reader, Predicate<StoredEntry> filter, long size)
      throws RecordingException {
    Deque<StoredEntry> found = new ArrayDeque<>();
    for (long end = size; end > 0 && found.size() < last; end -= BATCH) {
      long start = Math.max(0, end - BATCH);
      for (StoredEntry entry : reader.read(start, (int) (end - start)).reversed()) {
        if (found.size() < last && filter.test(entry)) {
          found.addFirst(entry);
        }
      }
    }
    return found;
  }

  private void print(StoredEntry entry) {
    terminal.out().println(json ? EntryJson.of(entry) : LogLine.text(terminal, entry));
  }
}
