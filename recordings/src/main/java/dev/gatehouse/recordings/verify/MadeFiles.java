package dev.gatehouse.recordings.verify;

import dev.gatehouse.recordings.bundle.FileSink;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the evidence makes, compared with what was found while it is made. Confined to one thread.
 *
 * <p>Guarantee: writing throws nothing because of what was found; {@link #fault} tells.
 */
final class MadeFiles implements FileSink {
  private static final int BUFFER_BYTES = 64 * 1024;

  private final byte[] buffer = new byte[BUFFER_BYTES];
  private final BundleContent content;
  private final SortedMap<String, String> digests = new TreeMap<>();
  private final SortedMap<String, FaultException> faults = new TreeMap<>();

  MadeFiles(BundleContent content) {
    this.content = content;
  }

  @Override
  public OutputStream create(String path) {
    return new Comparing(path, open(path));
  }

  private InputStream open(String path) {
    try {
      return content.open(path);
    } catch (FaultException e) {
      faults.putIfAbsent(path, e);
      return InputStream.nullInputStream();
    }
  }

  /** A file that was read and can only be what the evidence makes it. */
  void read(String path, String digest) {
    digests.put(path, digest);
  }

  /** A file that was read and is not what the evidence makes it. */
  void wrong(String path, FaultException fault) {
    digests.put(path, "");
    faults.putIfAbsent(path, fault);
  }

  /** The SHA-256 in hex of each file that was made or read to its end, by its path. */
  SortedMap<String, String> digests() {
    return Collections.unmodifiableSortedMap(digests);
  }

  /** What is wrong with the first file, in the order of their paths, that is not as it is made. */
  Optional<FaultException> fault() {
    return faults.values().stream().findFirst();
  }

  /** Says so where files are there that were not made. */
  void requireNoOthers() throws FaultException {
    for (String path : content.paths()) {
      if (!digests.containsKey(path)) {
        throw FaultException.in(path, "a file too many", "only files of the bundle");
      }
    }
  }

  private final class Comparing extends OutputStream {
    private final String path;
    private final InputStream found;
    private final MessageDigest digest = Digests.sha256();
    private long compared;
    private boolean open = true;

    Comparing(String path, InputStream found) {
      this.path = path;
      this.found = found;
    }

    @Override
    public void write(int b) {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] made, int offset, int length) {
      digest.update(made, offset, length);
      for (int at = 0; at < length && !faults.containsKey(path); at += buffer.length) {
        compare(made, offset + at, Math.min(buffer.length, length - at));
      }
    }

    private void compare(byte[] made, int offset, int length) {
      int read = read(length);
      int wrong = Arrays.mismatch(buffer, 0, read, made, offset, offset + length);
      if (wrong >= 0) {
        String what = wrong < read ? "another byte " : "the end at byte ";
        faults.putIfAbsent(
            path, FaultException.in(path, what + (compared + wrong), "what the evidence makes it"));
      }
      compared += length;
    }

    private int read(int length) {
      try {
        return found.readNBytes(buffer, 0, length);
      } catch (IOException e) {
        faults.putIfAbsent(path, BundleContent.unreadable(path, e));
        return 0;
      }
    }

    @Override
    public void close() throws IOException {
      if (!open) {
        return;
      }
      open = false;
      digests.put(path, HexFormat.of().formatHex(digest.digest()));
      if (read(1) > 0) {
        faults.putIfAbsent(
            path, FaultException.in(path, "more than " + compared + " bytes", "its end"));
      }
      found.close();
    }
  }
}
