package dev.gatehouse.conformance.clients;

import dev.gatehouse.conformance.product.Finished;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The command line of the MCP Inspector: one request, its reply as JSON. */
record Inspector(String node, Path home, URI endpoint, String era) {
  private static final Duration AT_MOST = Duration.ofSeconds(60);
  private static final String SCRIPT =
      "node_modules/@modelcontextprotocol/inspector/clients/launcher/build/index.js";

  /** Sends a request; gives what is printed. */
  String says(String... request) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "env", "HOME=" + home, node, SCRIPT, "--cli", endpoint.toString(), "--transport"));
    command.addAll(List.of("http", "--protocol-era", era, "--format", "json", "--quiet"));
    command.add("--method");
    command.addAll(List.of(request));
    return Finished.of(NodePackages.installed(), AT_MOST, command).expecting(0).out();
  }
}
