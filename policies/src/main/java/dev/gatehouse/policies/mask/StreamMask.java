package dev.gatehouse.policies.mask;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
  /** More are not held: a stream that gives a character a message has no business to. */
  private static final int MESSAGES_MAX = 64;

  /** Longer than any value that detectors know, but for keys in PEM form. */
  private static final int CHARACTERS_MAX = 16_384;

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
      M message, List<Leaf> leaves, Shape shape, OptionalInt text, List<Redaction.Part> cut) {}

  private final MaskPlan plan;
  private final Pseudonyms pseudonyms;
  private final List<Held<M>> held = new ArrayList<>();
  private final StringBuilder joined = new StringBuilder();

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
    String words = leaves.get(text.getAsInt()).text();
    joined.append(words);
    int open = OpenEnd.length(joined);
    if (open == 0) {
      return end();
    }
    if (held.size() > MESSAGES_MAX || joined.length() > CHARACTERS_MAX + words.length()) {
      throw overflown();
    }
    // What the open end does not reach back to is known now.
    return open <= words.length() ? release(held.size() - 1) : List.of();
  }

  /** All that are held: nothing goes on from them. */
  public List<Ready<M>> end() throws MaskingException {
    return release(held.size());
  }

  /** How many are held. */
  public int held() {
    return held.size();
  }

  private MaskingException overflown() {
    held.clear();
    joined.setLength(0);
    return new MaskingException("a value goes on over too many messages");
  }

  private List<Ready<M>> release(int count) throws MaskingException {
    List<Held<M>> all = List.copyOf(held);
    List<Leaf> texts = new ArrayList<>();
    for (Held<M> one : all) {
      one.text().ifPresent(text -> texts.add(one.leaves().get(text)));
    }
    held.subList(0, count).clear();
    joined.setLength(0);
    if (!held.isEmpty() && held.getFirst().text().isPresent()) {
      joined.append(held.getFirst().leaves().get(held.getFirst().text().getAsInt()).text());
    }
    Map<Integer, List<Redaction.Part>> cut = plan.cutAcross(texts);
    List<Ready<M>> ready = new ArrayList<>();
    int row = 0;
    for (Held<M> one : all) {
      if (one.text().isPresent()) {
        one.cut().addAll(cut.getOrDefault(row++, List.of()));
      }
      if (ready.size() < count) {
        Map<Integer, List<Redaction.Part>> more =
            one.cut().isEmpty() ? Map.of() : Map.of(one.text().getAsInt(), one.cut());
        Masking masking = plan.apply(one.leaves(), pseudonyms, one.shape(), more);
        ready.add(new Ready<>(one.message(), masking));
      }
    }
    return ready;
  }
}
