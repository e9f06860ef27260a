package dev.gatehouse.recordings.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.recordings.leaf.Disclosure;
import dev.gatehouse.recordings.note.Checkpoint;
import dev.gatehouse.recordings.note.CheckpointPolicy;
import dev.gatehouse.recordings.note.SignedNote;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.SortedMap;

/**
 * Makes the files of a selection: some entries of a log, each with what proves it. Confined to one
 * thread.
 *
 * <p>Shape: for each entry {@code entries/<index>/leaf.json}, {@code proof.tlog-proof}, and for
 * each part that it discloses {@code <part>.salt} and {@code <part>.content}; and once {@code
 * checkpoint}, {@code policy.txt}, {@code README.txt} and {@code SHA256SUMS}.
 */
public final class SelectionFiles {
  /** The directory of all entries. */
  public static final String ENTRIES = "entries";

  public static final String LEAF = "leaf.json";
  public static final String PROOF = "proof.tlog-proof";
  public static final String SALT = ".salt";
  public static final String CONTENT = ".content";

  private final DigestingSink sink;

  public SelectionFiles(FileSink sink) {
    this.sink = new DigestingSink(sink);
  }

  /** The directory of one entry. */
  public static String entry(long index) {
    return ENTRIES + "/" + index;
  }

  /** Adds an entry: the bytes of its leaf, its proof file, and what it discloses. */
  public void add(long index, byte[] leaf, byte[] proof, List<Disclosure> disclosures)
      throws IOException {
    String folder = entry(index) + "/";
    write(folder + LEAF, leaf);
    write(folder + PROOF, proof);
    for (Disclosure disclosure : disclosures) {
      write(folder + disclosure.part() + SALT, disclosure.salt());
      write(folder + disclosure.part() + CONTENT, disclosure.content());
    }
  }

  /** Writes what comes after the last entry; {@code note} is the signed {@code checkpoint}. */
  public void finish(Checkpoint checkpoint, SignedNote note, CheckpointPolicy policy)
      throws IOException {
    write(BundlePaths.CHECKPOINT, note.bytes());
    write(BundlePaths.POLICY, policy.bytes());
    write(BundlePaths.README, readme(checkpoint).getBytes(UTF_8));
    StringBuilder sums = new StringBuilder();
    sink.digests()
        .forEach((path, digest) -> sums.append(digest).append("  ").append(path).append('\n'));
    write(BundlePaths.SUMS, sums.toString().getBytes(UTF_8));
  }

  private static String readme(Checkpoint checkpoint) {
    return resource("selection-readme-1.txt")
        .replace("@program@", resource("selection-check-1.py"))
        .replace("@origin@", checkpoint.origin())
        .replace("@size@", Long.toString(checkpoint.size()))
        .replace("@root@", checkpoint.root().base64());
  }

  private static String resource(String name) {
    try (InputStream text = SelectionFiles.class.getResourceAsStream(name)) {
      if (text == null) {
        throw new IllegalStateException("`" + name + "` is missing from the program");
      }
      return new String(text.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read `" + name + "`", e);
    }
  }

  private void write(String path, byte[] content) throws IOException {
    try (OutputStream file = sink.create(path)) {
      file.write(content);
    }
  }

  /** The SHA-256 in hex of each file that was written, by its path. */
  public SortedMap<String, String> digests() {
    return sink.digests();
  }

  /** The number of bytes of all files that were written. */
  public long bytes() {
    return sink.bytes();
  }
}
