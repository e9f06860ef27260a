package dev.gatehouse.gateway.cli;

import dev.gatehouse.gateway.Gateway;
import dev.gatehouse.gateway.config.ConfigurationFile;
import dev.gatehouse.gateway.config.ConfigurationReading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A gateway in this process, over HTTP, with the fake server behind it. */
final class WorkingGateway implements AutoCloseable {
  private static final String POLICY =
      """
      default: refuse
      rules:
        - name: customers may be found
          tools: [ "crm__*" ]
          permit: true
        - name: hide cards
          tools: [ "*" ]
          mask: { result: [ { detect: payment-card } ] }
        - name: the eldest stay
          tools: [ "crm__find" ]
          when: "has(args.age) && args.age > 100"
          refuse: "nobody is that old"
      """;

  private final FakeServer server;
  private final Path file;
  private final Hosting hosting;

  private WorkingGateway(FakeServer server, Path file, Hosting hosting) {
    this.server = server;
    this.file = file;
    this.hosting = hosting;
  }

  static WorkingGateway in(Path folder) throws Exception {
    FakeServer server = FakeServer.start();
    Path file = write(folder, server);
    if (ConfigurationFile.read(file, Map.of()) instanceof ConfigurationReading.Accepted accepted) {
      var configuration = accepted.configuration();
      return new WorkingGateway(
          server, file, Hosting.overHttp(Gateway.start(configuration, "test"), configuration));
    }
    throw new AssertionError("the configuration of the test is wrong");
  }

  /** A configuration and a policy for this server. */
  static Path write(Path folder, FakeServer server) throws IOException {
    Files.writeString(folder.resolve("policy.yaml"), POLICY);
    return Files.writeString(
        folder.resolve("gatehouse.yaml"),
        """
        listen: 127.0.0.1:0
        recordings: { directory: data, checkpoint-every: 50ms }
        policies: policy.yaml
        upstreams:
          crm: { url: "%s" }
        """
            .formatted(server.uri()));
  }

  String configuration() {
    return file.toString();
  }

  Path data() {
    return file.resolveSibling("data");
  }

  /** The gateway ends; what it recorded stays. */
  void stop() {
    hosting.close();
  }

  @Override
  public void close() {
    hosting.close();
    server.close();
  }
}
