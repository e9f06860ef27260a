package dev.gatehouse.conformance.product;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The jars that were built, and how a process of them is started. */
public final class Product {
  /** Small and quick to start: many of these come and go on two cores. */
  private static final List<String> JVM_OPTIONS =
      List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx512m", "-Xshare:auto");

  private Product() {}

  /** The repository's folder. */
  public static Path root() {
    Path here = Path.of("").toAbsolutePath();
    for (Path folder = here; folder != null; folder = folder.getParent()) {
      if (Files.isDirectory(folder.resolve("conformance-tests"))) {
        return folder;
      }
    }
    throw new IllegalStateException("no folder above " + here + " holds conformance-tests");
  }

  /** The command line that runs Gatehouse with these arguments. */
  public static List<String> command(String... arguments) {
    return command(JVM_OPTIONS, arguments);
  }

  /** The same with other options for the JVM. */
  public static List<String> command(List<String> jvmOptions, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("--sun-misc-unsafe-memory-access=allow");
    command.addAll(jvmOptions);
    command.add("-cp");
    command.add(jars());
    command.add("dev.gatehouse.gateway.cli.Main");
    command.addAll(List.of(arguments));
    return command;
  }

  /** The class path of the built product, for other programs that lie in it. */
  public static String jars() {
    Path lib = root().resolve("mcp-gateway/target/dist/lib");
    try (Stream<Path> jars = Files.list(lib)) {
      return String.join(":", jars.map(Path::toString).sorted().toList());
    } catch (IOException e) {
      throw new UncheckedIOException("no built product in " + lib, e);
    }
  }

  /** Runs one command to its end, in a folder. */
  public static Finished run(Path folder, String... arguments) {
    return Finished.of(folder, Duration.ofSeconds(60), command(arguments));
  }
}
