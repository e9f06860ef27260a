package dev.gatehouse.recordings.verify;

import java.io.IOException;
import java.io.InputStream;
import java.util.SortedSet;

/**
 * The files of a bundle as they were found, each named by its relative path with slashes.
 * Thread-safe.
 *
 * <p>Errors: {@link FaultException} that names the file which is missing or cannot be read.
 */
interface BundleContent {
  /** The largest file that is read at once: the longest 256 leaves with their lengths. */
  int BYTES_MAX = 256 * (2 + 0xffff);

  /** All files that were found. */
  SortedSet<String> paths();

  /** The content of a file, from its beginning; not buffered. */
  InputStream open(String path) throws FaultException;

  /** The length of a file. */
  long bytes(String path) throws FaultException;

  /** The whole content of a file that is small by its form. */
  default byte[] read(String path) throws FaultException {
    long bytes = bytes(path);
    if (bytes > BYTES_MAX) {
      throw FaultException.in(path, "more than " + BYTES_MAX + " bytes", "a file of its form");
    }
    try (InputStream file = open(path)) {
      byte[] content = new byte[(int) bytes];
      if (file.readNBytes(content, 0, content.length) < content.length || file.read() >= 0) {
        throw new IOException("its length changes");
      }
      return content;
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }

  static FaultException unreadable(String path, IOException e) {
    return FaultException.in(path, "unreadable: " + e.getMessage(), "a readable file");
  }

  static FaultException missing(String path) {
    return FaultException.in(path, "no such file", "a file of the bundle");
  }
}
