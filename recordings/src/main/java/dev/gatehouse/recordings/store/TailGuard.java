package dev.gatehouse.recordings.store;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.gatehouse.recordings.merkle.Hash;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * Remembers outside the database how far the log had come: SQLite drops acknowledged commits
 * without an error where its WAL was damaged. Confined to one thread.
 *
 * <p>Shape: two slots of 128 bytes, 4 KiB apart and written in turn, so that a torn write spoils
 * only one: {@code <size> <root in base64> <CRC-32 of both in hex>}, padded with blanks, LF.
 * Guarantee: what {@link #write} returned from is on disk.
 */
public final class TailGuard implements AutoCloseable {
  private static final int SLOT_BYTES = 128;
  private static final int SLOT_DISTANCE = 4096;

  private final FileChannel channel;
  private int nextSlot;

  private TailGuard(FileChannel channel, int nextSlot) {
    this.channel = channel;
    this.nextSlot = nextSlot;
  }

  /** How far a log had come at least: its size, and its root at that size. */
  public record Mark(long size, Hash root) {}

  /** The furthest mark in {@code file}, or none where the file is missing or spoilt. */
  public static Optional<Mark> read(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      Optional<Mark> first = readSlot(channel, 0);
      Optional<Mark> second = readSlot(channel, 1);
      if (first.isPresent() && second.isPresent()) {
        return first.get().size() >= second.get().size() ? first : second;
      }
      return first.or(() -> second);
    }
  }

  private static Optional<Mark> readSlot(FileChannel channel, int slot) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(SLOT_BYTES);
    while (buffer.hasRemaining()
        && channel.read(buffer, (long) slot * SLOT_DISTANCE + buffer.position()) > 0) {}
    String text = new String(buffer.array(), US_ASCII).strip();
    int end = text.lastIndexOf(' ');
    int middle = text.indexOf(' ');
    if (middle < 0
        || end <= middle
        || !crc(text.substring(0, end)).equals(text.substring(end + 1))) {
      return Optional.empty();
    }
    return Optional.of(
        new Mark(
            Long.parseLong(text.substring(0, middle)),
            Hash.ofBase64(text.substring(middle + 1, end))));
  }

  /** Opens the guard for writing, and makes it where it is missing. */
  public static TailGuard open(DataDirectory directory) throws IOException {
    directory.createPrivate(directory.guard());
    FileChannel channel =
        FileChannel.open(
            directory.guard(),
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.DSYNC);
    // Overwrite the slot that says less: a crash in between must leave the one that says more.
    long first = readSlot(channel, 0).map(Mark::size).orElse(-1L);
    long second = readSlot(channel, 1).map(Mark::size).orElse(-1L);
    return new TailGuard(channel, first <= second ? 0 : 1);
  }

  /** Remembers {@code mark}. */
  public void write(Mark mark) throws IOException {
    String text = mark.size() + " " + mark.root().base64();
    String line = "%-127s\n".formatted(text + " " + crc(text));
    ByteBuffer buffer = ByteBuffer.wrap(line.getBytes(US_ASCII));
    long start = (long) nextSlot * SLOT_DISTANCE;
    while (buffer.hasRemaining()) {
      channel.write(buffer, start + buffer.position());
    }
    nextSlot = 1 - nextSlot;
  }

  private static String crc(String text) {
    CRC32 crc = new CRC32();
    crc.update(text.getBytes(US_ASCII));
    return "%08x".formatted(crc.getValue());
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
