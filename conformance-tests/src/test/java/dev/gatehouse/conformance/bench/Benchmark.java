package dev.gatehouse.conformance.bench;

import dev.gatehouse.conformance.product.GatehouseProcess;
import dev.gatehouse.conformance.product.Installation;
import dev.gatehouse.conformance.product.Product;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Measures a hop, and prints one table. Its name keeps it out of {@code mvn verify}. */
class Benchmark {
  private static final Duration WARM_UP = Duration.ofSeconds(3);
  private static final Duration FIRST_WARM_UP = Duration.ofSeconds(15);
  private static final Duration TIME = Duration.ofSeconds(6);
  private static final List<Integer> CLIENTS = List.of(1, 16, 64);

  private static final String POLICY =
      """
      default: refuse
      rules:
        - name: everybody may
          tools: [ "fast__*" ]
          permit: true
        - name: hide cards and mail
          tools: [ "*" ]
          mask:
            result: [ { detect: [ payment-card, email, iban, cloud-key ] } ]
            arguments: [ { detect: [ payment-card ] } ]
        - name: large refunds need finance
          tools: [ "*" ]
          when: "has(args.amount) && args.amount > 100"
          approve: { groups: [ finance ] }
      """;

  @Test
  void measuresAHop(@TempDir Path folder) throws IOException, InterruptedException {
    List<String> table = new ArrayList<>();
    try (GatehouseProcess upstream = GatehouseProcess.serve(folder, upstreamCommand());
        GatehouseProcess gateway = gateway(folder, upstream.mcp())) {
      Optional<Nginx> nginx = Nginx.before(upstream.mcp(), folder);
      Map<String, Target> targets = new LinkedHashMap<>();
      targets.put("direct", new Target(upstream.mcp(), ""));
      nginx.ifPresent(proxy -> targets.put("nginx", new Target(proxy.uri(), "")));
      targets.put("Gatehouse", new Target(gateway.mcp(), "fast__"));
      for (Target target : targets.values()) {
        Measurement.of(target.uri(), target.prefix() + "small", 16, FIRST_WARM_UP, TIME);
      }
      table.addAll(head());
      for (String size : List.of("small", "large")) {
        for (int clients : CLIENTS) {
          table.addAll(rows(targets, size, clients));
        }
      }
      nginx.ifPresent(Nginx::close);
    }
    String text = String.join("\n", table) + "\n";
    Files.writeString(Product.root().resolve("conformance-tests/target/benchmark.md"), text);
    System.out.println(text);
  }

  private record Target(URI uri, String prefix) {}

  private static List<String> rows(Map<String, Target> targets, String size, int clients)
      throws InterruptedException {
    List<String> rows = new ArrayList<>();
    Optional<Measurement> direct = Optional.empty();
    for (Map.Entry<String, Target> entry : targets.entrySet()) {
      Target target = entry.getValue();
      Measurement measured =
          Measurement.of(target.uri(), target.prefix() + size, clients, WARM_UP, TIME);
      Measurement base = direct.orElse(measured);
      direct = Optional.of(base);
      rows.add(
          String.format(
              Locale.ROOT,
              "| %-9s | %6s | %7d | %8.2f | %8.2f | %8.0f | %9.1f | %11.2f |",
              entry.getKey(),
              size.equals("small") ? "2 KB" : "100 KB",
              clients,
              measured.p50().toNanos() / 1e6,
              measured.p99().toNanos() / 1e6,
              measured.callsPerSecond(),
              (double) measured.p50().toNanos() / base.p50().toNanos(),
              measured.callsPerSecond() / base.callsPerSecond()));
    }
    return rows;
  }

  private static List<String> head() {
    return List.of(
        "%d cores, %s %s, JDK %s; policy with masking of results and arguments, durable recording"
            .formatted(
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.name"),
                System.getProperty("os.arch"),
                Runtime.version()),
        "(to d: as a multiple of the direct way's)",
        "",
        "| way       | result | clients | p50 (ms) | p99 (ms) |  calls/s |  p50 to d |  calls to d"
            + " |",
        "|-----------|--------|---------|----------|----------|----------|-----------|-------------|");
  }

  private static GatehouseProcess gateway(Path folder, URI upstream) {
    new Installation(folder).policy(POLICY).upstream("fast", upstream).configuration();
    return GatehouseProcess.serve(
        folder, Product.command(List.of("-Xmx1g"), "serve", "--config", "gatehouse.yaml"));
  }

  private static List<String> upstreamCommand() {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx512m",
        "-cp",
        System.getProperty("java.class.path"),
        FastUpstream.class.getName());
  }
}
