package dev.gatehouse.recordings.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.recordings.keys.KeyHistory;
import dev.gatehouse.recordings.leaf.Disclosure;
import dev.gatehouse.recordings.leaf.Leaf;
import dev.gatehouse.recordings.merkle.Hash;
import dev.gatehouse.recordings.merkle.Tile;
import dev.gatehouse.recordings.merkle.TileEdge;
import dev.gatehouse.recordings.merkle.TreeHashing;
import dev.gatehouse.recordings.note.Checkpoint;
import dev.gatehouse.recordings.note.MalformedNoteException;
import dev.gatehouse.recordings.note.VerifierKey;
import dev.gatehouse.recordings.store.DataDirectory;
import dev.gatehouse.recordings.store.EntryReader;
import dev.gatehouse.recordings.store.EntryReader.KeptCheckpoint;
import dev.gatehouse.recordings.store.EntryReader.StoredRow;
import dev.gatehouse.recordings.store.Head;
import dev.gatehouse.recordings.store.PayloadKeys;
import dev.gatehouse.recordings.store.StoredLeaf;
import dev.gatehouse.recordings.store.TailGuard;
import java.io.IOException;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Checks the data directory of a log, also beside a running writer: leaves, tree, every checkpoint
 * that was kept, the guard, and the payloads. Confined to one thread; used once.
 */
final class DataDirectoryCheck {
  private final DataDirectory directory;
  private final Optional<VerifierKey> trusted;
  private final ReceiptCheck receipt;
  private final EntryRules rules = new EntryRules();
  private final PresentParts present = new PresentParts();
  private ErasedParts erased = new ErasedParts(lists -> {});
  private final TileEdge edge = TileEdge.empty();
  private final SortedMap<Long, ExpectedRoot> expectedRoots = new TreeMap<>();
  private final List<String> warnings = new ArrayList<>();
  private final DirectoryStatements statements;
  private long rootsCheckedTo;
  private final Tally tally = new Tally();

  DataDirectoryCheck(DataDirectory directory, Optional<VerifierKey> trusted, ReceiptCheck receipt) {
    this.directory = directory;
    this.trusted = trusted;
    this.statements = new DirectoryStatements(trusted);
    this.receipt = receipt;
  }

  /** A root that something outside the leaves vouches for. */
  private record ExpectedRoot(String source, Hash root) {}

  Verification run() throws FaultException {
    try (EntryReader reader = EntryReader.open(directory)) {
      return run(reader);
    } catch (SQLException e) {
      throw inDatabase("unreadable: " + e.getMessage(), "a readable log");
    } catch (IOException e) {
      throw FaultException.in("guard", "unreadable: " + e.getMessage(), "a readable file");
    }
  }

  private Verification run(EntryReader reader) throws SQLException, IOException, FaultException {
    // 1. What vouches for the entries; read before the head, which a running writer moves on.
    KeyHistory keyHistory = keys(reader);
    Optional<TailGuard.Mark> mark = TailGuard.read(directory.guard());
    List<KeptCheckpoint> kept = reader.checkpoints();
    Head head = head(reader);
    Optional<Checkpoint> newest = expectCheckpoints(kept, keyHistory, head);
    expectGuard(mark, head);
    expectedRoots.put(head.size(), new ExpectedRoot("head", head.root()));

    receipt.requireFrom(keyHistory.keys().getFirst().name(), head.size());

    // 2. Each entry with its payload, and each root on the way.
    Optional<PayloadKeys> keys = payloadKeys();
    if (keys.isPresent()) {
      erased = new ErasedParts(new DirectoryErasures(reader, keys.get(), head.size()));
    }
    try {
      while (edge.size() < head.size()) {
        int width = (int) Math.min(Tile.WIDTH, head.size() - edge.size());
        checkLeaves(reader, keys, reader.rows(edge.size(), width));
      }
    } finally {
      close(keys);
    }

    // 3. The keys lead from the one trusted to those of now, and the file itself is sound.
    if (keys.isPresent()) {
      statements.finish(keyHistory, reader, head.size());
    } else {
      new KeyEpochs(trusted).requireLeadTo(keyHistory.keys(), "log.db");
    }
    Optional<String> damage = reader.damage();
    if (damage.isPresent()) {
      throw inDatabase(damage.get(), "a database without damage");
    }
    long signed = newest.map(Checkpoint::size).orElse(0L);
    if (signed < head.size()) {
      warnings.add(head.size() - signed + " entries are behind the newest checkpoint");
    }
    warnings.addAll(Warnings.of(trusted, rules));
    Contents contents = tally.contents(rules.openExchanges());
    return new Verification.Verified(
        keyHistory.keys().getFirst().name(),
        signed,
        newest.map(checkpoint -> checkpoint.root().base64()).orElse(""),
        contents,
        new Vouchers(DirectoryStatements.ranges(keyHistory, signed), List.of(), List.of()),
        warnings);
  }

