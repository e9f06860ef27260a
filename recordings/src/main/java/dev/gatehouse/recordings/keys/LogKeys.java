package dev.gatehouse.recordings.keys;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.recordings.note.MalformedNoteException;
import dev.gatehouse.recordings.note.SigningKey;
import dev.gatehouse.recordings.note.SigningKeys;
import dev.gatehouse.recordings.note.VerifierKey;
import dev.gatehouse.recordings.store.DataDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The keys of a log, open for signing, and where they lie. Immutable, thread-safe.
 *
 * <p>Errors: {@code IOException} or {@link MalformedNoteException} where they cannot be had, or are
 * not the log's; neither says a password or a PIN.
 */
public final class LogKeys implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(LogKeys.class.getName());

  private final DataDirectory directory;
  private final KeySource.Place place;
  private final SigningKeys signing;
  private final Optional<Pkcs11Token> token;

  private LogKeys(
      DataDirectory directory,
      KeySource.Place place,
      SigningKeys signing,
      Optional<Pkcs11Token> token) {
    this.directory = directory;
    this.place = place;
    this.signing = signing;
    this.token = token;
  }

  /** Makes the keys of a new log called {@code origin}, or takes those that are in the place. */
  public static LogKeys create(DataDirectory directory, KeySource source, String origin)
      throws IOException, MalformedNoteException {
    LogKeys keys =
        switch (source.first()) {
          case KeySource.Files files ->
              inFiles(directory, files, new SigningKeyFiles(directory).create(origin));
          case KeySource.Pkcs12 pkcs12 -> inStore(directory, pkcs12, origin);
          case KeySource.Pkcs11 pkcs11 -> inToken(directory, pkcs11, origin);
        };
    keys.handOut();
    return keys;
  }

  /** Opens the keys whose public halves are {@code verifierKeys}, wherever a crash left them. */
  public static LogKeys open(
      DataDirectory directory, KeySource source, List<VerifierKey> verifierKeys)
      throws IOException, MalformedNoteException {
    LogKeys keys =
        switch (source) {
          case KeySource.Place place -> open(directory, place, verifierKeys);
          case KeySource.Handover(KeySource.Place now, KeySource.Place next) -> {
            try {
              yield open(directory, now, verifierKeys);
            } catch (IOException | MalformedNoteException e) {
              yield succeeding(directory, next, verifierKeys, "" + e.getMessage());
            }
          }
        };
    new SigningKeyFiles(directory).settle(verifierKeys);
    keys.handOut();
    return keys;
  }

  private static LogKeys succeeding(
      DataDirectory directory, KeySource.Place next, List<VerifierKey> verifierKeys, String reason)
      throws IOException {
    try {
      LogKeys keys = open(directory, next, verifierKeys);
      LOG.log(INFO, "signing-keys=next place=\"{0}\"", next);
      return keys;
    } catch (IOException | MalformedNoteException e) {
      throw new IOException(reason + "; and of the next keys: " + e.getMessage(), e);
    }
  }

  private static LogKeys open(
      DataDirectory directory, KeySource.Place place, List<VerifierKey> verifierKeys)
      throws IOException, MalformedNoteException {
    String origin = verifierKeys.getFirst().name();
    LogKeys keys =
        switch (place) {
          case KeySource.Files files -> {
            SigningKeys read = new SigningKeyFiles(directory).read(verifierKeys);
            yield inFiles(directory, files, read);
          }
          case KeySource.Pkcs12 pkcs12 -> inStore(directory, pkcs12, origin);
          case KeySource.Pkcs11 pkcs11 -> inToken(directory, pkcs11, origin);
        };
    if (!keys.verifierKeys().equals(verifierKeys)) {
      keys.close();
      throw new MalformedNoteException(
          "%s: the keys are %s, expected those of the log, %s"
              .formatted(place, shown(keys.verifierKeys()), shown(verifierKeys)));
    }
    return keys;
  }

  private static List<String> shown(List<VerifierKey> keys) {
    return keys.stream().map(key -> key.name() + "+%08x".formatted(key.id())).toList();
  }

  private static LogKeys inFiles(DataDirectory directory, KeySource.Files files, SigningKeys keys) {
    return new LogKeys(directory, files, keys, Optional.empty());
  }

  private static LogKeys inStore(DataDirectory directory, KeySource.Pkcs12 store, String origin)
      throws IOException, MalformedNoteException {
    return new LogKeys(directory, store, Pkcs12File.read(store, origin), Optional.empty());
  }

  private static LogKeys inToken(DataDirectory directory, KeySource.Pkcs11 source, String origin)
      throws IOException, MalformedNoteException {
    try {
      Pkcs11Token token = Pkcs11Token.open(source);
      SigningKey key = SigningKey.of(token::sign, token.verifierKey(origin));
      return new LogKeys(
          directory, source, new SigningKeys(key, Optional.empty()), Optional.of(token));
    } catch (GeneralSecurityException e) {
      throw new IOException(source + ": " + e.getMessage(), e);
    }
  }

  /**
   * Has the keys that come after these ready in {@code next}, durable, and used for nothing yet.
   */
  public LogKeys next(KeySource.Place next) throws IOException, MalformedNoteException {
    String origin = signing.name();
    LogKeys keys =
        switch (next) {
          case KeySource.Files files ->
              inFiles(directory, files, new SigningKeyFiles(directory).stage(origin));
          case KeySource.Pkcs12 pkcs12 -> inStore(directory, pkcs12, origin);
          case KeySource.Pkcs11 pkcs11 -> inToken(directory, pkcs11, origin);
        };
    List<VerifierKey> both = new ArrayList<>(keys.verifierKeys());
    both.retainAll(verifierKeys());
    if (!both.isEmpty()) {
      keys.close();
      throw new MalformedNoteException(
          "%s: the key %s signs already, expected others".formatted(next, shown(both)));
    }
    return keys;
  }

  /** Says in the directory that these are the log's keys now, and not {@code before}. */
  public void succeed(LogKeys before) throws IOException {
    SigningKeyFiles files = new SigningKeyFiles(directory);
    files.settle(verifierKeys());
    if (before.place instanceof KeySource.Files && !(place instanceof KeySource.Files)) {
      files.delete();
    }
    handOut();
  }

  /** Whether files of {@code directory} hold the keys, so that nothing else is needed to sign. */
  public static boolean lieIn(DataDirectory directory, List<VerifierKey> verifierKeys) {
    try {
      new SigningKeyFiles(directory).read(verifierKeys);
      return true;
    } catch (IOException | MalformedNoteException e) {
      return false;
    }
  }

  private void handOut() throws IOException {
    String lines = KeyHistory.lines(verifierKeys());
    boolean there = Files.isRegularFile(directory.verifierKey());
    if (!there || !Files.readString(directory.verifierKey(), UTF_8).equals(lines)) {
      directory.write(directory.verifierKey(), lines.getBytes(UTF_8), "rw-r--r--");
    }
  }

  /** Where they lie. */
  public KeySource.Place place() {
    return place;
  }

  public SigningKeys signing() {
    return signing;
  }

  /** Their public halves, Ed25519 first. */
  public List<VerifierKey> verifierKeys() {
    return signing.verifierKeys();
  }

  @Override
  public void close() {
    try {
      if (token.isPresent()) {
        token.get().close();
      }
    } catch (GeneralSecurityException e) {
      LOG.log(WARNING, "signing-keys=not-closed reason=\"{0}\"", e.getMessage());
    }
  }
}
