package dev.gatehouse.recordings.store;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.recordings.leaf.Disclosure;
import dev.gatehouse.recordings.merkle.Hash;
import java.io.IOException;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * The keys that payloads are sealed with, one for each subject and month: to erase, delete the key.
 * Confined to one thread.
 *
 * <p>Shape: {@code keys.db} holds the keys, wrapped by the one in {@code master.key}, under an HMAC
 * of the subject's name. Guarantee: a key that {@link #ensure} returned from survives a power cut,
 * so no durable row ever needs a key that was lost.
 */
public final class PayloadKeys implements AutoCloseable {
  /** The subjects of a busy hour; a key that fell out is read and unwrapped again. */
  private static final int KEYS_CACHED_MAX = 4096;

  private static final int KEY_BYTES = 32;

  private final Connection connection;
  private final SecretKey master;
  private final SecureRandom random = new SecureRandom();
  private final PayloadCipher cipher = new PayloadCipher();
  private final Map<Long, SecretKey> keys = new Recent<>();
  private final Map<Name, Long> ids = new Recent<>();

  private PayloadKeys(Connection connection, SecretKey master) {
    this.connection = connection;
    this.master = master;
  }

  /** Whose payloads of which month a key seals. */
  public record Name(String subject, YearMonth bucket) {}

  private static final class Recent<K, V> extends LinkedHashMap<K, V> {
    private static final long serialVersionUID = 1L;

    Recent() {
      super(64, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
      return size() > KEYS_CACHED_MAX;
    }
  }

  /** Makes an empty key store in {@code directory}, whatever was there. */
  static void create(DataDirectory directory) throws IOException, SQLException {
    byte[] key = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(key);
    String text = Base64.getEncoder().encodeToString(key) + "\n";
    directory.write(directory.masterKey(), text.getBytes(US_ASCII), "rw-------");
    Files.deleteIfExists(directory.keys());
    directory.createPrivate(directory.keys());
    try (PayloadKeys created = openForWriting(directory)) {
      SqliteFile.execute(
          created.connection,
          """
          CREATE TABLE payload_key(
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            subject BLOB NOT NULL,
            bucket TEXT NOT NULL,
            wrapped BLOB NOT NULL,
            retired INTEGER NOT NULL DEFAULT 0)
          """);
      SqliteFile.execute(
          created.connection,
          "CREATE UNIQUE INDEX active_key ON payload_key(subject, bucket) WHERE retired = 0");
      SqliteFile.execute(
          created.connection,
          "CREATE TABLE hold(subject BLOB PRIMARY KEY, reason TEXT NOT NULL, since TEXT NOT NULL)");
    }
  }

  /** Opens the keys for the one writer. */
  public static PayloadKeys openForWriting(DataDirectory directory)
      throws IOException, SQLException {
    SecretKey master = readMaster(directory);
    // WAL, though writes are rare: a reader need not repair what a crash left in a rollback
    // journal.
    return new PayloadKeys(
        SqliteFile.openForWriting(
            directory.keys(),
            "journal_mode=wal",
            "synchronous=2",
            "fullfsync=1",
            "secure_delete=1"),
        master);
  }

  /** Opens the keys for reading, also beside a running writer. */
  public static PayloadKeys openForReading(DataDirectory directory)
      throws IOException, SQLException {
    SecretKey master = readMaster(directory);
    return new PayloadKeys(SqliteFile.openForReading(directory.keys()), master);
  }

  private static SecretKey readMaster(DataDirectory directory) throws IOException {
    if (!Files.isRegularFile(directory.masterKey())) {
      throw new IOException(directory.masterKey().getFileName() + " is missing");
    }
    byte[] key;
    try {
      key = Base64.getDecoder().decode(Files.readString(directory.masterKey(), US_ASCII).strip());
    } catch (IllegalArgumentException e) {
      throw new IOException(directory.masterKey() + " expected to be base64", e);
    }
    if (key.length != KEY_BYTES) {
      throw new IOException(directory.masterKey() + " expected to be base64 of 32 bytes");
    }
    return new SecretKeySpec(key, "AES");
  }

