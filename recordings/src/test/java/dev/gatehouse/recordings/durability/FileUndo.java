package dev.gatehouse.recordings.durability;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The changes of one file since all of it was durable, as the emulator wrote them down. Confined to
 * one thread.
 *
 * <p>Shape: see {@code struct change} in {@code powercut.c}. To apply it, the file is first taken
 * back to where the journal begins; then the durable changes are made again, and what survives of
 * the others.
 */
final class FileUndo {
  private static final int SECTOR_BYTES = 512;
  private static final int HEAD_BYTES = 48;
  private static final int MAGIC = 0x50435554;
  private static final int WRITE = 1;
  private static final int TRUNCATE = 2;
  private static final int COVERED_TO = 3;
  private static final int COVERED_ONE = 4;
  private static final int GIVEN_UP_TO = 5;

  private final List<Change> changes = new ArrayList<>();

  private FileUndo() {}

  private static final class Change {
    final int kind;
    final long number;
    final long offset;
    final long oldSize;
    final long length;
    final ByteBuffer old;

    boolean durable;

    /** An fsync of it failed: none that comes later can make it durable. */
    boolean givenUp;

    /** What the change wrote; known once it was undone. */
    ByteBuffer written = ByteBuffer.allocate(0);

    Change(int kind, long number, long offset, long length, long oldSize, ByteBuffer old) {
      this.kind = kind;
      this.number = number;
      this.offset = offset;
      this.length = length;
      this.oldSize = oldSize;
      this.old = old;
    }
  }

  static FileUndo read(Path journal) throws IOException {
    FileUndo undo = new FileUndo();
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(journal)).order(ByteOrder.nativeOrder());
    while (bytes.remaining() >= HEAD_BYTES) {
      if (bytes.getInt() != MAGIC) {
        throw new IOException(journal + " is spoilt at " + (bytes.position() - 4));
      }
      int kind = bytes.getInt();
      long number = bytes.getLong();
      long offset = bytes.getLong();
      long length = bytes.getLong();
      long oldSize = bytes.getLong();
      long oldLength = bytes.getLong();
      if (oldLength > bytes.remaining()) {
        // Killed while this was written: the change itself was not begun.
        break;
      }
      ByteBuffer old = bytes.slice(bytes.position(), (int) oldLength);
      bytes.position(bytes.position() + (int) oldLength);
      undo.add(new Change(kind, number, offset, length, oldSize, old));
    }
    return undo;
  }

  private void add(Change change) throws IOException {
    switch (change.kind) {
      case WRITE, TRUNCATE -> changes.add(change);
      case COVERED_TO -> upTo(change.number).forEach(c -> c.durable |= !c.givenUp);
      case COVERED_ONE -> changes.getLast().durable = true;
      case GIVEN_UP_TO -> upTo(change.number).forEach(c -> c.givenUp = true);
      default -> throw new IOException("a change of the unknown kind " + change.kind);
    }
  }

  private Stream<Change> upTo(long number) {
    return changes.stream().filter(change -> change.number <= number);
  }

  boolean isEmpty() {
    return changes.isEmpty();
  }

  /** Makes of {@code file} what the power cut leaves; tells how many changes were not durable. */
  int apply(Path file, Survival survival) throws IOException {
    int lost = 0;
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      for (Change change : changes.reversed()) {
        takeBack(channel, change);
      }
      for (Change change : changes) {
        if (change.durable) {
          repeat(channel, change);
        } else {
          lost++;
          survive(channel, change, survival);
        }
      }
    }
    return lost;
  }

  private static void takeBack(FileChannel channel, Change change) throws IOException {
    if (change.kind == WRITE) {
      long there = Math.min(change.length, channel.size() - change.offset);
      change.written = ByteBuffer.allocate((int) Math.max(0, there));
      while (change.written.hasRemaining()
          && channel.read(change.written, change.offset + change.written.position()) > 0) {}
      change.written.flip();
    }
    write(channel, change.old.duplicate(), change.offset);
    setSize(channel, change.oldSize);
  }

  private static void repeat(FileChannel channel, Change change) throws IOException {
    if (change.kind == WRITE) {
      write(channel, change.written.duplicate(), change.offset);
    } else {
      setSize(channel, change.offset);
    }
  }

  private static void survive(FileChannel channel, Change change, Survival survival)
      throws IOException {
    if (change.kind == TRUNCATE) {
      if (survival.ofSector()) {
        setSize(channel, change.offset);
      }
      return;
    }
    int length = change.written.limit();
    for (int at = 0; at < length; ) {
      long toSectorEnd = SECTOR_BYTES - (change.offset + at) % SECTOR_BYTES;
      int piece = (int) Math.min(length - at, toSectorEnd);
      if (survival.ofSector()) {
        write(channel, change.written.slice(at, piece), change.offset + at);
      }
      at += piece;
    }
  }

  private static void write(FileChannel channel, ByteBuffer bytes, long offset) throws IOException {
    long at = offset;
    while (bytes.hasRemaining()) {
      at += channel.write(bytes, at);
    }
  }

  private static void setSize(FileChannel channel, long size) throws IOException {
    if (size > channel.size()) {
      write(channel, ByteBuffer.allocate(1), size - 1);
    } else {
      channel.truncate(size);
    }
  }
}
