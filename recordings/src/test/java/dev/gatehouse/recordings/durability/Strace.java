package dev.gatehouse.recordings.durability;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The system calls of a process on the files of a log, told and tampered with by strace. */
final class Strace {
  /** Those that change what is on a disk. */
  static final List<String> CALLS = List.of("fsync", "fdatasync", "write", "pwrite64", "ftruncate");

  /** What SQLite and an atomic replacement put beside a file. */
  private static final List<String> ENDINGS = List.of("", "-wal", "-journal", ".new");

  private static final Pattern CALL = Pattern.compile("^(\\d+)<([^>]*)> (\\w+)\\(");
  private static final Pattern INJECTED =
      Pattern.compile("^\\d+<([^>]*)> (\\w+)\\(\\d+<([^>]*)>.*\\(INJECTED\\)$");
  private static final int LOOK_SECONDS = 10;

  private final Path trace;
  private final List<Path> paths;

  /** Tells of calls on a directory and the files that are called like this, in {@code trace}. */
  Strace(Path trace, Path directory, List<String> names) {
    this.trace = trace;
    this.paths =
        Stream.concat(
                Stream.of(directory),
                names.stream()
                    .flatMap(name -> ENDINGS.stream().map(end -> directory.resolve(name + end))))
            .toList();
  }

  /** A call that was tampered with, the thread that made it, and the file that it was about. */
  record Tampered(String thread, String call, Path file) {}

  /** Aborts the test where there is no strace, or tracing is not allowed. */
  static void require() throws IOException, InterruptedException {
    assumeTrue(NativeLibrary.isOnThePath("strace"), "strace is not on the path");
    Process process =
        new ProcessBuilder(
                "strace",
                "-f",
                "--seccomp-bpf",
                "-qq",
                "-Y",
                "-e",
                "inject=fsync:error=EIO",
                "true")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    boolean ended = process.waitFor(LOOK_SECONDS, TimeUnit.SECONDS);
    assumeTrue(
        ended && process.exitValue() == 0, "strace may not trace here, or is older than 5.16");
  }

  /**
   * The words before a command that is traced.
   *
   * @param environment for the command, not for strace
   * @param injection as strace spells it, or empty
   */
  List<String> wrapper(Map<String, String> environment, String injection) {
    List<String> words = new ArrayList<>(List.of("strace", "-f", "-qq", "-y", "-Y"));
    if (!injection.contains("signal")) {
      // Quicker by far, but it stops where no signal can be injected.
      words.add("--seccomp-bpf");
    }
    words.addAll(List.of("-s", "0", "-e", "signal=none", "-o", trace.toString()));
    environment.forEach((name, value) -> words.addAll(List.of("-E", name + "=" + value)));
    paths.forEach(path -> words.addAll(List.of("-P", path.toString())));
    words.addAll(List.of("-e", "trace=" + String.join(",", CALLS)));
    if (!injection.isEmpty()) {
      words.addAll(List.of("-e", "inject=" + injection));
    }
    return words;
  }

  /** How often each call was made by the thread that made it most often: strace counts so. */
  Map<String, Integer> counts() throws IOException {
    Map<String, Integer> byThread = new TreeMap<>();
    for (String line : Files.readAllLines(trace)) {
      Matcher call = CALL.matcher(line);
      if (call.find()) {
        byThread.merge(call.group(3) + " " + call.group(1), 1, Integer::sum);
      }
    }
    Map<String, Integer> most = new TreeMap<>();
    byThread.forEach(
        (key, count) -> most.merge(key.substring(0, key.indexOf(' ')), count, Math::max));
    return most;
  }

  /** What was made to fail. */
  List<Tampered> tampered() throws IOException {
    return Files.readAllLines(trace).stream()
        .map(INJECTED::matcher)
        .filter(Matcher::find)
        .map(line -> new Tampered(line.group(1), line.group(2), Path.of(line.group(3))))
        .toList();
  }
}
