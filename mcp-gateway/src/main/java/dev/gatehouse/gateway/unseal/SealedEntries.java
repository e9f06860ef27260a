package dev.gatehouse.gateway.unseal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.gatehouse.gateway.seal.SealedPlace;
import dev.gatehouse.recordings.Bytes;
import dev.gatehouse.recordings.Direction;
import dev.gatehouse.recordings.EntryKind;
import dev.gatehouse.recordings.LogReader;
import dev.gatehouse.recordings.PartName;
import dev.gatehouse.recordings.RecordingException;
import dev.gatehouse.recordings.StoredEntry;
import dev.gatehouse.recordings.bundle.BundlePaths;
import dev.gatehouse.recordings.bundle.DisclosureLine;
import dev.gatehouse.recordings.bundle.SelectionFiles;
import dev.gatehouse.recordings.leaf.Disclosure;
import dev.gatehouse.recordings.leaf.Leaf;
import dev.gatehouse.recordings.leaf.MalformedLeafException;
import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.ProviderNotFoundException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The sealed originals of a log, in its order. Confined to one thread.
 *
 * <p>Errors: {@link RecordingException} where the log or bundle cannot be read, or an original is
 * not what its entry commits to.
 */
public final class SealedEntries {
  /** Entries read at once: few enough to hold with their payloads. */
  private static final int BATCH = 128;

  /** Entries a file of a bundle: C2SP tlog-tiles. */
  private static final int BLOCK = 256;

  private static final String SEAL = PartName.SEAL.wireName();
  private static final String SEAL_LINE = "\"part\":\"" + SEAL + "\"";

  private SealedEntries() {}

  /** Shows each sealed original of an export, in a directory or a zip, or of a data directory. */
  public static void read(Path exportOrDataDirectory, Consumer<SealedEntry> to)
      throws RecordingException {
    if (Files.isRegularFile(exportOrDataDirectory)) {
      try (FileSystem zip = FileSystems.newFileSystem(exportOrDataDirectory)) {
        readExport(zip.getPath("/"), to);
      } catch (IOException | ProviderNotFoundException e) {
        throw new RecordingException(exportOrDataDirectory + " is no zip of an export", e);
      }
    } else if (LogReader.holdsLog(exportOrDataDirectory)) {
      readLog(exportOrDataDirectory, to);
    } else {
      readExport(exportOrDataDirectory, to);
    }
  }

  private static void readLog(Path directory, Consumer<SealedEntry> to) throws RecordingException {
    try (LogReader reader = LogReader.open(directory)) {
      long size = reader.size();
      for (long next = 0; next < size; ) {
        List<StoredEntry> entries = reader.read(next, (int) Math.min(BATCH, size - next));
        for (StoredEntry entry : entries) {
          Optional<Bytes> sealed = entry.part(PartName.SEAL);
          if (sealed.isPresent()) {
            to.accept(entry(entry.index(), Leaf.parse(entry.leaf()), sealed.get().toText()));
          }
        }
        next += entries.size();
        if (entries.isEmpty()) {
          throw new RecordingException("cannot read entry " + next + " of " + directory);
        }
      }
    } catch (MalformedLeafException e) {
      throw new RecordingException("cannot read the log: " + e.getMessage(), e);
    }
  }

  private static void readExport(Path bundle, Consumer<SealedEntry> to) throws RecordingException {
    if (!Files.isRegularFile(bundle.resolve(BundlePaths.CHECKPOINT))) {
      throw new RecordingException(
          bundle + " holds none of `log.db`, `postgres`, `checkpoint`: no log and no export");
    }
    try {
      if (Files.isDirectory(bundle.resolve(SelectionFiles.ENTRIES))) {
        readSelection(bundle.resolve(SelectionFiles.ENTRIES), to);
        return;
      }
      long size = size(bundle);
      for (long block = 0; block * BLOCK < size; block++) {
        Path payload = bundle.resolve(BundlePaths.payload(block));
        if (Files.exists(payload)) {
          readBlock(bundle, block, (int) Math.min(BLOCK, size - block * BLOCK), to);
        }
      }
    } catch (IOException | IllegalArgumentException | MalformedLeafException e) {
      throw new RecordingException(
          "cannot read the export in " + bundle + ": " + e.getMessage(), e);
    }
  }

