package dev.gatehouse.recordings.bundle;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.TreeMap;

/** Passes files on and remembers the digest of each. Confined to one thread. */
final class DigestingSink implements FileSink {
  private final FileSink target;
  private final SortedMap<String, String> digests = new TreeMap<>();
  private long bytes;

  DigestingSink(FileSink target) {
    this.target = target;
  }

  @Override
  public OutputStream create(String path) throws IOException {
    return new Digesting(path, target.create(path));
  }

  SortedMap<String, String> digests() {
    return Collections.unmodifiableSortedMap(digests);
  }

  long bytes() {
    return bytes;
  }

  private final class Digesting extends FilterOutputStream {
    private final String path;
    private final MessageDigest digest;
    private boolean open = true;

    Digesting(String path, OutputStream out) {
      super(out);
      this.path = path;
      try {
        this.digest = MessageDigest.getInstance("SHA-256");
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every JDK has SHA-256", e);
      }
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] content, int offset, int length) throws IOException {
      out.write(content, offset, length);
      digest.update(content, offset, length);
      bytes += length;
    }

    @Override
    public void close() throws IOException {
      if (open) {
        open = false;
        digests.put(path, HexFormat.of().formatHex(digest.digest()));
        super.close();
      }
    }
  }
}
