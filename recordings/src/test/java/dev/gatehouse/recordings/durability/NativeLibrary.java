package dev.gatehouse.recordings.durability;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The libraries in {@code src/test/c}, compiled for this machine. */
final class NativeLibrary {
  private static final Path SOURCES = Path.of("src/test/c").toAbsolutePath();
  private static final Path COMPILED = Path.of("target/native").toAbsolutePath();

  private NativeLibrary() {}

  /** The library that is made of {@code <name>.c}; aborts the test where nothing compiles C. */
  static Path compiled(String name) throws IOException, InterruptedException {
    assumeTrue(System.getProperty("os.name").equals("Linux"), "LD_PRELOAD is asked of Linux");
    List<String> compilers = Stream.of("cc", "gcc").filter(NativeLibrary::isOnThePath).toList();
    assumeTrue(!compilers.isEmpty(), "neither cc nor gcc is on the path");
    Files.createDirectories(COMPILED);
    Path source = SOURCES.resolve(name + ".c");
    Path library = COMPILED.resolve(name + ".so");
    if (Files.exists(library)
        && Files.getLastModifiedTime(library).compareTo(Files.getLastModifiedTime(source)) > 0) {
      return library;
    }
    Process compiler =
        new ProcessBuilder(
                compilers.getFirst(),
                "-shared",
                "-fPIC",
                "-O2",
                "-Wall",
                "-o",
                library.toString(),
                source.toString(),
                "-lpthread")
            .redirectErrorStream(true)
            .start();
    String said = new String(compiler.getInputStream().readAllBytes(), UTF_8);
    assertEquals(0, compiler.waitFor(), said);
    return library;
  }

  /** Whether there is a program of this name. */
  static boolean isOnThePath(String program) {
    return Stream.of(System.getenv("PATH").split(":"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }
}
