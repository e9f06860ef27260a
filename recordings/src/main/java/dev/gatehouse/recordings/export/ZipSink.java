package dev.gatehouse.recordings.export;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDateTime;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes files into one new zip, in the order in which they are closed. Confined to one thread.
 *
 * <p>Guarantee: the same files closed in the same order give the same bytes. Of the files that are
 * open at the same time no more than a mebibyte each is held in memory.
 */
final class ZipSink implements ExportTarget {
  /** The earliest time that a zip can say: that of the export would make each one different. */
  private static final LocalDateTime TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

  private final Path file;
  private final FileChannel channel;
  private final ZipOutputStream zip;
  private boolean complete;

  private ZipSink(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
    this.zip =
        new ZipOutputStream(new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16));
  }

  static ZipSink into(Path file) throws IOException {
    Path parent = file.toAbsolutePath().getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    try {
      return new ZipSink(
          file, FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
    } catch (FileAlreadyExistsException e) {
      throw new IOException("the target exists", e);
    }
  }

  @Override
  public OutputStream create(String path) {
    return new Spool(file, full -> put(path, full));
  }

  private void put(String path, Spool full) throws IOException {
    ZipEntry entry = new ZipEntry(path);
    entry.setTimeLocal(TIME);
    zip.putNextEntry(entry);
    full.copyTo(zip);
    zip.closeEntry();
  }

  @Override
  public void complete() throws IOException {
    zip.finish();
    zip.flush();
    channel.force(true);
    complete = true;
  }

  @Override
  public void close() throws IOException {
    channel.close();
    if (!complete) {
      // It has no directory yet, so no tool could read it; and it is ours.
      Files.delete(file);
    }
  }
}
