package dev.gatehouse.recordings.durability;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A power cut, emulated: what a killed process had written below one directory, and no fsync had
 * made durable, is taken back. Confined to one thread.
 *
 * <p>Shape: below the folder that it is made in, {@code disk} is what is watched, {@code journal}
 * where the process writes down what it would lose.
 */
final class PowerCut {
  private final Path library;
  private final Path disk;
  private final Path journal;

  private PowerCut(Path library, Path disk, Path journal) {
    this.library = library;
    this.disk = disk;
    this.journal = journal;
  }

  /** How many changes of bytes and of names were not durable when the power went. */
  record Loss(int writes, int names) {}

  /** Watches a new directory in {@code folder}. */
  static PowerCut in(Path folder) throws IOException, InterruptedException {
    Path library = NativeLibrary.compiled("powercut");
    Path disk = Files.createDirectory(folder.toRealPath().resolve("disk"));
    return new PowerCut(
        library, disk, Files.createDirectory(folder.toRealPath().resolve("journal")));
  }

  /** The directory that loses what is not durable. */
  Path disk() {
    return disk;
  }

  /** With this environment a process writes down what it would lose. */
  Map<String, String> environment() {
    return Map.of(
        "LD_PRELOAD", library.toString(),
        "POWERCUT_ROOT", disk.toString(),
        "POWERCUT_JOURNAL", journal.toString());
  }

  /** Cuts the power, after the process is dead; and is ready for the next one. */
  Loss strike(Survival survival) throws IOException {
    assertFalse(Files.exists(journal.resolve("unsupported")), "a change that cannot be journalled");
    int names = NameUndo.read(journal.resolve("names")).apply(survival);
    Map<String, Path> files = new HashMap<>();
    for (Path file : regular(disk)) {
      String id = Files.getAttribute(file, "unix:dev") + "-" + Files.getAttribute(file, "unix:ino");
      files.put(id + ".undo", file);
    }
    int writes = 0;
    for (Path kept : regular(journal)) {
      Path file = files.get(kept.getFileName().toString());
      if (file != null) {
        FileUndo undo = FileUndo.read(kept);
        writes += undo.isEmpty() ? 0 : undo.apply(file, survival);
      }
    }
    for (Path kept : regular(journal)) {
      Files.delete(kept);
    }
    for (Path file : regular(disk)) {
      if (file.toString().endsWith("-shm") && !survival.ofSector()) {
        Files.delete(file);
      }
    }
    return new Loss(writes, names);
  }

  private static List<Path> regular(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      return paths.filter(Files::isRegularFile).toList();
    }
  }
}
