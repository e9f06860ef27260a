package dev.gatehouse.gateway.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The launcher script on a machine that a test makes up: a checkout with nothing in it, JDKs that
 * only print their arguments, and a path that holds the few tools which the script may use.
 */
final class Launcher {
  private static final List<String> TOOLS =
      List.of(
          "bash",
          "basename",
          "cat",
          "dirname",
          "find",
          "grep",
          "head",
          "kill",
          "mkdir",
          "mktemp",
          "mv",
          "readlink",
          "rm",
          "sleep",
          "tail",
          "touch",
          "tr");

  /** What a run of the script left. */
  record Run(int exitCode, String out, String err) {}

  private final Path root;
  private final Path tools;
  private final Path jdks;
  private final Map<String, String> environment = new LinkedHashMap<>();

  Launcher(Path folder) throws IOException {
    this.root = folder.resolve("a checkout");
    this.tools = Files.createDirectories(folder.resolve("tools"));
    this.jdks = Files.createDirectories(folder.resolve("jdks"));
    for (String module : List.of("recordings", "policies", "tool-adapters", "mcp-gateway")) {
      Files.createDirectories(root.resolve(module).resolve("src/main"));
      Files.createFile(root.resolve(module).resolve("pom.xml"));
    }
    Files.createFile(root.resolve("pom.xml"));
    Files.createFile(source());
    Files.copy(repository().resolve("gatehouse"), script());
    executable(script());
    for (String tool : TOOLS) {
      link(tool);
    }
    environment.put("PATH", tools.toString());
    environment.put("HOME", folder.toString());
    environment.put("GATEHOUSE_JDK_FOLDERS", jdks.toString());
  }

  Path script() {
    return root.resolve("gatehouse");
  }

  /** Any file whose change asks for a build. */
  Path source() {
    return root.resolve("policies/src/main/Policy.java");
  }

  Launcher with(String variable, Object value) {
    environment.put(variable, value.toString());
    return this;
  }

  /** A JDK in the usual folder. */
  Path jdk(String name, String version) throws IOException {
    return jdk(jdks.resolve(name), version);
  }

  /** A JDK, whose {@code java} prints its arguments, one a line. */
  static Path jdk(Path home, String version) throws IOException {
    Files.createDirectories(home.resolve("bin"));
    Files.writeString(
        home.resolve("release"), "IMPLEMENTOR=\"Acme\"\nJAVA_VERSION=\"" + version + "\"\n");
    script(home.resolve("bin/java"), "echo \"jdk=" + home + "\"; printf '%s\\n' \"$@\"");
    script(home.resolve("bin/javac"), "exit 1");
    return home;
  }

  /** A command on the path that links to a file elsewhere. */
  void onPath(String name, Path target) throws IOException {
    Files.createSymbolicLink(tools.resolve(name), target);
  }

  /** A Maven that does this. */
  void maven(String script) throws IOException {
    script(tools.resolve("mvn"), script);
  }

  /** A Maven that builds, and says so on the output that nobody may see. */
  void workingMaven() throws IOException {
    Path lib = root.resolve("mcp-gateway/target/dist/lib");
    maven(
        "echo building; mkdir -p '%s'; : >'%s/b.jar'; : >'%s/a.jar'; echo x >>'%s/mvn.runs'"
            .formatted(lib, lib, lib, root));
  }

  /** How often the working Maven ran. */
  long builds() throws IOException {
    Path runs = root.resolve("mvn.runs");
    return Files.exists(runs) ? Files.readAllLines(runs).size() : 0;
  }

  Run run(String... arguments) throws IOException, InterruptedException {
    return run(script(), arguments);
  }

  Run run(Path started, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(started.toString()));
    command.addAll(List.of(arguments));
    Path out = Files.createTempFile("out", ".txt");
    Path err = Files.createTempFile("err", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(jdks.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    Process process = builder.start();
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("the launcher hangs: " + Files.readString(err));
    }
    Run run = new Run(process.exitValue(), Files.readString(out), Files.readString(err));
    Files.delete(out);
    Files.delete(err);
    return run;
  }

  private void link(String tool) throws IOException {
    for (String folder : List.of("/bin", "/usr/bin")) {
      Path found = Path.of(folder, tool);
      if (Files.exists(found)) {
        Files.createSymbolicLink(tools.resolve(tool), found);
        return;
      }
    }
  }

  private static void script(Path file, String text) throws IOException {
    Files.writeString(file, "#!/bin/sh\n" + text + "\n");
    executable(file);
  }

  private static void executable(Path file) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** The folder of the real checkout. */
  static Path repository() {
    Path here = Path.of("").toAbsolutePath();
    for (Path folder = here; folder != null; folder = folder.getParent()) {
      if (Files.isRegularFile(folder.resolve("gatehouse"))) {
        return folder;
      }
    }
    throw new IllegalStateException("no folder above " + here + " holds the launcher");
  }
}
