package dev.gatehouse.recordings.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.recordings.Bytes;
import dev.gatehouse.recordings.Entry;
import dev.gatehouse.recordings.EntryKind;
import dev.gatehouse.recordings.EntryLog;
import dev.gatehouse.recordings.Logs;
import dev.gatehouse.recordings.PartName;
import dev.gatehouse.recordings.RecordingException;
import dev.gatehouse.recordings.export.BundleExport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** Bundles for tests: a small one with every kind of file, and what an attacker does to it. */
final class Bundles {
  private Bundles() {}

  /** Writes a small log into {@code data}, exports it to {@code bundle}, and returns its key. */
  static String small(Path data, Path bundle) throws RecordingException {
    String key;
    try (EntryLog log = Logs.open(data)) {
      key = log.verifierKey();
      log.append(Logs.policyLoaded("p1", "default: permit\n"));
      log.append(Logs.request("e1", "{\"id\":1}"));
      log.append(
          Entry.builder(EntryKind.EVENT)
              .exchange("e1")
              .part(PartName.MSG, Bytes.utf8("{}"))
              .part(PartName.TX, Bytes.of(new byte[] {(byte) 0xff, 0}))
              .build());
      log.append(Logs.response("e1", "{\"id\":1,\"result\":{}}"));
    }
    BundleExport.write(data, bundle);
    return key;
  }

  static List<String> paths(Path bundle) throws IOException {
    try (Stream<Path> files = Files.walk(bundle)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> bundle.relativize(file).toString())
          .sorted()
          .toList();
    }
  }

  /** Writes {@code SHA256SUMS} anew, as who changed a file would. */
  static void writeSums(Path bundle) throws IOException {
    StringBuilder sums = new StringBuilder();
    for (String path : paths(bundle)) {
      if (!path.equals("SHA256SUMS")) {
        sums.append(digest(Files.readAllBytes(bundle.resolve(path))));
        sums.append("  ").append(path).append('\n');
      }
    }
    Files.writeString(bundle.resolve("SHA256SUMS"), sums, UTF_8);
  }

  static String digest(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
