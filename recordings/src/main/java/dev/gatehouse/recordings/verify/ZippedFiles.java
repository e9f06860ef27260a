package dev.gatehouse.recordings.verify;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;

/**
 * The files in a zip, which are opened only where every tool finds the same in it. Confined to one
 * thread.
 *
 * <p>A zip says twice what it holds: before each file, and in a directory at its end. Some tools go
 * by the one, some by the other; where they differ, what was verified need not be what is read.
 *
 * <p>Errors: {@link FaultException} where the two differ, a name comes twice or leads out of the
 * place where it is unpacked, or the zip is damaged.
 */
final class ZippedFiles implements AutoCloseable {
  private final FileSystem files;

  private ZippedFiles(FileSystem files) {
    this.files = files;
  }

  static ZippedFiles open(Path zip) throws FaultException {
    try {
      SortedMap<String, String> inOrder = inOrder(zip);
      try (ZipFile directory = new ZipFile(zip.toFile())) {
        requireSame(zip, inOrder, directory);
      }
      return new ZippedFiles(FileSystems.newFileSystem(zip));
    } catch (IOException | IllegalArgumentException e) {
      throw FaultException.in(zip.toString(), "unreadable: " + e.getMessage(), "a zip");
    }
  }

  /** What the files themselves say, from first to last: each name and its digest. */
  private static SortedMap<String, String> inOrder(Path zip) throws IOException, FaultException {
    SortedMap<String, String> digests = new TreeMap<>();
    try (ZipInputStream files =
        new ZipInputStream(new BufferedInputStream(Files.newInputStream(zip)))) {
      for (ZipEntry entry = files.getNextEntry(); entry != null; entry = files.getNextEntry()) {
        String name = requirePlain(zip, entry.getName());
        if (digests.putIfAbsent(name, Digests.hex(files)) != null) {
          throw FaultException.in(zip.toString(), "`" + name + "` twice", "each name once");
        }
      }
    }
    return digests;
  }

  private static String requirePlain(Path zip, String name) throws FaultException {
    for (String step : name.split("/", -1)) {
      boolean last = step.isEmpty() && name.length() > 1 && name.endsWith("/");
      if ((step.isEmpty() && !last) || step.equals("..") || step.equals(".")) {
        throw FaultException.in(zip.toString(), "the name `" + name + "`", "a plain path");
      }
    }
    if (name.indexOf('\\') >= 0 || name.indexOf(':') >= 0 || name.contains("//")) {
      throw FaultException.in(zip.toString(), "the name `" + name + "`", "a plain path");
    }
    return name;
  }

  private static void requireSame(Path zip, SortedMap<String, String> inOrder, ZipFile directory)
      throws IOException, FaultException {
    if (directory.size() != inOrder.size()) {
      throw FaultException.in(
          zip.toString(),
          directory.size() + " files in its directory and " + inOrder.size() + " before it",
          "the same in both");
    }
    for (String name : inOrder.keySet()) {
      ZipEntry entry = directory.getEntry(name);
      if (entry == null || !digest(directory, entry).equals(inOrder.get(name))) {
        throw FaultException.in(
            name, "one content by the zip's directory, another before it", "the same in both");
      }
    }
  }

  private static String digest(ZipFile directory, ZipEntry entry) throws IOException {
    try (InputStream content = directory.getInputStream(entry)) {
      return Digests.hex(content);
    }
  }

  /** Where the files are. */
  Path root() {
    return files.getPath("/");
  }

  @Override
  public void close() {
    try {
      files.close();
    } catch (IOException e) {
      // Nothing was written to it.
    }
  }
}
