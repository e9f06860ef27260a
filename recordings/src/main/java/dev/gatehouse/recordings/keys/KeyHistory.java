package dev.gatehouse.recordings.keys;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.recordings.note.Checkpoint;
import dev.gatehouse.recordings.note.KeyType;
import dev.gatehouse.recordings.note.MalformedNoteException;
import dev.gatehouse.recordings.note.SignedNote;
import dev.gatehouse.recordings.note.VerifierKey;
import dev.gatehouse.recordings.store.DataDirectory;
import dev.gatehouse.recordings.store.EntryReader;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which keys a log has and had, as its tables say. Immutable.
 *
 * <p>Shape, in the table {@code meta}: {@code key} the Ed25519 key, {@code key.ml-dsa-44} the other
 * or nothing, {@code key.previous} one line for each set before: the index of the first entry that
 * it no longer signed, and its verifier keys. Each may be said anew, see {@code EntryStore}. It is
 * a shortcut: what counts are the log's {@code key} entries, which a verifier follows.
 */
public record KeyHistory(List<VerifierKey> keys, List<Epoch> previous) {
  private static final String ED25519 = "key";
  private static final String ML_DSA_44 = "key.ml-dsa-44";
  private static final String PREVIOUS = "key.previous";

  public KeyHistory {
    keys = List.copyOf(keys);
    previous = List.copyOf(previous);
    requireSet(keys);
  }

  /** Keys that signed the log as long as it had at most {@code untilEntry} entries. */
  public record Epoch(List<VerifierKey> keys, long untilEntry) {
    public Epoch {
      keys = List.copyOf(keys);
      requireSet(keys);
    }
  }

  private static void requireSet(List<VerifierKey> keys) {
    List<KeyType> types = keys.stream().map(VerifierKey::type).toList();
    if (!types.equals(List.of(KeyType.ED25519))
        && !types.equals(List.of(KeyType.ED25519, KeyType.ML_DSA_44))) {
      throw new IllegalArgumentException("a log's keys expected Ed25519, then perhaps ML-DSA-44");
    }
  }

  /** The history of a log that begins with {@code keys}. */
  public static KeyHistory of(List<VerifierKey> keys) {
    return new KeyHistory(keys, List.of());
  }

  /** Reads the history of the log that {@code directory} holds or names. */
  public static KeyHistory of(Path directory) throws IOException {
    try (EntryReader reader = EntryReader.open(new DataDirectory(directory))) {
      return of(reader);
    } catch (SQLException | MalformedNoteException | IllegalArgumentException e) {
      throw new IOException("cannot read the keys of the log in " + directory, e);
    }
  }

  /**
   * Reads the history of {@code reader}'s log.
   *
   * <p>Errors: {@link MalformedNoteException} where it is of another shape.
   */
  public static KeyHistory of(EntryReader reader) throws SQLException, MalformedNoteException {
    List<VerifierKey> keys = new ArrayList<>();
    keys.add(VerifierKey.parse(reader.meta(ED25519)));
    Optional<String> second = reader.metaIfSet(ML_DSA_44);
    if (second.isPresent()) {
      keys.add(VerifierKey.parse(second.get()));
    }
    List<Epoch> previous = new ArrayList<>();
    try {
      for (String line : reader.metaIfSet(PREVIOUS).orElse("").lines().toList()) {
        String[] words = line.split(" ", -1);
        List<VerifierKey> before = new ArrayList<>();
        for (int i = 1; i < words.length; i++) {
          before.add(VerifierKey.parse(words[i]));
        }
        previous.add(new Epoch(before, Long.parseLong(words[0])));
      }
      return new KeyHistory(keys, previous);
    } catch (IllegalArgumentException e) {
      throw new MalformedNoteException("the log's keys are not of the expected shape", e);
    }
  }

  /** The history with {@code next}, which sign from the entry {@code index} on. */
  public KeyHistory with(List<VerifierKey> next, long index) {
    List<Epoch> epochs = new ArrayList<>(previous);
    epochs.add(new Epoch(keys, index));
    return new KeyHistory(next, epochs);
  }

  /** The rows of {@code meta}; what is empty is not there. */
  public SortedMap<String, String> meta() {
    SortedMap<String, String> rows = new TreeMap<>();
    rows.put(ED25519, keys.getFirst().text());
    rows.put(ML_DSA_44, keys.size() > 1 ? keys.getLast().text() : "");
    StringBuilder lines = new StringBuilder();
    for (Epoch epoch : previous) {
      lines.append(epoch.untilEntry());
      epoch.keys().forEach(key -> lines.append(' ').append(key.text()));
      lines.append('\n');
    }
    rows.put(PREVIOUS, lines.toString());
    return rows;
  }

  /** The first entry that the keys of now sign. */
  public long sinceEntry() {
    return previous.isEmpty() ? 0 : previous.getLast().untilEntry();
  }

  /** The keys that sign the log when it has {@code size} entries. */
  public List<VerifierKey> keysAt(long size) {
    return previous.stream()
        .filter(epoch -> size <= epoch.untilEntry())
        .findFirst()
        .map(Epoch::keys)
        .orElse(keys);
  }

  /**
   * Reads a checkpoint that the keys of its time signed.
   *
   * <p>Errors: {@link MalformedNoteException} where it is not one.
   */
  public Signed verify(String note) throws MalformedNoteException {
    byte[] bytes = note.getBytes(UTF_8);
    Checkpoint claimed = Checkpoint.parse(SignedNote.parse(bytes).text());
    List<VerifierKey> signers = keysAt(claimed.size());
    return new Signed(Checkpoint.verify(bytes, signers), signers);
  }

  /** A checkpoint, and whose lines come first. */
  public record Signed(Checkpoint checkpoint, List<VerifierKey> keys) {
    public Signed {
      keys = List.copyOf(keys);
    }
  }

  /** One verifier key a line, to be handed out. */
  public static String lines(List<VerifierKey> keys) {
    StringBuilder text = new StringBuilder();
    keys.forEach(key -> text.append(key.text()).append('\n'));
    return text.toString();
  }
}
