package dev.gatehouse.conformance.product;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A folder with a configuration, a policy and, once it ran, the recordings of one gateway. Confined
 * to one thread.
 */
public final class Installation {
  /** Lets everything pass, so that a test can look at what passed. */
  public static final String PERMIT_ALL = "default: permit\n";

  private final Path folder;
  private final List<String> upstreams = new ArrayList<>();
  private String policy = PERMIT_ALL;
  private String identity = "identity: { mode: local }\n";
  private String more = "";
  private String recordings = "";
  private int port;

  /** An installation in an empty folder. */
  public Installation(Path folder) {
    this.folder = folder;
  }

  /** With another policy. */
  public Installation policy(String text) {
    policy = text;
    return this;
  }

  /** With another key {@code identity}. */
  public Installation identity(String yaml) {
    identity = yaml;
    return this;
  }

  /** With more lines in the configuration. */
  public Installation more(String yaml) {
    more = yaml.endsWith("\n") ? yaml : yaml + "\n";
    return this;
  }

  /** With more keys of {@code recordings}, as they stand between its braces. */
  public Installation recordings(String yaml) {
    recordings = ", " + yaml;
    return this;
  }

  /** On this port, where its address has to be known before it runs. */
  public Installation port(int number) {
    port = number;
    return this;
  }

  /** With an upstream over HTTP. */
  public Installation upstream(String name, URI url) {
    upstreams.add("  %s: { url: \"%s\" }%n".formatted(name, url));
    return this;
  }

  /** With an upstream that is a child process. */
  public Installation upstream(String name, List<String> command) {
    String words = String.join("\", \"", command);
    upstreams.add("  %s: { command: [ \"%s\" ] }%n".formatted(name, words));
    return this;
  }

  /** With an upstream whose keys are spelled out, as they stand between its braces. */
  public Installation upstream(String name, String yaml) {
    upstreams.add("  %s: { %s }%n".formatted(name, yaml));
    return this;
  }

  /** Starts it and waits until it serves. */
  public GatehouseProcess serve() {
    configuration();
    return GatehouseProcess.serve(folder);
  }

  /** Writes both files, and gives the configuration's. */
  public Path configuration() {
    String yaml =
        """
        listen: 127.0.0.1:%d
        recordings: { directory: data%s }
        policies: [ policy.yaml ]
        """
                .formatted(port, recordings)
            + identity
            + more
            + "upstreams:\n"
            + String.join("", upstreams);
    try {
      Files.writeString(folder.resolve("policy.yaml"), policy);
      return Files.writeString(folder.resolve("gatehouse.yaml"), yaml);
    } catch (IOException e) {
      throw new UncheckedIOException("writing the configuration", e);
    }
  }

  /** Where the files are. */
  public Path folder() {
    return folder;
  }

  /** Where the recordings are. */
  public Path data() {
    return folder.resolve("data");
  }

  /** What {@code verify} says of the recordings. */
  public Finished verify() {
    return Product.run(folder, "verify", "data");
  }

  /** Exports to a folder of this name. */
  public Path export(String name) {
    Path bundle = folder.resolve(name);
    Product.run(folder, "export", "--config", "gatehouse.yaml", bundle.toString()).expecting(0);
    return bundle;
  }
}
