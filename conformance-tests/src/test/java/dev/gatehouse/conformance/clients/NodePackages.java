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

/** The clients and servers from npm, installed as the lock file says. */
final class NodePackages {
  private static final List<String> OURS =
      List.of("package.json", "package-lock.json", "client.mjs");

  private NodePackages() {}

  /** The folder with {@code node_modules} and our script, installed on first use. */
  static Path folder() {
    Path module = Product.root().resolve("conformance-tests");
    Path from = module.resolve("src/test/node");
    Path folder = module.resolve("target/node");
    Path stamp = folder.resolve("node_modules/.installed");
    try {
      Files.createDirectories(folder);
      for (String name : OURS) {
        Files.copy(from.resolve(name), folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
      }
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

  /** The command that starts a reference server. */
  static List<String> server(String name, String... arguments) {
    Path script = folder().resolve("node_modules/@modelcontextprotocol/server-" + name);
    List<String> command = new java.util.ArrayList<>();
    command.add("node");
    command.add(script.resolve("dist/index.js").toString());
    command.addAll(List.of(arguments));
    return command;
  }
}
