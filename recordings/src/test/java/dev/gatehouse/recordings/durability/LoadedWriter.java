package dev.gatehouse.recordings.durability;

import dev.gatehouse.recordings.RecordingException;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;

/**
 * A process that puts from many threads, for ever or so many times, and prints what it was told.
 *
 * <p>Shape of its output: {@code ready} once the store is open; {@code + 41 <hash>} for each thing
 * that was acknowledged, printed after that; {@code - <why>} for each that was refused. It goes on
 * after a refusal for a while, so that one can see whether it is ever acknowledged anything again.
 * Arguments: {@code log} or a {@link TableStore.Kind}, the directory, a word for names, the number
 * of threads, how often each puts.
 */
public final class LoadedWriter {
  private static final int TRIES_AFTER_REFUSAL = 3;

  private LoadedWriter() {}

  public static void main(String[] arguments) throws InterruptedException {
    AcknowledgingStore store;
    try {
      Path directory = Path.of(arguments[1]);
      store =
          arguments[0].equals("log")
              ? new LogStore(directory)
              : new TableStore(TableStore.Kind.valueOf(arguments[0]), directory);
    } catch (RecordingException | IOException | SQLException e) {
      System.out.println("- cannot open: " + e);
      // At once: nothing that a shutdown might still do may help.
      Runtime.getRuntime().halt(1);
      return;
    }
    System.out.println("ready");
    int threads = Integer.parseInt(arguments[3]);
    long times = Long.parseLong(arguments[4]);
    Thread[] clients = new Thread[threads];
    for (int client = 0; client < threads; client++) {
      String name = arguments[2] + "-" + client + "-";
      clients[client] = Thread.ofPlatform().start(() -> put(store, name, times));
    }
    for (Thread client : clients) {
      client.join();
    }
    Runtime.getRuntime().halt(0);
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
