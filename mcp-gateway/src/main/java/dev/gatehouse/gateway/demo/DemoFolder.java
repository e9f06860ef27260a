package dev.gatehouse.gateway.demo;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The files of one demonstration: what it is configured by, and what comes of it. */
record DemoFolder(Path path) {

  /** Writes the configuration and the policy into a folder that is empty or not there yet. */
  static DemoFolder write(Path path, URI billing) throws IOException {
    Files.createDirectories(path);
    try (Stream<Path> present = Files.list(path)) {
      if (present.findAny().isPresent()) {
        throw new IOException("the directory `" + path + "` is not empty");
      }
    }
    DemoFolder folder = new DemoFolder(path.toRealPath());
    Files.writeString(folder.policy(), resource("policy.yaml"));
    String configuration =
        resource("gatehouse.yaml")
            .replace("${billing}", billing.toString())
            .replace("${command}", yaml(crmCommand()));
    Files.writeString(folder.configuration(), configuration.replace("${data}", "data"));
    // A second process may not write the same log, so a client that starts one gets its own.
    Files.writeString(folder.forStdio(), configuration.replace("${data}", "data-of-stdio"));
    return folder;
  }

  Path configuration() {
    return path.resolve("gatehouse.yaml");
  }

  Path forStdio() {
    return path.resolve("gatehouse-stdio.yaml");
  }

  Path policy() {
    return path.resolve("policy.yaml");
  }

  Path data() {
    return path.resolve("data");
  }

  Path export() {
    return path.resolve("export");
  }

  Path tampered() {
    return path.resolve("export-tampered");
  }

  /** The sample CRM as a child process of this very program. */
  private static List<String> crmCommand() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp"));
    command.add(classPath(System.getProperty("java.class.path")));
    command.add(CrmServer.class.getName());
    return command;
  }

  /** A class path of one folder's jars is written as that folder, so that people can read it. */
  private static String classPath(String written) {
    List<Path> entries =
        Arrays.stream(written.split(File.pathSeparator, -1))
            .filter(entry -> !entry.isEmpty())
            .map(entry -> Path.of(entry).toAbsolutePath().normalize())
            .toList();
    List<Path> folders = entries.stream().map(entry -> entry.resolve("..").normalize()).toList();
    boolean jars = entries.stream().allMatch(entry -> entry.toString().endsWith(".jar"));
    return jars && folders.stream().distinct().count() == 1
        ? folders.getFirst().resolve("*").toString()
        : entries.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }

  private static String yaml(List<String> words) {
    return words.stream()
        .map(word -> "      - \"" + word.replace("\\", "\\\\").replace("\"", "\\\"") + "\"")
        .collect(Collectors.joining("\n"));
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = DemoFolder.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IOException("the resource `" + name + "` is not beside " + DemoFolder.class);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
