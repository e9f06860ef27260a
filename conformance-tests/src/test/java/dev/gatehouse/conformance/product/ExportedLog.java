package dev.gatehouse.conformance.product;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

/**
 * The entries of an exported bundle, read with nothing of the product.
 *
 * <p>Source: C2SP tlog-tiles, "Log entries": {@code tile/entries/<N>[.p/<W>]}, each entry behind
 * its length in two bytes; RFC 6962 §2.1 for the hash of a leaf.
 */
public final class ExportedLog {
  private final List<byte[]> entries;

  private ExportedLog(List<byte[]> entries) {
    this.entries = entries;
  }

  /** Reads a bundle. */
  public static ExportedLog read(Path bundle) {
    Path folder = bundle.resolve("tile/entries");
    List<byte[]> entries = new ArrayList<>();
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path file : paths.filter(Files::isRegularFile).sorted().toList()) {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
        while (bytes.hasRemaining()) {
          byte[] entry = new byte[Short.toUnsignedInt(bytes.getShort())];
          bytes.get(entry);
          entries.add(entry);
        }
      }
      return new ExportedLog(entries);
    } catch (IOException e) {
      throw new UncheckedIOException("reading " + bundle, e);
    }
  }

  /** How many entries it holds. */
  public int size() {
    return entries.size();
  }

  /** All entries, read as JSON. */
  public List<JsonObject> statements() {
    return entries.stream().map(ExportedLog::json).toList();
  }

  /** How many entries of this type there are. */
  public long count(String type) {
    return statements().stream().filter(entry -> entry.getString("type").equals(type)).count();
  }

  /** The hash of an entry's leaf, in base64 as a receipt has it. */
  public String leaf(long index) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      sha256.update((byte) 0);
      return Base64.getEncoder().encodeToString(sha256.digest(entries.get((int) index)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static JsonObject json(byte[] entry) {
    try (var reader =
        Json.createReader(new StringReader(new String(entry, StandardCharsets.UTF_8)))) {
      return reader.readObject();
    }
  }
}
