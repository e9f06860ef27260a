package dev.gatehouse.recordings.verify;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The files of a bundle as they were found, each named by its relative path with slashes. */
final class BundleContent {
  /** The largest file that is read at once: the longest 256 leaves with their lengths. */
  private static final int BYTES_MAX = 256 * (2 + 0xffff);

  private final Path directory;
  private final SortedSet<String> paths = new TreeSet<>();

  BundleContent(Path directory) throws FaultException {
    this.directory = directory;
    try (Stream<Path> walked = Files.walk(directory)) {
      for (Path found : (Iterable<Path>) walked::iterator) {
        String path = directory.relativize(found).toString().replace('\\', '/');
        if (Files.isRegularFile(found, LinkOption.NOFOLLOW_LINKS)) {
          paths.add(path);
        } else if (!Files.isDirectory(found, LinkOption.NOFOLLOW_LINKS)) {
          throw FaultException.in(path, "a link or a device", "a plain file");
        }
      }
    } catch (IOException e) {
      throw FaultException.in(directory.toString(), "unreadable: " + e, "a readable directory");
    }
  }

  /** All files that were found. */
  SortedSet<String> paths() {
    return paths;
  }

  /** The whole content of a file that is small by its form. */
  byte[] read(String path) throws FaultException {
    try (InputStream file = open(path)) {
      byte[] content = file.readNBytes(BYTES_MAX + 1);
      if (content.length > BYTES_MAX) {
        throw FaultException.in(path, "more than " + BYTES_MAX + " bytes", "a file of its form");
      }
      return content;
    } catch (IOException e) {
      throw FaultException.in(path, "unreadable: " + e.getMessage(), "a readable file");
    }
  }

  InputStream open(String path) throws FaultException {
    if (!paths.contains(path)) {
      throw FaultException.in(path, "no such file", "a file of the bundle");
    }
    try {
      return new BufferedInputStream(Files.newInputStream(directory.resolve(path)));
    } catch (IOException e) {
      throw FaultException.in(path, "unreadable: " + e.getMessage(), "a readable file");
    }
  }

  /** The SHA-256 of a file in hex. */
  String digest(String path) throws FaultException {
    try (InputStream file = open(path)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] buffer = new byte[64 * 1024];
      for (int read = file.read(buffer); read >= 0; read = file.read(buffer)) {
        digest.update(buffer, 0, read);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (IOException e) {
      throw FaultException.in(path, "unreadable: " + e.getMessage(), "a readable file");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** Says so where files are there that {@code expected} does not name. */
  void requireNoOthers(SortedSet<String> expected) throws FaultException {
    List<String> others = paths.stream().filter(path -> !expected.contains(path)).toList();
    if (!others.isEmpty()) {
      throw FaultException.in(others.getFirst(), "a file too many", "only files of the bundle");
    }
  }
}
