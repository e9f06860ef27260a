package dev.gatehouse.gateway.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * One byte changed in a copy of a bundle.
 *
 * @param copy the bundle with the change
 * @param file that was changed, below the bundle
 * @param offset of the byte
 */
record Tampering(Path copy, Path file, long offset) {

  /** Copies a bundle and flips the lowest bit of a byte in the middle of one of its payloads. */
  static Tampering of(Path bundle, Path copy) throws IOException {
    copyAll(bundle, copy);
    Path victim = payload(copy);
    byte[] bytes = Files.readAllBytes(victim);
    int offset = bytes.length / 2;
    bytes[offset] ^= 1;
    Files.write(victim, bytes);
    return new Tampering(copy, copy.relativize(victim), offset);
  }

  private static Path payload(Path bundle) throws IOException {
    List<Path> payloads = files(bundle.resolve("payload"));
    return payloads.get(payloads.size() / 2);
  }

  /** All files below a folder, in order. */
  static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      return paths.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private static void copyAll(Path from, Path to) throws IOException {
    for (Path file : files(from)) {
      Path target = to.resolve(from.relativize(file));
      Files.createDirectories(target.resolve(".."));
      Files.copy(file, target);
    }
  }
}
