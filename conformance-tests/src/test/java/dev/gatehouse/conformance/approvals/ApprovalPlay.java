package dev.gatehouse.conformance.approvals;

import dev.gatehouse.conformance.clients.NodePackages;
import dev.gatehouse.conformance.product.Finished;
import dev.gatehouse.conformance.product.Product;
import io.modelcontextprotocol.spec.McpClientTransport;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.io.StringReader;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** All clients at work, from now on: those of TypeScript in one process, the others in this one. */
final class ApprovalPlay implements AutoCloseable {
  private static final Duration AT_MOST = Duration.ofMinutes(3);
  private static final String PREFIX = "up__";

  private final Path folder;
  private final URI endpoint;
  private final Map<String, String> said = new ConcurrentHashMap<>();
  private final List<Thread> playing = new ArrayList<>();

  ApprovalPlay(Path folder, URI endpoint) {
    this.folder = folder;
    this.endpoint = endpoint;
    playing.add(begun("node", this::playTypeScript));
    for (Way way : Way.ALL) {
      if (way.client().equals("java")) {
        playing.add(begun(way.name(), () -> playJava(way)));
      }
    }
  }

  /** Whether all have played. */
  boolean isOver() {
    return playing.stream().noneMatch(Thread::isAlive);
  }

  /** What came of each call, by its tool, and what pages were shown, by {@code NAME_shown}. */
  Map<String, String> said() {
    return Map.copyOf(said);
  }

  @Override
  public void close() {
    try {
      for (Thread thread : playing) {
        thread.join(AT_MOST);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Thread begun(String name, Runnable play) {
    return Thread.startVirtualThread(
        () -> {
          try {
            play.run();
          } catch (RuntimeException | AssertionError e) {
            said.put(name, e.toString());
          }
        });
  }

  private void playTypeScript() {
    JsonArrayBuilder clients = Json.createArrayBuilder();
    for (Way way : Way.ALL) {
      if (!way.client().equals("java")) {
        JsonObjectBuilder told =
            Json.createObjectBuilder()
                .add("name", way.name())
                .add("sdk", way.client())
                .add("can", way.can())
                .add("stops", way.stops())
                .add("hurries", way.isHurried());
        clients.add(
            way.isHttp()
                ? told.add("url", endpoint.toString())
                : told.add("command", Json.createArrayBuilder(stdio())));
      }
    }
    String argument =
        Json.createObjectBuilder().add("prefix", PREFIX).add("clients", clients).build().toString();
    Finished finished =
        Finished.of(
            NodePackages.folder(), AT_MOST, List.of("node", "approvals/play.mjs", argument));
    finished.expecting(0).out().lines().map(ApprovalPlay::read).forEach(this::heard);
  }

  private void heard(JsonObject line) {
    String client = line.getString("client");
    String text = line.getString("text", line.getString("error", ""));
    said.put(client + "_" + line.getString("outcome"), text);
    said.put(client + "_shown", line.getJsonArray("shown").toString());
  }

  private void playJava(Way way) {
    try (JavaCaller caller = new JavaCaller(transport(way), way.isShownPages())) {
      Runnable withdrawn = () -> call(caller, way, Way.WITHDRAWN);
      List<Thread> calls = new ArrayList<>();
      if (way.isShownPages()) {
        caller.want(false);
        withdrawn.run();
        caller.want(true);
      } else {
        calls.add(begun(way.name() + "_" + Way.WITHDRAWN, withdrawn));
      }
      for (String outcome : List.of(Way.APPROVED, Way.DENIED, Way.EXPIRED)) {
        calls.add(begun(way.name() + "_" + outcome, () -> call(caller, way, outcome)));
      }
      for (Thread call : calls) {
        call.join();
      }
      said.put(way.name() + "_shown", caller.shown().toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void call(JavaCaller caller, Way way, String outcome) {
    String tool = way.name() + "_" + outcome;
    said.put(tool, caller.settled(PREFIX + tool));
  }

  private McpClientTransport transport(Way way) {
    return way.isHttp() ? JavaCaller.http(endpoint) : JavaCaller.stdio(stdio());
  }

  /** It finds the gateway that is at work beside the same configuration. */
  private List<String> stdio() {
    return Product.command("stdio", "--config", folder.resolve("gatehouse.yaml").toString());
  }

  private static JsonObject read(String line) {
    try (var reader = Json.createReader(new StringReader(line))) {
      return reader.readObject();
    }
  }
}
