package dev.gatehouse.conformance.bench;

import dev.gatehouse.conformance.product.Product;
import dev.gatehouse.recordings.Boot;
import dev.gatehouse.recordings.Bytes;
import dev.gatehouse.recordings.Direction;
import dev.gatehouse.recordings.Entry;
import dev.gatehouse.recordings.EntryKind;
import dev.gatehouse.recordings.EntryLog;
import dev.gatehouse.recordings.LogSettings;
import dev.gatehouse.recordings.PartName;
import dev.gatehouse.recordings.RecordingException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Measures what recording adds to an exchange: a request and a 2 KB response, each durable before
 * the next, and nothing else. Its name keeps it out of {@code mvn verify}.
 */
class RecordingBenchmark {
  private static final Duration WARM_UP = Duration.ofSeconds(6);
  private static final Duration TIME = Duration.ofSeconds(10);
  private static final int EXCHANGES_MAX = 2_000_000;
  private static final int PROBES = 400;

  private static final String[] WORDS = {
    "invoice", "customer", "amount", "paid", "due", "street", "city", "order", "item", "total"
  };

  @Test
  void measuresWhatRecordingAdds(@TempDir Path folder) throws Exception {
    double fsync = fsyncMillis(folder);
    List<String> lines = new ArrayList<>();
    lines.add("fsync of 4 KiB here: p50 %.2f ms".formatted(fsync));
    lines.add("| clients | p50 (ms) | p99 (ms) | p50 to fsync | records/s | bytes a record |");
    lines.add("|---------|----------|----------|--------------|-----------|----------------|");
    for (int clients : List.of(1, 16, 64)) {
      lines.add(row(folder.resolve("log-" + clients), clients, fsync));
    }
    String text = String.join("\n", lines) + "\n";
    Files.writeString(Product.root().resolve("conformance-tests/target/recording.md"), text);
    System.out.println(text);
  }

  private static String row(Path directory, int clients, double fsync) throws Exception {
    Load load = new Load(clients);
    try (EntryLog log = EntryLog.open(LogSettings.of(directory), new Boot("1", "benchmark"))) {
      load.run(log, WARM_UP);
      load.run(log, TIME);
    }
    long[] nanos = load.nanos();
    double p50 = nanos[nanos.length / 2] / 1e6;
    double p99 = nanos[(int) (nanos.length * 0.99)] / 1e6;
    return String.format(
        Locale.ROOT,
        "| %7d | %8.2f | %8.2f | %12.1f | %9.0f | %14d |",
        clients,
        p50,
        p99,
        p50 / fsync,
        2.0 * nanos.length / TIME.toSeconds(),
        bytes(directory) / (2 * load.exchanges()));
  }

  private static long bytes(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      long bytes = 0;
      for (Path file : files.toList()) {
        bytes += Files.size(file);
      }
      return bytes;
    }
  }

  private static double fsyncMillis(Path folder) throws IOException {
    long[] nanos = new long[PROBES];
    try (FileChannel channel =
        FileChannel.open(
            folder.resolve("probe"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      for (int i = 0; i < PROBES; i++) {
        channel.write(ByteBuffer.allocate(4096), i * 4096L);
        long start = System.nanoTime();
        channel.force(false);
        nanos[i] = System.nanoTime() - start;
      }
    }
    Arrays.sort(nanos);
    return nanos[PROBES / 2] / 1e6;
  }

  /** So many clients, each with one exchange after the other. */
  private static final class Load {
    private final int clients;
    private final Bytes reply = Bytes.utf8(reply());
    private long round;
    private long exchanges;
    private long[] nanos = {};

    Load(int clients) {
      this.clients = clients;
    }

    /** About 2 KB that compress as results do. */
    private static String reply() {
      Random random = new Random(1);
      StringBuilder text =
          new StringBuilder("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"text\":\"");
      while (text.length() < 2000) {
        text.append(WORDS[random.nextInt(WORDS.length)]).append(' ').append(random.nextInt(99_999));
      }
      return text.append("\"}}").toString();
    }

    void run(EntryLog log, Duration time) throws InterruptedException {
      round++;
      AtomicBoolean stop = new AtomicBoolean();
      long[][] measured = new long[clients][];
      List<Thread> threads = new ArrayList<>();
      for (int client = 0; client < clients; client++) {
        int number = client;
        threads.add(
            Thread.startVirtualThread(() -> measured[number] = exchanges(log, number, stop)));
      }
      Thread.sleep(time);
      stop.set(true);
      for (Thread thread : threads) {
        thread.join();
      }
      nanos = Arrays.stream(measured).flatMapToLong(LongStream::of).sorted().toArray();
      exchanges += nanos.length;
    }

    private long[] exchanges(EntryLog log, int client, AtomicBoolean stop) {
      LongStream.Builder measured = LongStream.builder();
      try {
        for (int i = 0; !stop.get() && i < EXCHANGES_MAX; i++) {
          String exchange = "r" + round + "-c" + client + "-" + i;
          long start = System.nanoTime();
          log.append(request(exchange));
          log.append(response(exchange));
          measured.add(System.nanoTime() - start);
        }
      } catch (RecordingException e) {
        throw new IllegalStateException(e);
      }
      return measured.build().toArray();
    }

    private static Entry request(String exchange) {
      return begin(EntryKind.REQUEST, exchange, Direction.CLIENT_TO_SERVER)
          .decision("permit")
          .part(PartName.ACTOR, Bytes.utf8("{\"principal\":\"alice\",\"client\":\"an agent 1.0\"}"))
          .part(PartName.CTX, Bytes.utf8("{\"peer\":\"10.0.0.1\",\"session\":\"0123456789\"}"))
          .part(
              PartName.MSG, Bytes.utf8("{\"method\":\"tools/call\",\"params\":{\"q\":\"words\"}}"))
          .build();
    }

    private Entry response(String exchange) {
      return begin(EntryKind.RESPONSE, exchange, Direction.SERVER_TO_CLIENT)
          .decision("ok")
          .part(PartName.MSG, reply)
          .build();
    }

    private static Entry.Builder begin(EntryKind kind, String exchange, Direction direction) {
      return Entry.builder(kind)
          .subject("alice")
          .exchange(exchange)
          .direction(direction)
          .method("tools/call")
          .upstream("crm")
          .tool("crm__find_customer")
          .policyDigest("00aa41220f78e26d4ad5d14514cf01ba5ed129a821432352ad321f882221c3b7")
          .part(PartName.POL, Bytes.utf8("{\"rules\":[{\"rule\":\"reads\",\"verb\":\"permit\"}]}"));
    }

    long exchanges() {
      return exchanges;
    }

    long[] nanos() {
      return nanos;
    }
  }
}
