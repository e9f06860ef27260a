package dev.gatehouse.gateway.views;

import dev.gatehouse.gateway.views.ViewFormat.About;
import dev.gatehouse.recordings.RecordingException;
import dev.gatehouse.recordings.export.ExchangeReader;
import dev.gatehouse.recordings.export.Progress;
import dev.gatehouse.recordings.export.Wanted;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/** Writes a log, as far as it is signed, for people and programs that read and do not verify. */
public final class ViewExport {
  /** Of arguments and of results in each row: a screen of text. */
  public static final int CHARS_MAX = 2_000;

  private ViewExport() {}

  /**
   * What was written: {@code rows} of a log of {@code size} entries.
   *
   * @param root base64
   */
  public record Report(String origin, long size, String root, long rows) {}

  /**
   * Writes to {@code out}, which the caller closes.
   *
   * @param charsMax how long arguments and results may be
   * @param filter what is wanted, in words, for the reader
   */
  public static Report write(
      Path directory,
      OutputStream out,
      ViewFormat format,
      Wanted wanted,
      String filter,
      int charsMax,
      Progress progress)
      throws RecordingException, IOException {
    try (ExchangeReader reader = ExchangeReader.open(directory)) {
      View view = format.open(out, new About(reader.covered(), filter));
      AtomicLong rows = new AtomicLong();
      reader.read(
          wanted,
          progress,
          group -> {
            view.add(Row.of(group, charsMax), group);
            rows.incrementAndGet();
          });
      view.end(rows.get());
      return new Report(
          reader.covered().origin(), reader.covered().size(), reader.covered().root(), rows.get());
    }
  }
}
