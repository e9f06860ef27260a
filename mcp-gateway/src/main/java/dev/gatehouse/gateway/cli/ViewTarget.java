package dev.gatehouse.gateway.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Where a view goes: a new file, or standard output. Confined to one thread.
 *
 * <p>Guarantee: nothing is written over, and no half of a file is left.
 */
final class ViewTarget implements AutoCloseable {
  private static final int BUFFER_BYTES = 64 * 1024;

  private final Path target;
  private final Terminal terminal;
  private final OutputStream stream;
  private boolean complete;

  private ViewTarget(Path target, Terminal terminal, OutputStream stream) {
    this.target = target;
    this.terminal = terminal;
    this.stream = new BufferedOutputStream(stream, BUFFER_BYTES);
  }

  static ViewTarget of(Path target, Terminal terminal) throws IOException {
    if (isStandardOutput(target)) {
      return new ViewTarget(target, terminal, terminal.out());
    }
    try {
      return new ViewTarget(
          target, terminal, Files.newOutputStream(target, StandardOpenOption.CREATE_NEW));
    } catch (FileAlreadyExistsException e) {
      throw new IOException("the target `" + target + "` exists", e);
    } catch (IOException e) {
      throw new IOException("cannot write to `" + target + "`: " + e, e);
    }
  }

  static boolean isStandardOutput(Path target) {
    return target.toString().equals("-");
  }

  OutputStream stream() {
    return stream;
  }

  /** Everything was written. */
  void complete() throws IOException {
    stream.flush();
    if (isStandardOutput(target) && terminal.out().checkError()) {
      throw new IOException("standard output was closed before its end");
    }
    complete = true;
  }

  @Override
  public void close() throws IOException {
    if (!isStandardOutput(target)) {
      stream.close();
      if (!complete) {
        Files.delete(target);
      }
    }
  }
}
