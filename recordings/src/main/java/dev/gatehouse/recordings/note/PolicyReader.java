package dev.gatehouse.recordings.note;

import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Text to policy, with every problem and its line. Confined to one thread, for one policy.
 *
 * <p>Source: C2SP tlog-policy (July 2026), "Policy file syntax and structure"; stricter in that
 * what is not ASCII must be UTF-8.
 */
final class PolicyReader {
  /** The keys of all logs and witnesses that a policy may have, and as much again. */
  private static final int BYTES_MAX = 2 << 20;

  /** Who reads them mends them one after the other. */
  private static final int PROBLEMS_MAX = 20;

  private final PolicyLines lines = new PolicyLines();
  private final List<String> problems = new ArrayList<>();

  CheckpointPolicy read(byte[] bytes) throws MalformedNoteException {
    String text = decode(bytes);
    if (!text.isEmpty() && !text.endsWith("\n")) {
      problems.add("the last line expected to end in LF");
    }
    List<String> all = text.lines().toList();
    for (int number = 1; number <= all.size() && problems.size() < PROBLEMS_MAX; number++) {
      try {
        line(all.get(number - 1));
      } catch (MalformedNoteException | IllegalArgumentException e) {
        problems.add("line " + number + ": " + e.getMessage());
      }
    }
    if (problems.isEmpty()) {
      try {
        return lines.policy();
      } catch (IllegalArgumentException e) {
        problems.add(String.valueOf(e.getMessage()));
      }
    }
    throw new MalformedNoteException("policy " + String.join("; ", problems));
  }

  private static String decode(byte[] bytes) throws MalformedNoteException {
    if (bytes.length > BYTES_MAX) {
      throw new MalformedNoteException("a policy of more than " + BYTES_MAX + " bytes");
    }
    for (byte b : bytes) {
      if ((b >= 0 && b < 0x20 && b != '\n' && b != '\t') || b == 0x7f) {
        throw new MalformedNoteException("a control character in the policy");
      }
    }
    try {
      return StrictUtf8.decode(bytes);
    } catch (CharacterCodingException e) {
      throw new MalformedNoteException("the policy is not UTF-8", e);
    }
  }

  private void line(String line) throws MalformedNoteException {
    List<String> words =
        Arrays.stream(line.split("[ \t]+")).filter(word -> !word.isEmpty()).toList();
    if (words.isEmpty() || words.getFirst().startsWith("#")) {
      return;
    }
    switch (words.getFirst()) {
      case "log" -> {
        require(words, 2, 3, "log <vkey> [<url>]");
        lines.add(new CheckpointPolicy.Log(VerifierKey.parse(words.get(1)), word(words, 2)));
      }
      case "witness" -> {
        require(words, 3, 4, "witness <name> <vkey> [<url>]");
        VerifierKey key = VerifierKey.parse(words.get(2));
        lines.add(new CheckpointPolicy.Witness(words.get(1), key, word(words, 3)));
      }
      case "group" -> {
        require(words, 4, Integer.MAX_VALUE, "group <name> <k|any|all> <name>…");
        List<String> members = words.subList(3, words.size());
        int threshold = threshold(words.get(2), members.size());
        lines.add(new CheckpointPolicy.Group(words.get(1), threshold, members));
      }
      case "quorum" -> {
        require(words, 2, 2, "quorum <name|none>");
        lines.quorum(words.get(1));
      }
      default ->
          throw new MalformedNoteException(
              "`" + words.getFirst() + "` expected to be log, witness, group or quorum");
    }
  }

  private static void require(List<String> words, int min, int max, String form)
      throws MalformedNoteException {
    if (words.size() < min || words.size() > max) {
      throw new MalformedNoteException("expected `" + form + "`");
    }
  }

  private static Optional<String> word(List<String> words, int index) {
    return words.size() > index ? Optional.of(words.get(index)) : Optional.empty();
  }

  private static int threshold(String word, int members) throws MalformedNoteException {
    if (word.equals("any")) {
      return 1;
    }
    if (word.equals("all")) {
      return members;
    }
    if (!word.matches("[1-9][0-9]{0,5}")) {
      throw new MalformedNoteException("threshold `" + word + "` expected a number, any or all");
    }
    return Integer.parseInt(word);
  }
}
