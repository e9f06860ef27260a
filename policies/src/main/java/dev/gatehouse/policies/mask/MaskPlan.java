package dev.gatehouse.policies.mask;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * What to hide in the messages of one direction.
 *
 * <p>Detectors look at strings, keys and numbers; a path hides every scalar at and below what it
 * selects, and wherever a text of the same message repeats it. Guarantee: immutable; the same
 * leaves always give the same masking; time linear in the size of the leaves.
 */
public final class MaskPlan {
  private static final MaskPlan EMPTY = new MaskPlan(Hiding.NOTHING, List.of(), false);
  private static final MaskPlan SEALING = new MaskPlan(Hiding.NOTHING, List.of(), true);

  private static final String UNREADABLE = Strategy.redacted("unreadable");

  /** What to hide wherever it stands. */
  private final Hiding everywhere;

  /** The masks with a path. */
  private final List<Mask> placed;

  private final boolean seals;

  private MaskPlan(Hiding everywhere, List<Mask> placed, boolean seals) {
    this.everywhere = everywhere;
    this.placed = List.copyOf(placed);
    this.seals = seals;
  }

  /** Hides nothing. */
  public static MaskPlan empty() {
    return EMPTY;
  }

  /** Hides nothing itself, but {@linkplain #seals seals} what others hide. */
  public static MaskPlan sealing() {
    return SEALING;
  }

  /** Hides what any of these masks selects. */
  public static MaskPlan of(List<Mask> masks) {
    Hiding everywhere = Hiding.NOTHING;
    List<Mask> placed = new ArrayList<>();
    for (Mask mask : masks) {
      if (mask.path().isPresent() || mask.column().isPresent()) {
        placed.add(mask);
      } else {
        everywhere = everywhere.and(mask.detectors(), mask.strategy());
      }
    }
    return new MaskPlan(everywhere, placed, false);
  }

  /** Hides what this or the other selects, and seals if one of them does. */
  public MaskPlan and(MaskPlan other) {
    if (isEmpty() && (other.seals || !seals)) {
      return other;
    } else if (other.isEmpty() && (seals || !other.seals)) {
      return this;
    }
    List<Mask> both = new ArrayList<>(placed);
    both.addAll(other.placed);
    return new MaskPlan(everywhere.and(other.everywhere), both, seals || other.seals);
  }

  /** Whether this and the other hide the same in the same way, whatever the message. */
  public boolean isSame(MaskPlan other) {
    return everywhere.isSame(other.everywhere)
        && Set.copyOf(placed).equals(Set.copyOf(other.placed));
  }

  /** What to hide wherever it stands. */
  Hiding everywhere() {
    return everywhere;
  }

  /** The masks with a path or a column. */
  List<Mask> placed() {
    return placed;
  }

  /** Whether this hides something that needs a key. */
  public boolean needsKey() {
    return everywhere.needsKey() || placed.stream().anyMatch(m -> m.strategy().needsKey());
  }

  /** Whether this hides nothing, whatever the leaves. */
  public boolean isEmpty() {
    return everywhere.isEmpty() && placed.isEmpty();
  }

  /**
   * Whether the original of a message that this changes is to be kept for those who may open it.
   */
  public boolean seals() {
    return seals;
  }

  /**
   * The edits that hide what this plan selects among the leaves of one message. What its tokens
   * stand for is kept by then: nothing that holds a token is recorded, or goes on, before.
   *
   * @throws MaskingException where something cannot be hidden; nothing of the message may pass
   */
  public Masking apply(List<Leaf> leaves, Pseudonyms pseudonyms) throws MaskingException {
    return apply(leaves, pseudonyms, Shape.any());
  }

  /** The edits, such that the message still fits what its receiver expects. */
  public Masking apply(List<Leaf> leaves, Pseudonyms pseudonyms, Shape shape)
      throws MaskingException {
    return apply(leaves, pseudonyms, shape, Map.of());
  }

  /** The same for messages that follow each other, each by itself and across them. */
  public <M> StreamMask<M> stream(Pseudonyms pseudonyms) {
    return new StreamMask<>(this, pseudonyms);
  }

  /** Whether this hides anything by what it is. */
  boolean hasDetectors() {
    return !everywhere.isEmpty() || placed.stream().anyMatch(m -> !m.detectors().isEmpty());
  }

  /** What is to be hidden of which of these texts because it is cut across them. */
  Map<Integer, List<Redaction.Part>> cutAcross(List<Leaf> texts) throws MaskingException {
    if (texts.size() < 2) {
      return Map.of();
    }
    try {
      MaskRun run = new MaskRun(everywhere, placed, Pseudonyms.none());
      Hiding hiding = run.hidingAt(texts.getFirst(), Headings.none());
      List<Integer> row = IntStream.range(0, texts.size()).boxed().toList();
      return hiding.isEmpty() ? Map.of() : Joints.in(texts, List.of(row), hiding);
    } catch (RuntimeException | StackOverflowError e) {
      throw new MaskingException("a detector failed", e);
    }
  }

  /** The edits, with more to hide in some leaves. */
  Masking apply(
      List<Leaf> leaves,
      Pseudonyms pseudonyms,
      Shape shape,
      Map<Integer, List<Redaction.Part>> more)
      throws MaskingException {
    if (isEmpty()) {
      return Masking.none();
    }
    try {
      MaskRun run = new MaskRun(everywhere, placed, pseudonyms);
      List<Edit> edits = new MessageMasker(run, leaves, shape, 0).edits(more);
      run.keepTokens();
      return new Masking(edits, run.counts());
    } catch (RuntimeException | StackOverflowError e) {
      // A detector that fails has not said that there is nothing.
      throw new MaskingException("a detector failed", e);
    }
  }

  /**
   * A text that is no message, with what this plan selects hidden.
   *
   * <p>Where a value would be hidden by its place alone, or a detector fails, nobody can say what
   * of the text that is: then all of it is hidden.
   */
  public String scrub(String text) {
    boolean dependsOnPlace = placed.stream().anyMatch(mask -> mask.detectors().isEmpty());
    return dependsOnPlace ? UNREADABLE : scrubName(text);
  }

  /**
   * A name, which stands in no message, with what detectors find in it hidden; what needs a key is
   * redacted.
   */
  public String scrubName(String text) {
    Hiding anywhere = everywhere.withoutKey();
    for (Mask mask : placed) {
      anywhere = anywhere.and(mask.detectors(), Hiding.withoutKey(mask.strategy()));
    }
    try {
      Redaction redaction = new Redaction(text);
      MaskRun run = new MaskRun(anywhere, List.of(), Pseudonyms.none());
      new TextMask(run, Path.root(), 0).hideIn(text, "", anywhere, redaction);
      return redaction.isEmpty() ? text : redaction.text(Pseudonyms.none());
    } catch (MaskingException | RuntimeException | StackOverflowError _) {
      return UNREADABLE;
    }
  }
}
