package dev.gatehouse.recordings.verify;

import dev.gatehouse.recordings.bundle.FileSink;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Collections;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** The files of a bundle in memory, to be changed and verified many times over. */
final class MemoryBundle implements BundleContent, FileSink {
  private final Map<String, byte[]> files = new TreeMap<>();

  MemoryBundle copy() {
    MemoryBundle copy = new MemoryBundle();
    copy.files.putAll(files);
    return copy;
  }

  @Override
  public OutputStream create(String path) {
    return new ByteArrayOutputStream() {
      @Override
      public void close() {
        files.put(path, toByteArray());
      }
    };
  }

  void put(String path, byte[] content) {
    files.put(path, content);
  }

  void remove(String path) {
    files.remove(path);
  }

  @Override
  public SortedSet<String> paths() {
    return Collections.unmodifiableSortedSet(new TreeSet<>(files.keySet()));
  }

  private byte[] found(String path) throws FaultException {
    byte[] content = files.get(path);
    if (content == null) {
      throw BundleContent.missing(path);
    }
    return content;
  }

  @Override
  public byte[] read(String path) throws FaultException {
    return found(path).clone();
  }

  @Override
  public InputStream open(String path) throws FaultException {
    return new ByteArrayInputStream(found(path));
  }

  @Override
  public long bytes(String path) throws FaultException {
    return found(path).length;
  }
}
