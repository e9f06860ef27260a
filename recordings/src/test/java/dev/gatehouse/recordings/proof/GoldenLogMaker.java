package dev.gatehouse.recordings.proof;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.recordings.leaf.Disclosure;
import dev.gatehouse.recordings.leaf.Leaf;
import dev.gatehouse.recordings.note.Checkpoint;
import dev.gatehouse.recordings.note.CheckpointPolicy;
import dev.gatehouse.recordings.note.KeyType;
import dev.gatehouse.recordings.note.MalformedNoteException;
import dev.gatehouse.recordings.note.SignatureLine;
import dev.gatehouse.recordings.note.SignedNote;
import dev.gatehouse.recordings.note.SigningKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;

/**
 * Made the golden log, once. Kept so that a reader sees what is in it; nothing runs it, and it
 * refuses to write where a golden log is.
 */
final class GoldenLogMaker {
  private static final Instant TIME = Instant.parse("2026-11-23T01:23:45Z");
  private static final Random RANDOM = new Random(6962);

  private GoldenLogMaker() {}

  public static void main(String[] arguments) throws IOException, MalformedNoteException {
    if (Files.exists(GoldenLog.DIRECTORY.resolve("checkpoint"))) {
      throw new IOException("there is a golden log, which never changes");
    }
    List<byte[]> statements = new ArrayList<>();
    for (int i = 0; i < GoldenLog.SIZE; i++) {
      statements.add(statement(i));
    }
    GoldenLog log = new GoldenLog(statements);
    Map<String, SigningKey> keys = new HashMap<>();
    SigningKey first = SigningKey.generate(GoldenLog.ORIGIN);
    SigningKey second = SigningKey.generate(GoldenLog.ORIGIN, KeyType.ML_DSA_44);
    SigningKey third = SigningKey.generate("w1.example", KeyType.ED25519_COSIGNATURE);
    SigningKey fourth = SigningKey.generate("w2.example", KeyType.ML_DSA_44);
    keys.put("log-ed25519", first);
    keys.put("log-ml-dsa-44", second);
    keys.put("w1", third);
    keys.put("w2", fourth);

    Checkpoint checkpoint = log.checkpoint(GoldenLog.SIZE);
    List<SignatureLine> lines = new ArrayList<>();
    for (SigningKey key : List.of(first, second, third, fourth)) {
      lines.add(key.line(checkpoint.text(), TIME));
    }
    SignedNote newest = new SignedNote(checkpoint.text(), lines);
    SortedMap<String, byte[]> files = log.files(newest);
    files.put("checkpoint", newest.bytes());
    for (int size : GoldenLog.SIZES) {
      files.put("checkpoints/" + size, first.sign(log.checkpoint(size).text()));
    }
    files.put("policy.txt", policy(first, second, third, fourth).bytes());
    keys.forEach(
        (name, key) ->
            files.put(
                "key/" + name,
                (Base64.getEncoder().encodeToString(key.pkcs8()) + "\n").getBytes(US_ASCII)));
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Path path = GoldenLog.DIRECTORY.resolve(file.getKey());
      Files.createDirectories(path.resolveSibling("."));
      Files.write(path, file.getValue());
    }
  }

  private static CheckpointPolicy policy(
      SigningKey first, SigningKey second, SigningKey third, SigningKey fourth) {
    return new CheckpointPolicy(
        List.of(
            new CheckpointPolicy.Log(first.verifierKey(), Optional.empty()),
            new CheckpointPolicy.Log(second.verifierKey(), Optional.empty())),
        List.of(
            new CheckpointPolicy.Witness("w1", third.verifierKey(), Optional.empty()),
            new CheckpointPolicy.Witness(
                "w2", fourth.verifierKey(), Optional.of("https://w2.example/"))),
        List.of(new CheckpointPolicy.Group("both", 2, List.of("w1", "w2"))),
        "both");
  }

  /** Entries of all types, with more and fewer members in turn. */
  private static byte[] statement(int index) {
    List<String> types = Leaf.TYPES.stream().sorted().toList();
    Map<String, String> words = new HashMap<>();
    Map<String, String> commitments = new HashMap<>();
    Map<String, Long> lengths = new HashMap<>();
    for (String word : Leaf.WORDS.stream().sorted().toList()) {
      if (RANDOM.nextBoolean()) {
        words.put(word, word + "_" + index);
      }
    }
    for (String part : Leaf.PARTS.stream().sorted().toList()) {
      byte[] salt = new byte[Disclosure.SALT_BYTES];
      byte[] content = new byte[RANDOM.nextInt(500)];
      RANDOM.nextBytes(salt);
      RANDOM.nextBytes(content);
      if (RANDOM.nextBoolean()) {
        commitments.put(part, new Disclosure(part, salt, content).commitment());
        if (Leaf.MEASURED_PARTS.contains(part)) {
          lengths.put(part, (long) content.length);
        }
      }
    }
    Instant time = TIME.plusNanos(index * 1_234_567_000L);
    String type = types.get(index % types.size());
    return new Leaf(type, "01JDBGOLDEN", time, words, commitments, lengths).text().getBytes(UTF_8);
  }
}
