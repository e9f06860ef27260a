package dev.gatehouse.recordings.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.recordings.bundle.BundleFiles;
import dev.gatehouse.recordings.leaf.Disclosure;
import dev.gatehouse.recordings.leaf.Leaf;
import dev.gatehouse.recordings.note.Checkpoint;
import dev.gatehouse.recordings.note.MalformedNoteException;
import dev.gatehouse.recordings.note.SigningKey;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Makes bundles of any size, entry by entry, as a log of calls would give them: a boot, then
 * requests and their responses, each with a message of JSON.
 */
final class LargeBundle {
  private static final Instant START = Instant.parse("2026-11-23T01:00:00Z");
  private static final String BOOT = "01KX0000000000000000000000";

  private final SigningKey key;
  private final Random random = new Random(7);
  private final byte[] salt = new byte[Disclosure.SALT_BYTES];
  private final int messageBytes;

  private LargeBundle(SigningKey key, int messageBytes) {
    this.key = key;
    this.messageBytes = messageBytes;
  }

  /** Writes a bundle of {@code entries} entries into {@code target} and returns its key. */
  static String write(Path target, long entries, int messageBytes)
      throws IOException, MalformedNoteException {
    SigningKey key = SigningKey.generate("large.example");
    try (BundleFiles files = new BundleFiles(path -> create(target.resolve(path)))) {
      new LargeBundle(key, messageBytes).write(files, entries);
    }
    return key.verifierKey().text();
  }

  private static OutputStream create(Path file) throws IOException {
    Files.createDirectories(file.resolveSibling("."));
    return new BufferedOutputStream(Files.newOutputStream(file), 64 * 1024);
  }

  private void write(BundleFiles files, long entries) throws IOException {
    add(files, 0, "boot", Map.of(), List.of());
    for (long index = 1; index < entries; index++) {
      boolean request = index % 2 == 1;
      String exchange = "01KX%022d".formatted((index + 1) / 2);
      Map<String, String> words =
          request
              ? Map.of(
                  "dir",
                  "c2s",
                  "ex",
                  exchange,
                  "method",
                  "tools/call",
                  "polhash",
                  "p1",
                  "policy",
                  "permit",
                  "tool",
                  "crm__find_customer",
                  "up",
                  "crm")
              : Map.of("dir", "s2c", "ex", exchange);
      random.nextBytes(salt);
      Disclosure message = new Disclosure("msg", salt.clone(), message(index));
      add(files, index, request ? "request" : "response", words, List.of(message));
    }
    Checkpoint checkpoint = new Checkpoint(key.verifierKey().name(), files.size(), files.root());
    files.finish(checkpoint, key.sign(checkpoint.text()), key.verifierKey());
  }

  private byte[] message(long index) {
    StringBuilder text = new StringBuilder("{\"jsonrpc\":\"2.0\",\"id\":").append(index);
    text.append(",\"result\":{\"rows\":[");
    while (text.length() < messageBytes - 60) {
      text.append("{\"name\":\"customer ").append(random.nextInt(100_000));
      text.append("\",\"city\":\"K\u00f6ln\",\"open\":").append(random.nextInt(900)).append("},");
    }
    text.append("null]}}");
    return text.append(" ".repeat(Math.max(0, messageBytes - text.length())))
        .toString()
        .getBytes(UTF_8);
  }

  private void add(
      BundleFiles files, long index, String type, Map<String, String> words, List<Disclosure> parts)
      throws IOException {
    Map<String, String> commitments =
        parts.isEmpty() ? Map.of() : Map.of("msg", parts.getFirst().commitment());
    Map<String, Long> lengths =
        parts.isEmpty() ? Map.of() : Map.of("msg", (long) parts.getFirst().content().length);
    Leaf leaf = new Leaf(type, BOOT, START.plusMillis(index), words, commitments, lengths);
    files.add(leaf.text(), leaf, parts);
  }
}