  /** Makes the keys that are missing among {@code names}; they are durable when this returns. */
  public void ensure(Collection<Name> names) throws SQLException, GeneralSecurityException {
    Map<Name, byte[]> missing = new HashMap<>();
    for (Name name : names) {
      if (!ids.containsKey(name) && !missing.containsKey(name)) {
        byte[] subject = subjectDigest(name.subject());
        if (!findId(name, subject)) {
          missing.put(name, subject);
        }
      }
    }
    if (missing.isEmpty()) {
      return;
    }
    connection.setAutoCommit(false);
    for (Map.Entry<Name, byte[]> entry : missing.entrySet()) {
      insert(entry.getKey(), entry.getValue());
    }
    connection.commit();
    connection.setAutoCommit(true);
    for (Map.Entry<Name, byte[]> entry : missing.entrySet()) {
      findId(entry.getKey(), entry.getValue());
    }
  }

  private boolean findId(Name name, byte[] subject) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT id FROM payload_key WHERE subject = ? AND bucket = ? AND retired = 0")) {
      select.setBytes(1, subject);
      select.setString(2, name.bucket().toString());
      try (ResultSet row = select.executeQuery()) {
        if (!row.next()) {
          return false;
        }
        ids.put(name, row.getLong(1));
        return true;
      }
    }
  }

  private void insert(Name name, byte[] subject) throws SQLException, GeneralSecurityException {
    byte[] key = new byte[KEY_BYTES];
    random.nextBytes(key);
    String bucket = name.bucket().toString();
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO payload_key(subject, bucket, wrapped) VALUES (?, ?, ?)")) {
      insert.setBytes(1, subject);
      insert.setString(2, bucket);
      insert.setBytes(3, cipher.seal(master, wrapContext(subject, bucket), key));
      insert.executeUpdate();
    }
  }

  /** The id of the key of {@code name}, which {@link #ensure} has made. */
  public long id(Name name) throws SQLException, GeneralSecurityException {
    Long id = ids.get(name);
    if (id == null) {
      // More names in one batch than are cached.
      findId(name, subjectDigest(name.subject()));
      id = ids.get(name);
    }
    if (id == null) {
      throw new GeneralSecurityException("no key was made for this subject and month");
    }
    return id;
  }

  /** Seals packed parts so that they open only where their leaf stands. */
  public SealedPayload seal(long keyId, Hash leaf, byte[] packed)
      throws SQLException, GeneralSecurityException {
    SecretKey key =
        find(keyId)
            .orElseThrow(
                () -> new GeneralSecurityException("the payload key " + keyId + " is gone"));
    return new SealedPayload(keyId, cipher.seal(key, leaf.toArray(), packed));
  }

  /**
   * Opens a payload; empty where its key was destroyed.
   *
   * <p>Errors: {@code GeneralSecurityException} or {@code IOException} where the bytes are not what
   * was sealed for {@code leaf}.
   */
  public Optional<List<Disclosure>> open(SealedPayload payload, Hash leaf)
      throws SQLException, GeneralSecurityException, IOException {
    Optional<SecretKey> key = find(payload.keyId());
    if (key.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(Packing.unpack(cipher.open(key.get(), leaf.toArray(), payload.sealed())));
  }

  private Optional<SecretKey> find(long id) throws SQLException, GeneralSecurityException {
    SecretKey cached = keys.get(id);
    if (cached != null) {
      return Optional.of(cached);
    }
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT subject, bucket, wrapped FROM payload_key WHERE id = ?")) {
      select.setLong(1, id);
      try (ResultSet row = select.executeQuery()) {
        if (!row.next()) {
          return Optional.empty();
        }
        byte[] context = wrapContext(row.getBytes(1), row.getString(2));
        SecretKey key = new SecretKeySpec(cipher.open(master, context, row.getBytes(3)), "AES");
        keys.put(id, key);
        return Optional.of(key);
      }
    }
  }

  /** A key that is to be destroyed, and the month whose payloads it seals. */
  public record Doomed(long id, YearMonth bucket) {}

  /** The keys of a subject, those that were retired included. */
  public List<Doomed> keysOf(String subject) throws SQLException, GeneralSecurityException {
    return doomed(
        "SELECT id, bucket, subject FROM payload_key WHERE subject = ? ORDER BY id",
        subjectDigest(subject));
  }

  /** The keys of months before {@code month} that no hold protects and that are somebody's. */
  public List<Doomed> keysBefore(YearMonth month) throws SQLException, GeneralSecurityException {
    return doomed(
        "SELECT id, bucket, subject FROM payload_key WHERE subject <> ? AND bucket < '"
            + month
            + "' AND subject NOT IN (SELECT subject FROM hold) ORDER BY id",
        subjectDigest(""));
  }

  private List<Doomed> doomed(String sql, byte[] subject) throws SQLException {
    List<Doomed> doomed = new ArrayList<>();
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      select.setBytes(1, subject);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          doomed.add(new Doomed(row.getLong(1), YearMonth.parse(row.getString(2))));
        }
      }
    }
    return doomed;
  }

  /** Which month's payloads the key seals; empty where it was destroyed. */
  public Optional<Doomed> doomed(long id) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("SELECT bucket FROM payload_key WHERE id = ?")) {
      select.setLong(1, id);
      try (ResultSet row = select.executeQuery()) {
        return row.next()
            ? Optional.of(new Doomed(id, YearMonth.parse(row.getString(1))))
            : Optional.empty();
      }
    }
  }

  /** Seals nothing more with these keys; it is durable on return. */
  public void retire(Collection<Long> doomed) throws SQLException {
    change("UPDATE payload_key SET retired = 1 WHERE id = ?", doomed);
    ids.values().removeAll(doomed);
  }

  /** Destroys these keys: what they sealed opens for nobody. It is durable on return. */
  public void destroy(Collection<Long> doomed) throws SQLException {
    change("DELETE FROM payload_key WHERE id = ?", doomed);
    ids.values().removeAll(doomed);
    keys.keySet().removeAll(doomed);
    // What was deleted must not linger in the WAL.
    SqliteFile.execute(connection, "PRAGMA wal_checkpoint(TRUNCATE)");
  }

  private void change(String sql, Collection<Long> keyIds) throws SQLException {
    connection.setAutoCommit(false);
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (long id : keyIds) {
        statement.setLong(1, id);
        statement.executeUpdate();
      }
      connection.commit();
    } finally {
      connection.setAutoCommit(true);
    }
  }

  /** Keeps the keys of {@code subject}, or with an empty name everybody's, from being destroyed. */
  public void hold(String subject, String reason, Instant since)
      throws SQLException, GeneralSecurityException {
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT OR REPLACE INTO hold VALUES (?, ?, ?)")) {
      insert.setBytes(1, subjectDigest(subject));
      insert.setString(2, reason);
      insert.setString(3, since.toString());
      insert.executeUpdate();
    }
  }

  /** Ends a hold. */
  public void release(String subject) throws SQLException, GeneralSecurityException {
    try (PreparedStatement delete =
        connection.prepareStatement("DELETE FROM hold WHERE subject = ?")) {
      delete.setBytes(1, subjectDigest(subject));
      delete.executeUpdate();
    }
  }

  /** Why the keys of {@code subject}, or with an empty name everybody's, are held; else empty. */
  public Optional<String> held(String subject) throws SQLException, GeneralSecurityException {
    try (PreparedStatement select =
        connection.prepareStatement("SELECT reason FROM hold WHERE subject = ?")) {
      select.setBytes(1, subjectDigest(subject));
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
      }
    }
  }

  /** How a subject is called where its name must not stand: only this log can tell whose it is. */
  public String pseudonym(String subject) throws GeneralSecurityException {
    return HexFormat.of().formatHex(subjectDigest(subject), 0, 16);
  }

  private static byte[] wrapContext(byte[] subject, String bucket) {
    String context = "payload key " + HexFormat.of().formatHex(subject) + " " + bucket;
    return context.getBytes(US_ASCII);
  }

  private byte[] subjectDigest(String subject) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(master);
    return mac.doFinal(("subject " + subject).getBytes(UTF_8));
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
