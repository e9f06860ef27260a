package dev.gatehouse.adapters.mcp;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;

/**
 * A running child process whose input and output are lines. Thread-safe.
 *
 * <p>Three threads serve it: one for each of its streams. They are platform threads, because
 * waiting for a pipe holds a carrier for as long as it takes.
 */
final class ChildProcess {
  private static final Logger LOG = System.getLogger(ChildProcess.class.getName());
  private static final Duration AFTER_KILL = Duration.ofSeconds(1);

  /** Hears a child's output. */
  interface Listener extends ChildLines.Listener {
    /** There is no more output: the child has ended, or is of no use any longer. */
    void ended();
  }

  private final String name;
  private final Process process;
  private final Duration stopGrace;
  // Without room: a line is handed to the writer, or it stays with its sender.
  private final SynchronousQueue<byte[]> toWrite = new SynchronousQueue<>();
  private final Thread writer;
  private volatile boolean isStopping;

  private ChildProcess(StdioSettings settings, Process process) {
    this.name = settings.name();
    this.process = process;
    this.stopGrace = settings.stopGrace();
    this.writer =
        Thread.ofPlatform().daemon().name("upstream-stdin-" + name).unstarted(this::write);
  }

  /**
   * Starts one; its output is heard from now on.
   *
   * @throws IOException where the program cannot be run
   */
  static ChildProcess start(StdioSettings settings, ErrorOutput errors, Listener listener)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(settings.command()).directory(settings.directory().toFile());
    Map<String, String> environment = builder.environment();
    Map<String, String> wanted =
        ChildEnvironment.of(Map.copyOf(environment), settings.environment());
    environment.clear();
    environment.putAll(wanted);
    ChildProcess child = new ChildProcess(settings, builder.start());
    child.serve(settings, errors, listener);
    return child;
  }

  /**
   * Hands over a line to be written.
   *
   * @param line with its LF
   * @return false where the child took nothing in that time; then nothing of it was written
   */
  boolean offer(byte[] line, Duration patience) throws InterruptedException {
    return toWrite.offer(line, patience.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Ends it: by closing its input, then by asking, then by force; and whatever it started. */
  void stop() {
    isStopping = true;
    List<ProcessHandle> started = process.descendants().toList();
    writer.interrupt();
    ProcessHandle handle = process.toHandle();
    try {
      if (!process.waitFor(stopGrace)) {
        // Not through the process, which would wait for a writer that is stuck.
        handle.destroy();
        if (!process.waitFor(stopGrace)) {
          handle.destroyForcibly();
          process.waitFor(AFTER_KILL);
        }
      }
    } catch (InterruptedException _) {
      handle.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    started.stream().filter(ProcessHandle::isAlive).forEach(ProcessHandle::destroyForcibly);
  }

  private void serve(StdioSettings settings, ErrorOutput errors, Listener listener) {
    writer.start();
    ChildLines output =
        new ChildLines(process.getInputStream(), settings.messages().bytesMax(), listener);
    start(
        "stdout",
        () -> {
          read(output);
          listener.ended();
          logEnd();
        });
    ChildLines errorLines =
        new ChildLines(process.getErrorStream(), ErrorOutput.LINE_BYTES_MAX, errors);
    start("stderr", () -> read(errorLines));
  }

  private void start(String stream, Runnable reading) {
    Thread.ofPlatform().daemon().name("upstream-" + stream + "-" + name).start(reading);
  }

  private void read(ChildLines lines) {
    try {
      lines.readAll();
    } catch (IOException _) {
      LOG.log(Level.DEBUG, "upstream={0} pipe=closed", name);
    }
  }

  private void write() {
    try (OutputStream in = process.getOutputStream()) {
      while (true) {
        in.write(toWrite.take());
        in.flush();
      }
    } catch (InterruptedException _) {
      // Stopping: closing its input asks the child to end.
    } catch (IOException _) {
      // The child reads no more: its output tells the rest.
      LOG.log(Level.DEBUG, "upstream={0} stdin=closed", name);
    }
  }

  private void logEnd() {
    try {
      boolean isOver = process.waitFor(AFTER_KILL);
      LOG.log(
          isStopping ? Level.DEBUG : Level.WARNING,
          "upstream={0} process=ended exit={1}",
          name,
          isOver ? Integer.toString(process.exitValue()) : "none");
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
