package dev.gatehouse.recordings.anchor;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.recordings.note.VerifierKey;
import dev.gatehouse.recordings.store.DataDirectory;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The witnesses of a log as its data directory remembers them: whoever opens it without its
 * configuration must ask them too before anything is signed.
 *
 * <p>Shape: one witness a line, its URL and its verifier keys with blanks between.
 */
public final class WitnessFile {
  private WitnessFile() {}

  /**
   * The witnesses that the log in {@code directory} had when it was opened last.
   *
   * <p>Errors: {@code IOException} where the file cannot be read or says something else.
   */
  public static List<WitnessAddress> read(DataDirectory directory) throws IOException {
    List<WitnessAddress> witnesses = new ArrayList<>();
    if (!Files.isRegularFile(directory.witnesses())) {
      return witnesses;
    }
    for (String line : Files.readAllLines(directory.witnesses(), UTF_8)) {
      String[] words = line.split(" ");
      try {
        URI url = URI.create(words[0]);
        witnesses.add(WitnessAddress.of(url, List.of(words).subList(1, words.length)));
      } catch (IllegalArgumentException e) {
        throw new IOException(
            directory.witnesses().getFileName() + " expected to name a witness: " + e.getMessage(),
            e);
      }
    }
    return witnesses;
  }

  /** Remembers {@code witnesses}. */
  public static void write(DataDirectory directory, List<WitnessAddress> witnesses)
      throws IOException {
    String text =
        witnesses.stream()
            .map(
                witness ->
                    witness.url()
                        + " "
                        + witness.keys().stream()
                            .map(VerifierKey::text)
                            .collect(Collectors.joining(" "))
                        + "\n")
            .collect(Collectors.joining());
    boolean there = Files.isRegularFile(directory.witnesses());
    if (there ? !Files.readString(directory.witnesses(), UTF_8).equals(text) : !text.isEmpty()) {
      directory.write(directory.witnesses(), text.getBytes(UTF_8), "rw-------");
    }
  }
}
