package dev.gatehouse.recordings.durability;

import dev.gatehouse.recordings.RecordingException;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;

/**
 * A process that puts from many threads, for ever or so many times, and prints what it was told.
 *
 * <p>Shape of its output: {@code ready} once the store is open; {@code + 41 <hash>} for each thing
 * that was acknowledged, printed after that; {@code - <why>} for each that was refused. It goes on
 * after a refusal for a while, so that one can see whether it is ever acknowledged anything again.
 * Arguments: {@code log} or a {@link TableStore.Kind}, the directory, a word for names, the number
 * of threads, how often each puts, and the {@link End}.
 */
public final class LoadedWriter {
  private static final int TRIES_AFTER_REFUSAL = 3;

  /** Often enough that a kill under load comes in the middle of one. */
  private static final Duration CHECKPOINT_UNDER_LOAD = Duration.ofMillis(50);

  /** Later than the end of one that puts a few times only: its commits can be counted. */
  private static final Duration CHECKPOINT_OF_A_FEW = Duration.ofDays(1);

  private LoadedWriter() {}

  /** What it does when it has put as often as it was told. */
  enum End {
    /** It is gone at once. */
    HALT,
    /** It closes the store first. */
    CLOSE
  }

  public static void main(String[] arguments) throws Exception {
    long times = Long.parseLong(arguments[4]);
    AcknowledgingStore store = open(arguments[0], Path.of(arguments[1]), times);
    System.out.println("ready");
    Thread[] clients = new Thread[Integer.parseInt(arguments[3])];
    for (int client = 0; client < clients.length; client++) {
      String name = arguments[2] + "-" + client + "-";
      clients[client] = Thread.ofPlatform().start(() -> put(store, name, times));
    }
    for (Thread client : clients) {
      client.join();
    }
    switch (End.valueOf(arguments[5])) {
      case HALT -> {}
      case CLOSE -> store.close();
    }
    Runtime.getRuntime().halt(0);
  }

  private static AcknowledgingStore open(String kind, Path directory, long times) {
    try {
      return kind.equals("log")
          ? new LogStore(
              directory, times == Long.MAX_VALUE ? CHECKPOINT_UNDER_LOAD : CHECKPOINT_OF_A_FEW)
          : new TableStore(TableStore.Kind.valueOf(kind), directory);
    } catch (RecordingException | IOException | SQLException e) {
      System.out.println("- cannot open: " + e);
      // At once: nothing that a shutdown might still do may help.
      Runtime.getRuntime().halt(1);
      throw new IllegalStateException("halted", e);
    }
  }

  private static void put(AcknowledgingStore store, String name, long times) {
    int refusals = 0;
    for (long i = 0; i < times && refusals < TRIES_AFTER_REFUSAL; i++) {
      try {
        System.out.println("+ " + store.put("+" + name + i));
        System.out.println("+ " + store.put("-" + name + i));
      } catch (RecordingException | SQLException e) {
        System.out.println("- " + e);
        refusals++;
      }
    }
  }
}
