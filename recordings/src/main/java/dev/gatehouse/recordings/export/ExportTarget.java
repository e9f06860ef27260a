package dev.gatehouse.recordings.export;

import dev.gatehouse.recordings.bundle.FileSink;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Where the files of an export go: a directory, or a zip of the same files. Confined to one thread.
 *
 * <p>Guarantee: nothing that was there before is written over.
 */
interface ExportTarget extends FileSink, AutoCloseable {

  /** A zip where the name ends in {@code .zip}, else a directory, which must be empty or absent. */
  static ExportTarget of(Path target) throws IOException {
    String name = target.toString().toLowerCase(Locale.ROOT);
    return name.endsWith(".zip") ? ZipSink.into(target) : DirectorySink.into(target);
  }

  /** Ends an export of which every file was closed. */
  void complete() throws IOException;

  /** Lets go of what is held; where the export was not complete, a zip of it is removed. */
  @Override
  void close() throws IOException;
}
