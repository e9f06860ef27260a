package dev.gatehouse.recordings.durability;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A {@link LoadedWriter} at work, and what it was told. Confined to one thread. */
final class Victim {
  private final Process process;
  private final BufferedReader output;
  private final Map<Long, String> acknowledged = new HashMap<>();
  private final List<String> refusals = new ArrayList<>();
  private boolean ready;
  private boolean acknowledgedAfterRefusal;

  private Victim(Process process) {
    this.process = process;
    this.output = process.inputReader(UTF_8);
  }

  /**
   * Starts a writer.
   *
   * @param wrapper the words of a command that runs it, or none
   * @param arguments as {@link LoadedWriter} says
   */
  static Victim start(
      List<String> wrapper, Map<String, String> environment, Path errors, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(wrapper);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"));
    command.addAll(List.of("-Xmx256m", "--enable-native-access=ALL-UNNAMED"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(LoadedWriter.class.getName());
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.appendTo(errors.toFile()));
    builder.environment().putAll(environment);
    return new Victim(builder.start());
  }

  /** Waits until so many things were acknowledged; false where the process ended before. */
  boolean awaitAcknowledged(int count) throws IOException {
    while (acknowledged.size() < count) {
      String line = output.readLine();
      if (line == null) {
        return false;
      }
      note(line);
    }
    return true;
  }

  /** Kills it; what it had printed by then counts. */
  void kill() throws IOException, InterruptedException {
    // By its handle: the process's own method would close its output unread.
    process.toHandle().destroyForcibly();
    awaitEnd();
  }

  /** Waits until it has ended of itself. */
  void awaitEnd() throws IOException, InterruptedException {
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      note(line);
    }
    process.waitFor();
  }

  private void note(String line) {
    String[] words = line.split(" ", 3);
    if (line.equals("ready")) {
      ready = true;
    } else if (words[0].equals("+") && words.length == 3 && words[2].length() == 44) {
      // A shorter line was cut off by the kill: then nobody has seen it.
      acknowledged.put(Long.parseLong(words[1]), words[2]);
      acknowledgedAfterRefusal |= !refusals.isEmpty();
    } else if (words[0].equals("-")) {
      refusals.add(line.substring(2));
    }
  }

  /** The hash of everything that was acknowledged, by its index. */
  Map<Long, String> acknowledged() {
    return Map.copyOf(acknowledged);
  }

  /** Why something was refused, in the order in which it was said. */
  List<String> refusals() {
    return List.copyOf(refusals);
  }

  /** The exit code; 128 and the signal's number where one killed it. */
  int exitCode() {
    return process.exitValue();
  }

  /** Whether the store was opened. */
  boolean wasReady() {
    return ready;
  }

  /** Whether anything was acknowledged after something had been refused: it must not. */
  boolean acknowledgedAfterRefusal() {
    return acknowledgedAfterRefusal;
  }
}
