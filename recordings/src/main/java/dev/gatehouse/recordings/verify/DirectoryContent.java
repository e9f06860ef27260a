package dev.gatehouse.recordings.verify;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/** A bundle as a directory: plain files in plain directories. Thread-safe. */
final class DirectoryContent implements BundleContent {
  private final Path directory;
  private final SortedSet<String> paths = new TreeSet<>();

  DirectoryContent(Path directory) throws FaultException {
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

  @Override
  public SortedSet<String> paths() {
    return Collections.unmodifiableSortedSet(paths);
  }

  @Override
  public InputStream open(String path) throws FaultException {
    try {
      return Files.newInputStream(found(path));
    } catch (IOException e) {
      throw BundleContent.unreadable(path, e);
    }
  }

  @Override
  public long bytes(String path) throws FaultException {
    try {
      return Files.size(found(path));
    } catch (IOException e) {
      throw BundleContent.unreadable(path, e);
    }
  }

  private Path found(String path) throws FaultException {
    if (!paths.contains(path)) {
      throw BundleContent.missing(path);
    }
    return directory.resolve(path);
  }
}
