package dev.gatehouse.gateway.vault;

import static dev.gatehouse.gateway.database.DatabaseException.told;
import static java.lang.System.Logger.Level.WARNING;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.gateway.cipher.ValueCipher;
import dev.gatehouse.gateway.database.PostgresDatabase;
import dev.gatehouse.policies.mask.MaskingException;
import dev.gatehouse.policies.mask.TokenVault;
import dev.gatehouse.recordings.Bytes;
import dev.gatehouse.recordings.RecordingException;
import dev.gatehouse.recordings.store.PostgresAccess;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.crypto.SecretKey;

/**
 * What tokens stand for, encrypted with a key that lies elsewhere. Thread-safe.
 *
 * <p>It is opened when it is first needed, and made by the first token. Errors: a message whose
 * values cannot be kept throws {@link MaskingException}, all else {@link RecordingException}; the
 * next one tries again.
 */
public final class EncryptedVault implements TokenVault, AutoCloseable {
  /** More is no name, number or address, but a document, which has no business in here. */
  public static final int VALUE_BYTES_MAX = 64 << 10;

  private static final System.Logger LOG = System.getLogger(EncryptedVault.class.getName());

  private final VaultTable table;
  private final ValueCipher cipher;
  private final InstantSource clock;
  private final KnownTokens known = new KnownTokens();
  private final AtomicBoolean isAway = new AtomicBoolean();

  EncryptedVault(VaultTable table, SecretKey key, InstantSource clock) {
    this.table = table;
    this.cipher = new ValueCipher(key);
    this.clock = clock;
  }

  /** The vault of one gateway, by a key of 32 bytes. */
  public static EncryptedVault inFile(Path file, SecretKey key, InstantSource clock) {
    return new EncryptedVault(
        new VaultTable(SqliteVault.in(file), VaultTable.BYTES_MAX), key, clock);
  }

  /** The vault of all gateways that share a log, by a key of 32 bytes that they share too. */
  public static EncryptedVault inPostgres(
      PostgresAccess access, SecretKey key, InstantSource clock) {
    return new EncryptedVault(new VaultTable(shared(access), VaultTable.BYTES_MAX), key, clock);
  }

  private static PostgresDatabase shared(PostgresAccess access) {
    return new PostgresDatabase(
        access,
        "vault",
        "gatehouse_vault",
        "kept",
        PostgresDatabase.Patience.OF_A_CALL,
        PostgresDatabase.DURABLE);
  }

  /**
   * Keeps what these tokens stand for, unless that is known to be kept.
   *
   * <p>If we crash behind this, before anything that holds the tokens is recorded, the vault has a
   * value that nobody was given a token for; the same value gets the same one when it comes again.
   * The other way round a recorded token could stand for nothing.
   */
  @Override
  public void keep(Map<String, String> values) throws MaskingException {
    long before = known.generation();
    SortedMap<String, Bytes> fresh = new TreeMap<>();
    for (Map.Entry<String, String> entry : values.entrySet()) {
      if (!known.has(entry.getKey())) {
        fresh.put(entry.getKey(), sealed(entry.getKey(), entry.getValue()));
      }
    }
    if (fresh.isEmpty()) {
      return;
    }
    try {
      table.put(fresh, LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC));
      isAway.set(false);
      known.add(fresh.keySet(), before);
    } catch (SQLException e) {
      if (!isAway.getAndSet(true)) {
        LOG.log(WARNING, "event=vault-away cause=\"{0}\"", told(e));
      }
      throw new MaskingException("the vault of tokens cannot be written", e);
    }
  }

  private Bytes sealed(String token, String value) throws MaskingException {
    int length = value.getBytes(UTF_8).length;
    if (length > VALUE_BYTES_MAX) {
      throw new MaskingException(
          "a value of %d bytes is too long for a token, at most %d"
              .formatted(length, VALUE_BYTES_MAX));
    }
    try {
      return cipher.seal(token, value);
    } catch (GeneralSecurityException e) {
      throw new MaskingException("cannot encrypt for the vault of tokens", e);
    }
  }

  /** What these tokens stand for, in their order. */
  public Map<String, Kept> find(Collection<String> tokens) throws RecordingException {
    Map<String, Bytes> sealed = asked(() -> table.find(tokens));
    Map<String, Kept> found = new LinkedHashMap<>();
    for (String token : tokens) {
      found.put(
          token, sealed.containsKey(token) ? opened(token, sealed.get(token)) : new Kept.Unknown());
    }
    return found;
  }

  private Kept opened(String token, Bytes sealed) {
    try {
      return new Kept.Value(cipher.open(token, sealed));
    } catch (GeneralSecurityException e) {
      return new Kept.Unreadable();
    }
  }

  /** Erases what these tokens stand for, but for {@link #scrub}; how many stood for something. */
  public int erase(Collection<String> tokens) throws RecordingException {
    try {
      return asked(() -> table.remove(tokens));
    } finally {
      known.forget(tokens);
    }
  }

  /** How many tokens were last given before this day. */
  public long countBefore(LocalDate day) throws RecordingException {
    return asked(() -> table.countBefore(day));
  }

  /** Erases what those stand for, but for {@link #scrub}, and gives how many they were. */
  public long eraseBefore(LocalDate day) throws RecordingException {
    try {
      return asked(() -> table.removeBefore(day));
    } finally {
      known.forgetAll();
    }
  }

  /** Takes what was erased out of the files, as far as that is in our hands. */
  public void scrub() throws RecordingException {
    asked(
        () -> {
          table.scrub();
          return true;
        });
  }

  private interface Question<T> {
    T ask() throws SQLException;
  }

  private static <T> T asked(Question<T> question) throws RecordingException {
    try {
      return question.ask();
    } catch (SQLException e) {
      throw new RecordingException("the vault of tokens cannot be used: " + told(e), e);
    }
  }

  @Override
  public void close() {
    table.close();
  }
}
