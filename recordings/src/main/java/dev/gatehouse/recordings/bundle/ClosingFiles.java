package dev.gatehouse.recordings.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.recordings.note.Checkpoint;
import java.io.IOException;
import java.io.OutputStream;
import java.util.SortedMap;

/**
 * The files that come when all entries are there. Immutable.
 *
 * <p>Units and ranges: {@code note} is the signed {@code checkpoint}; {@code policy} is the whole
 * text of {@code policy.txt}, and {@code key} the one that its readme names.
 */
public record ClosingFiles(
    BundleForm form, Checkpoint checkpoint, String note, String policy, String key) {

  /** Writes those that say who signed what, and how to check it. */
  public void write(FileSink sink) throws IOException {
    write(sink, BundlePaths.CHECKPOINT, note);
    write(sink, BundlePaths.POLICY, policy);
    write(sink, BundlePaths.README, Readme.text(form, checkpoint, key));
  }

  /** Writes the sums of all other files: one line a file, as {@code sha256sum --check} reads it. */
  public static void writeSums(FileSink sink, SortedMap<String, String> digests)
      throws IOException {
    StringBuilder sums = new StringBuilder();
    digests.forEach((path, digest) -> sums.append(digest).append("  ").append(path).append('\n'));
    write(sink, BundlePaths.SUMS, sums.toString());
  }

  private static void write(FileSink sink, String path, String content) throws IOException {
    try (OutputStream file = sink.create(path)) {
      file.write(content.getBytes(UTF_8));
    }
  }
}