  /** A selection has a folder for each of its entries, named by the index. */
  private static void readSelection(Path entries, Consumer<SealedEntry> to)
      throws IOException, MalformedLeafException, RecordingException {
    List<Long> indexes;
    try (Stream<Path> folders = Files.list(entries)) {
      indexes = folders.map(SealedEntries::index).sorted().toList();
    }
    for (long index : indexes) {
      Path folder = entries.resolve(Long.toString(index));
      if (Files.exists(folder.resolve(SEAL + SelectionFiles.CONTENT))) {
        Leaf leaf = Leaf.parse(Files.readString(folder.resolve(SelectionFiles.LEAF), US_ASCII));
        byte[] salt = Files.readAllBytes(folder.resolve(SEAL + SelectionFiles.SALT));
        byte[] content = Files.readAllBytes(folder.resolve(SEAL + SelectionFiles.CONTENT));
        requireCommitted(index, leaf, new Disclosure(SEAL, salt, content));
        to.accept(entry(index, leaf, new String(content, US_ASCII)));
      }
    }
  }

  private static long index(Path folder) {
    // A folder in a zip may be called `7/`.
    return Long.parseLong(String.valueOf(folder.getFileName()).replace("/", ""));
  }

  private static void requireCommitted(long index, Leaf leaf, Disclosure disclosed)
      throws RecordingException {
    Optional<String> commitment = Optional.ofNullable(leaf.commitments().get(SEAL));
    if (!commitment.equals(Optional.of(disclosed.commitment()))) {
      throw new RecordingException(
          "the original of entry %d is not what the entry commits to: see `gatehouse verify`"
              .formatted(index));
    }
  }

  /** The number of entries, as the checkpoint's second line says it. */
  private static long size(Path bundle) throws IOException {
    List<String> lines = Files.readAllLines(bundle.resolve(BundlePaths.CHECKPOINT));
    return Long.parseLong(lines.size() > 1 ? lines.get(1) : "");
  }

  private static void readBlock(Path bundle, long block, int width, Consumer<SealedEntry> to)
      throws IOException, MalformedLeafException, RecordingException {
    List<Leaf> leaves = leaves(bundle.resolve(BundlePaths.entries(block, width)), width);
    Path payload = bundle.resolve(BundlePaths.payload(block));
    try (BufferedReader lines = Files.newBufferedReader(payload, ISO_8859_1)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.contains(SEAL_LINE)) {
          byte[] bytes = line.getBytes(ISO_8859_1);
          long index = DisclosureLine.entryOf(bytes, 0, bytes.length).orElse(-1);
          Disclosure disclosed = DisclosureLine.parse(bytes, 0, bytes.length, index, SEAL);
          if (index / BLOCK != block || index % BLOCK >= width) {
            throw new IllegalArgumentException("entry " + index + " in another's payload file");
          }
          Leaf leaf = leaves.get((int) (index % BLOCK));
          requireCommitted(index, leaf, disclosed);
          to.accept(entry(index, leaf, new String(disclosed.content(), US_ASCII)));
        }
      }
    }
  }

  /** The leaves of a file of entries, each behind its length in two bytes. */
  private static List<Leaf> leaves(Path file, int width)
      throws IOException, MalformedLeafException {
    List<Leaf> leaves = new ArrayList<>(width);
    try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
      while (leaves.size() < width) {
        leaves.add(Leaf.parse(new String(in.readNBytes(in.readUnsignedShort()), US_ASCII)));
      }
    }
    return leaves;
  }

  private static SealedEntry entry(long index, Leaf leaf, String sealed) throws RecordingException {
    Optional<String> exchange = leaf.word("ex");
    Optional<String> direction = leaf.word("dir");
    if (exchange.isEmpty() || direction.isEmpty()) {
      throw new RecordingException("entry " + index + " has an original but no exchange");
    }
    SealedPlace place =
        new SealedPlace(
            EntryKind.ofWireName(leaf.type()),
            exchange.get(),
            Direction.ofWireName(direction.get()));
    return new SealedEntry(index, place, sealed);
  }
}
