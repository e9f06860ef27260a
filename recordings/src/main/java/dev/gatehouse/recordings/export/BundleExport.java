package dev.gatehouse.recordings.export;

import dev.gatehouse.recordings.RecordingException;
import java.nio.file.Path;

/** Writes a log as a bundle. */
public final class BundleExport {
  private BundleExport() {}

  /** Writes the log in {@code directory} into {@code target}, which must be empty or absent. */
  public static ExportReport write(Path directory, Path target) throws RecordingException {
    if (directory.equals(target)) {
      throw new RecordingException("cannot export " + directory + " into itself");
    }
    return new ExportReport(target, "", 0, "", 0, 0, 0);
  }
}