  private static FaultException inDatabase(String found, String expected) {
    return FaultException.in("log.db", found, expected);
  }

  private KeyHistory keys(EntryReader reader) throws SQLException, FaultException {
    try {
      KeyHistory history = KeyHistory.of(reader);
      VerifierKey found = history.keys().getFirst();
      if (history.previous().isEmpty()) {
        new KeyEpochs(trusted).requireLeadTo(history.keys(), "log.db");
      }
      if (!reader.meta("origin").equals(found.name())) {
        throw inDatabase("origin " + reader.meta("origin"), "origin " + found.name());
      }
      String handedOut = Files.readString(directory.verifierKey(), UTF_8);
      if (!handedOut.equals(KeyHistory.lines(history.keys()))) {
        throw FaultException.in("log.vkey", "another key", "key " + found);
      }
      return history;
    } catch (MalformedNoteException e) {
      throw inDatabase("" + e.getMessage(), "a verifier key");
    } catch (IOException e) {
      throw FaultException.in("log.vkey", "unreadable: " + e, "the key of the log");
    }
  }

  private static Head head(EntryReader reader) throws SQLException, FaultException {
    Head head = reader.head();
    long end = reader.leafEnd();
    // A running writer may have moved on between the two readings, but never back.
    if (end < head.size() || end > reader.head().size()) {
      throw inDatabase(end + " entries", head.size() + " entries, as the head says");
    }
    return head;
  }

  private Optional<Checkpoint> expectCheckpoints(
      List<KeptCheckpoint> kept, KeyHistory keyHistory, Head head) throws FaultException {
    Optional<Checkpoint> newest = Optional.empty();
    for (KeptCheckpoint row : kept) {
      String what = "checkpoint of " + row.size();
      try {
        Checkpoint checkpoint = keyHistory.verify(row.note()).checkpoint();
        if (checkpoint.size() != row.size() || checkpoint.size() > head.size()) {
          throw inDatabase(
              what + " signed for " + checkpoint.size(), "at most " + head.size() + " entries");
        }
        expectedRoots.put(row.size(), new ExpectedRoot(what, checkpoint.root()));
        newest = Optional.of(checkpoint);
      } catch (MalformedNoteException e) {
        throw inDatabase(what + ": " + e.getMessage(), "a checkpoint signed by the log's keys");
      }
    }
    return newest;
  }

  private void expectGuard(Optional<TailGuard.Mark> mark, Head head) throws FaultException {
    if (mark.isEmpty()) {
      throw FaultException.in("guard", "missing or spoilt", "how far the log had come");
    }
    if (mark.get().size() > head.size()) {
      throw inDatabase(
          head.size() + " entries", "the " + mark.get().size() + " the guard has seen");
    }
    ExpectedRoot root = new ExpectedRoot("guard", mark.get().root());
    ExpectedRoot other = expectedRoots.getOrDefault(mark.get().size(), root);
    if (!other.root().equals(root.root())) {
      throw FaultException.in("guard", "root " + root.root(), "root " + other.root());
    }
    expectedRoots.putIfAbsent(mark.get().size(), root);
  }

