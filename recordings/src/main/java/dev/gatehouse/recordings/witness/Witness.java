package dev.gatehouse.recordings.witness;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.recordings.note.MalformedNoteException;
import dev.gatehouse.recordings.note.SigningKeys;
import dev.gatehouse.recordings.note.VerifierKey;
import dev.gatehouse.recordings.store.DataDirectory;
import dev.gatehouse.recordings.store.DirectoryLock;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Remembers for each log that it was told of how far it had come, and cosigns what continues it:
 * everything of {@code add-checkpoint} but HTTP. Thread-safe.
 *
 * <p>Guarantee: a cosignature that is given out is on disk, so that no crash makes the witness
 * forget it. Source: C2SP tlog-witness v1.0.0.
 */
public final class Witness implements AutoCloseable {
  /** A checkpoint with sixteen signatures of the largest kind and the longest proof, twice. */
  public static final int REQUEST_BYTES_MAX = 256 << 10;

  /** ML-DSA-44 cosignatures have one byte for its length. */
  private static final int ORIGIN_BYTES_MAX = 255;

  private final SigningKeys keys;
  private final Map<String, WitnessedLog> logs;
  private final Map<String, WitnessedLog> logsByPath = new HashMap<>();
  private final DirectoryLock lock;

  private Witness(SigningKeys keys, Map<String, WitnessedLog> logs, DirectoryLock lock) {
    this.keys = keys;
    this.logs = logs;
    logs.forEach((origin, log) -> logsByPath.put(WitnessedLog.name(origin), log));
    this.lock = lock;
  }

  /**
   * Opens the witness in {@code directory}, or makes one called {@code name}; {@code logs} are the
   * keys of the logs that it cosigns, each named as its log's origin; a log may have several.
   *
   * <p>Errors: {@code IOException} where another process has the directory, the witness there has
   * another name, or its files are not what it wrote.
   */
  public static Witness open(
      Path directory, String name, List<VerifierKey> logs, InstantSource clock) throws IOException {
    DataDirectory data = directory(directory);
    data.create();
    DirectoryLock lock = take(data);
    try {
      SigningKeys keys =
          WitnessKeyFiles.exist(data)
              ? WitnessKeyFiles.read(data)
              : WitnessKeyFiles.create(data, name);
      if (!keys.name().equals(name)) {
        throw new IOException(
            "the witness in " + directory + " is called `" + keys.name() + "`, not `" + name + "`");
      }
      return new Witness(keys, open(data, logs, keys, clock), lock);
    } catch (MalformedNoteException e) {
      close(lock);
      throw new IOException(directory + ": " + e.getMessage(), e);
    } catch (IOException | RuntimeException e) {
      close(lock);
      throw e;
    }
  }

  private static DataDirectory directory(Path path) throws IOException {
    try {
      return new DataDirectory(path);
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private static DirectoryLock take(DataDirectory directory) throws IOException {
    try {
      return DirectoryLock.take(directory);
    } catch (DirectoryLock.HeldException e) {
      throw new IOException("another process has " + directory.path() + " open", e);
    } catch (SQLException e) {
      throw new IOException("cannot lock " + directory.path() + ": " + e.getMessage(), e);
    }
  }

  private static void close(DirectoryLock lock) throws IOException {
    try {
      lock.close();
    } catch (SQLException e) {
      throw new IOException("cannot unlock the directory", e);
    }
  }

  private static Map<String, WitnessedLog> open(
      DataDirectory directory, List<VerifierKey> logKeys, SigningKeys keys, InstantSource clock)
      throws IOException, MalformedNoteException {
    Map<String, List<VerifierKey>> keysByOrigin = new LinkedHashMap<>();
    for (VerifierKey key : logKeys) {
      if (!key.type().signsAsLog()) {
        throw new MalformedNoteException("the key of log `" + key.name() + "` is a cosigner's");
      }
      if (key.name().getBytes(UTF_8).length > ORIGIN_BYTES_MAX) {
        throw new MalformedNoteException(
            "origin expected at most " + ORIGIN_BYTES_MAX + " bytes to be cosigned");
      }
      keysByOrigin.computeIfAbsent(key.name(), _ -> new ArrayList<>()).add(key);
    }
    Map<String, WitnessedLog> logs = new LinkedHashMap<>();
    for (Map.Entry<String, List<VerifierKey>> log : keysByOrigin.entrySet()) {
      logs.put(log.getKey(), WitnessedLog.open(log.getValue(), keys, directory, clock));
    }
    return logs;
  }

  /** The public halves of its keys, Ed25519 first: what those need who trust it. */
  public List<VerifierKey> verifierKeys() {
    return keys.verifierKeys();
  }

  /** Answers {@code POST <prefix>/add-checkpoint}. */
  public WitnessResponse addCheckpoint(byte[] body) {
    AddCheckpoint request;
    try {
      if (body.length > REQUEST_BYTES_MAX) {
        throw new MalformedNoteException("more than " + REQUEST_BYTES_MAX + " bytes");
      }
      request = AddCheckpoint.parse(body);
    } catch (MalformedNoteException e) {
      return WitnessResponse.refusal(WitnessResponse.MALFORMED, String.valueOf(e.getMessage()));
    }
    String text = request.note().text();
    WitnessedLog log = logs.get(text.substring(0, text.indexOf('\n')));
    return log == null ? unknown() : log.add(request);
  }

  /** Answers {@code GET <prefix>/<SHA-256 of the origin in hex>/checkpoint}. */
  public WitnessResponse checkpoint(String originHash) {
    WitnessedLog log = logsByPath.get(originHash);
    return log == null
        ? unknown()
        : log.checkpoint()
            .map(note -> WitnessResponse.text(WitnessResponse.OK, note.whole()))
            .orElseGet(Witness::unknown);
  }

  private static WitnessResponse unknown() {
    return WitnessResponse.refusal(WitnessResponse.UNKNOWN, "no such log here");
  }

  @Override
  public void close() throws IOException {
    close(lock);
  }
}
