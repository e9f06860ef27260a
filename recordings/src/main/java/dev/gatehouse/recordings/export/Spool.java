package dev.gatehouse.recordings.export;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * Keeps what is written until it is closed, in memory while it is small and then in a file without
 * a name. Confined to one thread.
 */
final class Spool extends OutputStream {
  /** Above the files of 256 hashes or leaves, below what two open files should take. */
  private static final int MEMORY_BYTES_MAX = 1024 * 1024;

  /** Gets what was written, once, when all was. */
  @FunctionalInterface
  interface Taker {
    void take(Spool full) throws IOException;
  }

  private final Path beside;
  private final Taker taker;
  private final ByteArrayOutputStream memory = new ByteArrayOutputStream();
  private Optional<FileChannel> disk = Optional.empty();
  private boolean open = true;

  /** A spool whose file, if it needs one, lies in the directory of {@code beside}. */
  Spool(Path beside, Taker taker) {
    this.beside = beside;
    this.taker = taker;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    if (memory.size() + length > MEMORY_BYTES_MAX) {
      spill();
      writeFully(ByteBuffer.wrap(bytes, offset, length));
    } else {
      memory.write(bytes, offset, length);
    }
  }

  private void spill() throws IOException {
    if (disk.isEmpty()) {
      // Its name goes as soon as it is open: a crash leaves nothing that was disclosed behind.
      Path unnamed = beside.resolveSibling(beside.getFileName() + "." + System.nanoTime());
      disk =
          Optional.of(
              FileChannel.open(
                  unnamed,
                  StandardOpenOption.CREATE_NEW,
                  StandardOpenOption.READ,
                  StandardOpenOption.WRITE,
                  StandardOpenOption.DELETE_ON_CLOSE));
    }
    writeFully(ByteBuffer.wrap(memory.toByteArray()));
    memory.reset();
  }

  private void writeFully(ByteBuffer bytes) throws IOException {
    FileChannel channel = disk.orElseThrow();
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /** Writes all of it to {@code target}. */
  void copyTo(OutputStream target) throws IOException {
    if (disk.isPresent()) {
      disk.get().position(0);
      Channels.newInputStream(disk.get()).transferTo(target);
      // What came last is still in memory.
    }
    memory.writeTo(target);
  }

  @Override
  public void close() throws IOException {
    if (open) {
      open = false;
      try {
        taker.take(this);
      } finally {
        if (disk.isPresent()) {
          disk.get().close();
        }
      }
    }
  }
}