  private Optional<PayloadKeys> payloadKeys() {
    try {
      return Optional.of(PayloadKeys.openForReading(directory));
    } catch (IOException | SQLException e) {
      warnings.add("payloads stay sealed and unchecked: " + e.getMessage());
      return Optional.empty();
    }
  }

  private static void close(Optional<PayloadKeys> keys) throws SQLException {
    if (keys.isPresent()) {
      keys.get().close();
    }
  }

  private void checkLeaves(EntryReader reader, Optional<PayloadKeys> keys, List<StoredRow> rows)
      throws SQLException, FaultException {
    if (rows.isEmpty()) {
      throw FaultException.at(edge.size(), "missing", "an entry");
    }
    for (StoredRow row : rows) {
      StoredLeaf stored = row.leaf();
      long index = edge.size();
      if (stored.index() != index) {
        throw FaultException.at(index, "missing", "an entry");
      }
      Hash hash = TreeHashing.leaf(stored.statement());
      if (!hash.equals(stored.hash())) {
        throw FaultException.at(index, "leaf hash " + hash, "leaf hash " + stored.hash());
      }
      receipt.check(index, hash);
      Leaf leaf = rules.check(index, stored.statement());
      tally.add(leaf);
      if (keys.isPresent()) {
        checkPayload(row, leaf, keys.get());
      }
      for (Tile tile : edge.append(hash)) {
        checkTile(tile, reader.tile(tile.level(), tile.index()));
      }
      checkRoot();
    }
  }

  private void checkPayload(StoredRow row, Leaf leaf, PayloadKeys keys)
      throws SQLException, FaultException {
    long index = row.leaf().index();
    List<Disclosure> parts = open(row, keys);
    if (parts.isEmpty() && !leaf.parts().isEmpty() && erased.names(index)) {
      tally.addParts(0, leaf.parts().size());
      return;
    }
    for (Disclosure part : parts) {
      Disclosures.check(index, leaf, part);
    }
    if (!parts.stream().map(Disclosure::part).toList().equals(leaf.parts())) {
      throw FaultException.at(
          index,
          "payload missing: " + parts.size() + " of " + leaf.parts().size() + " parts",
          "its payload, for no erasure entry names it");
    }
    if (!parts.isEmpty()) {
      present.add(index);
    }
    for (Disclosure part : parts) {
      if (ErasedParts.isList(leaf, part.part())) {
        present.check(index, part.content());
      }
    }
    statements.take(index, leaf, parts);
    tally.addParts(parts.size(), 0);
  }

  /** The parts of an entry; none where it never had any, or their key is gone. */
  private static List<Disclosure> open(StoredRow row, PayloadKeys keys)
      throws SQLException, FaultException {
    try {
      return keys.open(row);
    } catch (GeneralSecurityException | IOException | IllegalArgumentException e) {
      throw FaultException.at(
          row.leaf().index(), "payload does not open", "what was sealed for its entry");
    }
  }

  private static void checkTile(Tile made, Optional<Tile> stored) throws FaultException {
    if (stored.equals(Optional.of(made))) {
      return;
    }
    if (made.level() == 0 && stored.isPresent() && stored.get().full()) {
      int first = 0;
      while (made.hashes().get(first).equals(stored.get().hashes().get(first))) {
        first++;
      }
      throw FaultException.at(
          made.index() * Tile.WIDTH + first,
          "leaf hash " + made.hashes().get(first),
          "leaf hash " + stored.get().hashes().get(first) + " as its tile has it");
    }
    throw inDatabase(
        "tile " + made.index() + " of level " + made.level() + " is missing or another",
        "the tile of its entries");
  }

  private void checkRoot() throws FaultException {
    long size = edge.size();
    Optional<ExpectedRoot> expected = Optional.ofNullable(expectedRoots.get(size));
    if (expected.isEmpty()) {
      return;
    }
    if (!edge.root().equals(expected.get().root())) {
      throw inDatabase(
          "entries " + rootsCheckedTo + " to " + (size - 1) + " give the root " + edge.root(),
          "the root " + expected.get().root() + " of the " + expected.get().source());
    }
    rootsCheckedTo = size;
  }
}
