package dev.gatehouse.recordings.bundle;

import java.io.IOException;
import java.io.OutputStream;

/** Where the files of a bundle go: into a directory, or nowhere but through their digests. */
public interface FileSink {

  /** Begins the file at {@code path}, a relative path with slashes; the caller closes it. */
  OutputStream create(String path) throws IOException;
}
