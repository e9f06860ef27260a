package dev.gatehouse.conformance.soak;

import dev.gatehouse.conformance.product.Finished;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a process holds, seen from outside: after a full garbage collection by {@code jcmd}, and in
 * {@code /proc}.
 *
 * @param heapBytes what is reachable
 * @param objects how many there are of each class of ours
 * @param threads platform and virtual, and whatever of them has ended and is still held
 * @param sockets open
 */
record GatewayState(long heapBytes, Map<String, Long> objects, long threads, long sockets) {
  private static final Duration AT_MOST = Duration.ofSeconds(60);
  private static final Pattern LINE = Pattern.compile("\\s*\\d+:\\s+(\\d+)\\s+(\\d+)\\s+(\\S+).*");
  private static final Pattern TOTAL = Pattern.compile("Total\\s+\\d+\\s+(\\d+)");
  private static final String OURS = "dev.gatehouse.";

  /**
   * Counted like other objects: a dump of them can bring a JVM down while virtual threads come and
   * go (JDK-8364343).
   */
  private static final Set<String> THREADS =
      Set.of(
          "java.lang.Thread",
          "java.lang.VirtualThread",
          "java.lang.ThreadBuilders$BoundVirtualThread",
          "jdk.internal.misc.CarrierThread",
          "jdk.internal.misc.InnocuousThread");

  /**
   * The right edge of the log's tree: up to 255 hashes of an unfinished tile at each of the levels
   * that a log of up to 16 million entries has, whoever wrote them.
   */
  private static final Map<String, Long> AT_MOST_THERE =
      Map.of(OURS + "recordings.merkle.Hash", 3 * 255L + 64);

  /** Looks at a process. */
  static GatewayState of(long pid, Path folder) {
    String histogram = jcmd(folder, pid, "GC.class_histogram").out();
    Map<String, Long> objects = new TreeMap<>();
    long bytes = 0;
    long threads = 0;
    for (String line : histogram.lines().toList()) {
      Matcher each = LINE.matcher(line);
      Matcher total = TOTAL.matcher(line);
      if (each.matches() && each.group(3).startsWith(OURS)) {
        objects.put(each.group(3), Long.parseLong(each.group(1)));
      } else if (each.matches() && THREADS.contains(each.group(3))) {
        threads += Long.parseLong(each.group(1));
      } else if (total.lookingAt()) {
        bytes = Long.parseLong(total.group(1));
      }
    }
    return new GatewayState(bytes, Map.copyOf(objects), threads, sockets(pid));
  }

  /** Sockets that a process has open. */
  static long sockets(long pid) {
    try (Stream<Path> open = Files.list(Path.of("/proc/" + pid + "/fd"))) {
      return open.filter(GatewayState::isSocket).count();
    } catch (IOException e) {
      throw new UncheckedIOException("looking at the sockets", e);
    }
  }

  /** The objects of a class. */
  long count(String type) {
    return objects.getOrDefault(OURS + type, 0L);
  }

  /** What there is more of than before, beyond this. */
  Map<String, Long> more(GatewayState before, long slack) {
    Map<String, Long> more = new TreeMap<>();
    objects.forEach(
        (type, count) -> {
          long grown = count - before.objects().getOrDefault(type, 0L);
          if (grown > slack && count > AT_MOST_THERE.getOrDefault(type, 0L)) {
            more.put(type, grown);
          }
        });
    return more;
  }

  private static boolean isSocket(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
    } catch (IOException e) {
      // It was closed meanwhile.
      return false;
    }
  }

  private static Finished jcmd(Path folder, long pid, String... words) {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    List<String> command =
        Stream.concat(Stream.of(jcmd.toString(), Long.toString(pid)), Stream.of(words)).toList();
    return Finished.of(folder, AT_MOST, command).expecting(0);
  }
}
