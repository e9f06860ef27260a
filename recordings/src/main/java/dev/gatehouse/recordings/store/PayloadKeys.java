package dev.gatehouse.recordings.store;

import dev.gatehouse.recordings.leaf.Disclosure;
import dev.gatehouse.recordings.merkle.Hash;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.SecretKey;

/**
 * The keys that payloads are sealed with, one for each subject and month: to erase, delete the key.
 * Confined to one thread.
 *
 * <p>Shape: a table holds the keys, wrapped by the one in {@code master.key}, under an HMAC of the
 * subject's name. Guarantee: a key that {@link #ensure} returned from survives a power cut, so no
 * durable row ever needs a key that was lost.
 */
public final class PayloadKeys implements AutoCloseable {
  /** The subjects of a busy hour; a key that fell out is read and unwrapped again. */
  private static final int KEYS_CACHED_MAX = 4096;

  private static final int KEY_BYTES = 32;

  private final KeyTable table;
  private final MasterKey master;
  private final SecureRandom random = new SecureRandom();
  private final PayloadCipher cipher = new PayloadCipher();
  private final Map<Long, SecretKey> keys = new Recent<>();
  private final Map<Name, Long> ids = new Recent<>();

  PayloadKeys(KeyTable table, MasterKey master) {
    this.table = table;
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

  /**
   * A secret for another purpose than the log's: always the same, the same for all nodes, and of no
   * help to find the key in {@code master.key}.
   */
  public SecretKey derived(String purpose) {
    try {
      return master.derived(purpose);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HMAC-SHA-256", e);
    }
  }

  /** Opens the keys of the log in {@code directory} for reading, also beside running writers. */
  public static PayloadKeys openForReading(DataDirectory directory)
      throws IOException, SQLException {
    return Storage.of(directory).openKeysForReading();
  }

  /** Makes the keys that are missing among {@code names}; they are durable when this returns. */
  public void ensure(Collection<Name> names) throws SQLException, GeneralSecurityException {
    List<Name> missing = new ArrayList<>();
    List<WrappedKey> made = new ArrayList<>();
    for (Name name : new LinkedHashSet<>(names)) {
      if (!ids.containsKey(name) && !findId(name)) {
        missing.add(name);
        made.add(make(name));
      }
    }
    if (missing.isEmpty()) {
      return;
    }
    table.insert(made);
    for (Name name : missing) {
      findId(name);
    }
  }

  private boolean findId(Name name) throws SQLException, GeneralSecurityException {
    Optional<Long> id = table.findId(master.digest(name.subject()), name.bucket().toString());
    id.ifPresent(found -> ids.put(name, found));
    return id.isPresent();
  }

  private WrappedKey make(Name name) throws GeneralSecurityException {
    byte[] key = new byte[KEY_BYTES];
    random.nextBytes(key);
    byte[] subject = master.digest(name.subject());
    return WrappedKey.wrap(cipher, master.wrapping(), subject, name.bucket().toString(), key);
  }

  /** The id of the key of {@code name}, which {@link #ensure} has made. */
  public long id(Name name) throws SQLException, GeneralSecurityException {
    Long id = ids.get(name);
    if (id == null) {
      // More names in one batch than are cached.
      findId(name);
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
   * The parts of an entry; none where it never had any, or their key was destroyed.
   *
   * <p>Errors: {@code GeneralSecurityException} or {@code IOException} where the bytes are not what
   * was sealed for its leaf.
   */
  public List<Disclosure> open(EntryReader.StoredRow row)
      throws SQLException, GeneralSecurityException, IOException {
    return row.payload().isPresent()
        ? open(row.payload().get(), row.leaf().hash()).orElse(List.of())
        : List.of();
  }

  /** The same of one payload; empty where its key was destroyed. */
  Optional<List<Disclosure>> open(SealedPayload payload, Hash leaf)
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
    Optional<WrappedKey> stored = table.find(id);
    if (stored.isEmpty()) {
      return Optional.empty();
    }
    SecretKey key = stored.get().unwrap(cipher, master.wrapping());
    keys.put(id, key);
    return Optional.of(key);
  }

  /** A key that is to be destroyed, and the month whose payloads it seals. */
  public record Doomed(long id, YearMonth bucket) {}

  /** The keys of a subject, those that were retired included. */
  public List<Doomed> keysOf(String subject) throws SQLException, GeneralSecurityException {
    return table.keysOf(master.digest(subject));
  }

  /** The keys of months before {@code month} that no hold protects and that are somebody's. */
  public List<Doomed> keysBefore(YearMonth month) throws SQLException, GeneralSecurityException {
    return table.keysBefore(month, master.digest(""));
  }

  /** Which month's payloads the key seals; empty where it was destroyed. */
  public Optional<Doomed> doomed(long id) throws SQLException {
    return table.doomed(id);
  }

  /** Seals nothing more with these keys; it is durable on return. */
  public void retire(Collection<Long> doomed) throws SQLException {
    table.retire(doomed);
    ids.values().removeAll(doomed);
  }

  /** Destroys these keys: what they sealed opens for nobody. It is durable on return. */
  public void destroy(Collection<Long> doomed) throws SQLException {
    ids.values().removeAll(doomed);
    keys.keySet().removeAll(doomed);
    table.destroy(doomed);
  }

  /** Forgets what was read: another node may have retired or destroyed some. */
  public void forget() {
    ids.clear();
    keys.clear();
  }

  /** Keeps the keys of {@code subject}, or with an empty name everybody's, from being destroyed. */
  public void hold(String subject, String reason, Instant since)
      throws SQLException, GeneralSecurityException {
    table.hold(master.digest(subject), reason, since.toString());
  }

  /** Ends a hold. */
  public void release(String subject) throws SQLException, GeneralSecurityException {
    table.release(master.digest(subject));
  }

  /** Why the keys of {@code subject}, or with an empty name everybody's, are held; else empty. */
  public Optional<String> held(String subject) throws SQLException, GeneralSecurityException {
    return table.held(master.digest(subject));
  }

  /** How a subject is called where its name must not stand: only this log can tell whose it is. */
  public String pseudonym(String subject) throws GeneralSecurityException {
    return HexFormat.of().formatHex(master.digest(subject), 0, 16);
  }

  @Override
  public void close() throws SQLException {
    table.close();
  }
}
