package dev.gatehouse.policies.mask;

import java.util.ArrayList;
import java.util.List;

/**
 * What to hide in the messages of one direction.
 *
 * <p>Detectors look at strings, keys and numbers; a path hides every scalar at and below what it
 * selects, and wherever a text of the same message repeats it. Guarantee: immutable; the same
 * leaves always give the same masking; time linear in the size of the leaves.
 */
public final class MaskPlan {
  private static final MaskPlan EMPTY = new MaskPlan(Hiding.NOTHING, List.of());

  /** What to hide wherever it stands. */
  private final Hiding everywhere;

  /** The masks with a path. */
  private final List<Mask> placed;

  private MaskPlan(Hiding everywhere, List<Mask> placed) {
    this.everywhere = everywhere;
    this.placed = List.copyOf(placed);
  }

  /** Hides nothing. */
  public static MaskPlan empty() {
    return EMPTY;
  }

  /** Hides what any of these masks selects. */
  public static MaskPlan of(List<Mask> masks) {
    Hiding everywhere = Hiding.NOTHING;
    List<Mask> placed = new ArrayList<>();
    for (Mask mask : masks) {
      if (mask.path().isPresent()) {
        placed.add(mask);
      } else {
        everywhere = everywhere.and(mask.detectors(), mask.strategy());
      }
    }
    return new MaskPlan(everywhere, placed);
  }

  /** Hides what this or the other selects. */
  public MaskPlan and(MaskPlan other) {
    if (isEmpty()) {
      return other;
    } else if (other.isEmpty()) {
      return this;
    }
    List<Mask> both = new ArrayList<>(placed);
    both.addAll(other.placed);
    return new MaskPlan(everywhere.and(other.everywhere), both);
  }

  /** Whether this hides nothing, whatever the leaves. */
  public boolean isEmpty() {
    return everywhere.isEmpty() && placed.isEmpty();
  }

  /** The edits that hide what this plan selects among the leaves of one message. */
  public Masking apply(List<Leaf> leaves) {
    return isEmpty() ? Masking.none() : new MessageMasker(everywhere, placed, leaves).mask();
  }

  /**
   * A text that is no message, with what this plan selects hidden.
   *
   * <p>Where a value would be hidden by its place alone, nobody can say what of the text that is:
   * then all of it is hidden.
   */
  public String scrub(String text) {
    boolean dependsOnPlace = placed.stream().anyMatch(mask -> mask.detectors().isEmpty());
    return dependsOnPlace ? Strategy.REDACT.replacement("unreadable", text) : scrubName(text);
  }

  /** A name, which stands in no message, with what detectors find in it hidden. */
  public String scrubName(String text) {
    Hiding anywhere = everywhere;
    for (Mask mask : placed) {
      anywhere = anywhere.and(mask.detectors(), mask.strategy());
    }
    Redaction redaction = new Redaction(text);
    anywhere.hide(anywhere.detection().inText(text), redaction);
    return redaction.isEmpty() ? text : redaction.text();
  }
}
