package dev.gatehouse.conformance.suite;

import dev.gatehouse.conformance.clients.NodePackages;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Parts of the suite at work, each in a process of its own. Confined to one thread. */
final class SuiteRun {
  private static final Duration AT_MOST = Duration.ofMinutes(2);

  private final Path folder;
  private final Map<Part, Process> processes = new EnumMap<>(Part.class);

  private SuiteRun(Path folder) {
    this.folder = folder;
  }

  /** Runs these parts against a server, at the same time, and gives what each found. */
  static Map<Part, Results> against(URI server, Set<Part> parts, Path folder) {
    try {
      SuiteRun run = new SuiteRun(Files.createDirectories(folder));
      for (Part part : parts) {
        run.start(part, server);
      }
      Map<Part, Results> results = new EnumMap<>(Part.class);
      for (Part part : parts) {
        results.put(part, run.await(part));
      }
      return results;
    } catch (IOException e) {
      throw new UncheckedIOException("running the suite", e);
    }
  }

  private void start(Part part, URI server) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(NodePackages.recentNode());
    command.add(part.script());
    command.addAll(List.of("server", "--url", server.toString(), "-o", results(part).toString()));
    command.addAll(part.selection());
    processes.put(
        part,
        new ProcessBuilder(command)
            .directory(NodePackages.folder().toFile())
            .redirectErrorStream(true)
            .redirectOutput(Redirect.to(said(part).toFile()))
            .start());
  }

  private Results await(Part part) throws IOException {
    Process process = processes.get(part);
    try {
      if (process == null || !process.waitFor(AT_MOST.toMillis(), TimeUnit.MILLISECONDS)) {
        processes.values().forEach(Process::destroyForcibly);
        throw new AssertionError(part + " did not end within " + AT_MOST);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
    if (!Files.isDirectory(results(part))) {
      throw new AssertionError(part + " gave no results:\n" + Files.readString(said(part)));
    }
    return Results.read(results(part));
  }

  private Path results(Part part) {
    return folder.resolve(part.name());
  }

  private Path said(Part part) {
    return folder.resolve(part + ".out");
  }
}
