package dev.gatehouse.policies.mask;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Masks messages whose texts a reader reads one after the other, such as the progress of a call, so
 * that a value that is cut across them is hidden too.
 *
 * <p>A message whose text ends as a value may begin is held until the next one, or the end, tells;
 * any other is ready at once. Guarantee: messages come out in their order, each once. Confined to
 * one thread.
 *
 * @param <M> whatever the caller takes for a message
 */
public final class StreamMask<M> {
  /** More are not held. */
  private static final int MESSAGES_MAX = 64;

  /** Of so many messages it is remembered. */
  private static final int GONE_MESSAGES_MAX = 16;

  /**
   * So much of what has gone on is remembered: three digits do not hold a message back, nor do the
   * letters that a key begins with, and what goes on from them is hidden all the same.
   */
  private static final int GONE_CHARACTERS_MAX = 64;

  /**
   * A message that may go on.
   *
   * @param masking what to do with its leaves
   */
  public record Ready<M>(M message, Masking masking) {}

  /**
   * A message that waits.
   *
   * @param cut what of its text is to be hidden for the sake of earlier ones; grows
   */
  private record Held<M>(
      M message, List<Leaf> leaves, Shape shape, OptionalInt text, List<Redaction.Part> cut) {
    String words() {
      return text.isPresent() ? leaves.get(text.getAsInt()).text() : "";
    }
  }

  private final MaskPlan plan;
  private final Pseudonyms pseudonyms;
  private final List<Held<M>> held = new ArrayList<>();

  /** What the last messages that went on said. */
  private final Deque<String> gone = new ArrayDeque<>();

  StreamMask(MaskPlan plan, Pseudonyms pseudonyms) {
    this.plan = plan;
    this.pseudonyms = pseudonyms;
  }

  /**
   * Takes the next message.
   *
   * @param text the leaf that goes on from message to message; none if empty
   * @return those that may go on now, this one perhaps among them
   * @throws MaskingException where one cannot be masked; all that were held are lost with it
   */
  public List<Ready<M>> next(M message, List<Leaf> leaves, Shape shape, OptionalInt text)
      throws MaskingException {
    held.add(new Held<>(message, leaves, shape, text, new ArrayList<>()));
    if (text.isEmpty() || !plan.hasDetectors()) {
      return end();
    }
    // What the open end does not reach back to is known now.
    int known =
        held.size()
            - reached(OpenEnd.length(String.join("", gone), joined(), held.getLast().words()));
    if (known == 0 && held.size() > MESSAGES_MAX) {
      known = 1;
      if (joined().length() < MESSAGES_MAX * OpenEnd.PIECE_CHARACTERS_MAX) {
        hideFirst();
      }
    }
    return known == 0 ? List.of() : release(known);
  }

  /** All that are held: nothing goes on from them. */
  public List<Ready<M>> end() throws MaskingException {
    return release(held.size());
  }

  /** How many are held. */
  public int held() {
    return held.size();
  }

  /** Many messages of a few characters each spell out something; nobody knows yet what. */
  private void hideFirst() {
    Held<M> first = held.getFirst();
    if (first.words().chars().anyMatch(Character::isLetterOrDigit)) {
      first
          .cut()
          .add(
              new Redaction.Part(
                  0,
                  first.words().length(),
                  "unreadable",
                  Strategy.redact(),
                  Optional.empty(),
                  Optional.empty()));
    }
  }

  /** The end of what is held. */
  private String joined() {
    StringBuilder joined = new StringBuilder();
    for (int i = held.size() - 1; i >= 0 && joined.length() < OpenEnd.CHARACTERS_MAX; i--) {
      String words = held.get(i).words();
      joined.insert(0, words.substring(Math.max(0, words.length() - OpenEnd.CHARACTERS_MAX)));
    }
    return joined.toString();
  }

  /** How many of the last messages so many characters at the end stand in. */
  private int reached(int characters) {
    int left = characters;
    int count = 0;
    while (left > 0 && count < held.size()) {
      count++;
      left -= held.get(held.size() - count).words().length();
    }
    return count;
  }

  private List<Ready<M>> release(int count) throws MaskingException {
    List<Held<M>> all = List.copyOf(held);
    held.subList(0, count).clear();
    cutAcross(all.stream().filter(one -> one.text().isPresent()).toList());
    List<Ready<M>> ready = new ArrayList<>();
    for (Held<M> one : all.subList(0, count)) {
      Map<Integer, List<Redaction.Part>> more =
          one.cut().isEmpty() ? Map.of() : Map.of(one.text().getAsInt(), one.cut());
      Masking masking = plan.apply(one.leaves(), pseudonyms, one.shape(), more);
      ready.add(new Ready<>(one.message(), masking));
      String words = one.words();
      gone.add(words.substring(Math.max(0, words.length() - GONE_CHARACTERS_MAX)));
      if (gone.size() > GONE_MESSAGES_MAX) {
        gone.remove();
      }
    }
    return ready;
  }

  /** Says of each text what to hide because of those beside it, or of those that went on before. */
  private void cutAcross(List<Held<M>> all) throws MaskingException {
    if (all.isEmpty()) {
      return;
    }
    List<Leaf> texts = new ArrayList<>();
    all.forEach(one -> texts.add(one.leaves().get(one.text().getAsInt())));
    Path path = texts.getFirst().path();
    int before = gone.size();
    List<Leaf> earlier =
        gone.stream().map(words -> new Leaf(path, Leaf.Kind.STRING, words)).toList();
    texts.addAll(0, earlier);
    Map<Integer, List<Redaction.Part>> cut = plan.cutAcross(texts);
    boolean isUntold = cut.keySet().stream().anyMatch(text -> text < before);
    for (int i = 0; i < all.size(); i++) {
      List<Redaction.Part> known = all.get(i).cut();
      for (Redaction.Part part : cut.getOrDefault(i + before, List.of())) {
        boolean isKnown =
            known.stream().anyMatch(k -> k.start() == part.start() && k.end() == part.end());
        // What began in a text that went on is told in the next one.
        Redaction.Part telling = isUntold && part.start() == 0 ? part.told() : part;
        isUntold &= part.start() > 0;
        if (!isKnown) {
          known.add(telling);
        }
      }
    }
  }
}
