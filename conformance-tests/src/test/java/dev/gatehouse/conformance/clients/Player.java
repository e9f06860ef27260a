package dev.gatehouse.conformance.clients;

import dev.gatehouse.conformance.product.Finished;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.io.StringReader;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/**
 * Clients that play the script, each in a process of its own, some at one time. Confined to one
 * thread but for what it starts.
 */
final class Player {
  /** Each takes a core while it plays, and so does the gateway. */
  private static final int AT_ONE_TIME = 3;

  private static final Duration AT_MOST = Duration.ofMinutes(2);

  private final String node;
  private final Semaphore free = new Semaphore(AT_ONE_TIME);
  private final List<Thread> playing = new ArrayList<>();
  private final Map<String, List<Outcome>> outcomes = new ConcurrentHashMap<>();

  Player(String node) {
    this.node = node;
  }

  /** What a client is told, but for where its server is. */
  static JsonObjectBuilder told(String client, String era) {
    return Json.createObjectBuilder().add("client", client).add("era", era);
  }

  /** Plays over HTTP, in the background. */
  void start(String name, JsonObjectBuilder told, URI endpoint) {
    start(name, told.add("url", endpoint.toString()).build());
  }

  /** Plays over the standard streams of a command, in the background. */
  void start(String name, JsonObjectBuilder told, List<String> command) {
    start(name, told.add("command", Json.createArrayBuilder(command)).build());
  }

  private void start(String name, JsonObject told) {
    playing.add(Thread.startVirtualThread(() -> outcomes.put(name, play(told))));
  }

  /** Waits until all have played. */
  void await() throws InterruptedException {
    for (Thread thread : playing) {
      thread.join();
    }
  }

  /** What became of the checks of one that played. */
  List<Outcome> outcomes(String name) {
    return Objects.requireNonNull(outcomes.get(name), () -> name + " did not play");
  }

  private List<Outcome> play(JsonObject told) {
    free.acquireUninterruptibly();
    try {
      List<String> command = List.of(node, "pairs/play.mjs", told.toString());
      Finished finished = Finished.of(NodePackages.installed(), AT_MOST, command).expecting(0);
      return finished.out().lines().map(Player::read).map(Outcome::read).toList();
    } finally {
      free.release();
    }
  }

  private static JsonObject read(String text) {
    try (var reader = Json.createReader(new StringReader(text))) {
      return reader.readObject();
    }
  }
}
