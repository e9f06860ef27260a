package dev.gatehouse.recordings.bundle;

import dev.gatehouse.recordings.leaf.Disclosure;
import dev.gatehouse.recordings.leaf.Leaf;
import java.io.IOException;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Copies the policies that entries say were loaded into files of their own. Confined to one thread.
 *
 * <p>Shape: {@code policies/<digest>.yaml}, characters that file names had better not have as
 * {@code -}; where several texts were loaded under one digest, the later ones are {@code
 * <digest>-2.yaml} and so on. It holds one salted commitment a text, of which there are as many as
 * policies were written.
 */
final class PolicyTexts {
  private static final String METHOD = "policy.loaded";

  private final FileSink sink;
  private final Map<String, Integer> texts = new HashMap<>();
  private final Map<String, Integer> counts = new HashMap<>();

  PolicyTexts(FileSink sink) {
    this.sink = sink;
  }

  /** Whether {@code part} of {@code leaf} is the text of a policy. */
  static boolean takes(Leaf leaf, String part) {
    return part.equals("pol")
        && leaf.type().equals("admin")
        && leaf.word("method").equals(Optional.of(METHOD))
        && leaf.word("polhash").isPresent();
  }

  void add(Leaf leaf, Disclosure disclosure) throws IOException {
    String name = leaf.word("polhash").orElseThrow().replaceAll("[^A-Za-z0-9]", "-");
    // Salted the same way each time, so that equal texts are told by their commitment alone.
    byte[] noSalt = new byte[Disclosure.SALT_BYTES];
    String text = new Disclosure("pol", noSalt, disclosure.content()).commitment();
    if (texts.putIfAbsent(name + " " + text, 1) != null) {
      return;
    }
    int number = counts.merge(name, 1, Integer::sum);
    String suffix = number == 1 ? "" : "-" + number;
    try (OutputStream file = sink.create("policies/" + name + suffix + ".yaml")) {
      file.write(disclosure.content());
    }
  }
}
