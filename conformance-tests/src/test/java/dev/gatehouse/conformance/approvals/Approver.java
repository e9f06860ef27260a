package dev.gatehouse.conformance.approvals;

import dev.gatehouse.conformance.product.Finished;
import dev.gatehouse.conformance.product.Product;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/** Somebody at the command line, beside the gateway of a folder. Thread-safe. */
final class Approver {
  private static final Duration COMMAND_AT_MOST = Duration.ofSeconds(60);
  private static final Duration AWAITED_AT_MOST = Duration.ofSeconds(60);

  private final Path folder;
  private final List<String> before;

  private Approver(Path folder, List<String> before) {
    this.folder = folder;
    this.before = before;
  }

  /** The user of the operating system. */
  static Approver owner(Path folder) {
    return new Approver(folder, List.of());
  }

  /** The person of a token. */
  static Approver with(Path folder, String token) {
    return new Approver(folder, List.of("env", "GATEHOUSE_TOKEN=" + token));
  }

  /** All that are kept, the newest first, as {@code list} says. */
  List<JsonObject> all() {
    return rows("list", "--all", "--json");
  }

  /** Those that wait for somebody. */
  List<JsonObject> waiting() {
    return rows("list", "--waiting", "--json");
  }

  /** All of one. */
  JsonObject show(String id) {
    return rows("show", id, "--json").getFirst();
  }

  /** The same as people read it. */
  String read(String id) {
    return run("show", id).expecting(0).out();
  }

  /** Says yes to what it was shown. */
  void approve(String id) {
    String seen = show(id).getString("seen");
    run("approve", id, "--seen", seen, "--reason", "case 4711").expecting(0);
  }

  /** Says no. */
  void deny(String id) {
    run("deny", id, "--reason", "not this one").expecting(0);
  }

  /** Ends a wait that was begun in its name. */
  void withdraw(String id) {
    run("withdraw", id, "--reason", "not needed").expecting(0);
  }

  /** How one stands, as soon as it is so. */
  JsonObject awaiting(String id, Predicate<JsonObject> isSo) throws InterruptedException {
    long end = System.nanoTime() + AWAITED_AT_MOST.toNanos();
    JsonObject shown = show(id);
    while (!isSo.test(shown)) {
      if (System.nanoTime() > end) {
        throw new AssertionError("waited in vain: " + shown);
      }
      Thread.sleep(100);
      shown = show(id);
    }
    return shown;
  }

  private List<JsonObject> rows(String... arguments) {
    return run(arguments).expecting(0).out().lines().map(Approver::row).toList();
  }

  private Finished run(String... arguments) {
    List<String> words = new ArrayList<>(List.of("approvals"));
    words.addAll(Arrays.asList(arguments));
    List<String> command = new ArrayList<>(before);
    command.addAll(Product.command(words.toArray(String[]::new)));
    return Finished.of(folder, COMMAND_AT_MOST, command);
  }

  private static JsonObject row(String line) {
    try (var reader = Json.createReader(new StringReader(line))) {
      return reader.readObject();
    }
  }
}
