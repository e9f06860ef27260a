package dev.gatehouse.recordings.export;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;

/** Writes files below a directory that was empty, and never over one another. */
final class DirectorySink implements ExportTarget {
  private final Path directory;

  private DirectorySink(Path directory) {
    this.directory = directory;
  }

  static DirectorySink into(Path directory) throws IOException {
    Files.createDirectories(directory);
    try (Stream<Path> found = Files.list(directory)) {
      if (found.findAny().isPresent()) {
        throw new IOException("the target is not empty");
      }
    }
    return new DirectorySink(directory);
  }

  @Override
  public OutputStream create(String path) throws IOException {
    Path file = directory.resolve(path);
    Path parent = file.getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    return new BufferedOutputStream(Files.newOutputStream(file, StandardOpenOption.CREATE_NEW));
  }

  @Override
  public void complete() {}

  @Override
  public void close() {}
}
