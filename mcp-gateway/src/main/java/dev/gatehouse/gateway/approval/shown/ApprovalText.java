package dev.gatehouse.gateway.approval.shown;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * All that somebody who decides has to see of an approval; every rendering lays out this and
 * nothing else.
 *
 * <p>Guarantee: says what it leaves out, and {@link #isWhole} whether it does. Immutable.
 *
 * @param id the approval's
 * @param seen what a decision names to show that this was seen: the approval’s own word for that
 * @param isOpen whether there is anything to decide
 * @param title the call and how it stands, in a few words
 * @param warnings what to heed before anything else
 * @param sections in the order of their topics; those with nothing to say are missing
 */
public record ApprovalText(
    String id,
    String seen,
    boolean isOpen,
    ShownText title,
    List<ShownText> warnings,
    List<Section> sections) {
  static final ShownText NOT_WHOLE =
      ShownText.ours("not everything is shown here: what is left out is told where it stood");

  public ApprovalText {
    warnings = List.copyOf(warnings);
    sections = List.copyOf(sections);
  }

  /** Whether nothing was left out: who sees less must not decide by it alone. */
  public boolean isWhole() {
    return sections.stream().allMatch(Section::isWhole);
  }

  /**
   * The same for a place with less room.
   *
   * @param charactersMax of all sections; short ones stay whole, as long as there is room for all
   */
  public ApprovalText within(int charactersMax) {
    int[] sizes = sections.stream().mapToInt(Section::size).sorted().toArray();
    int room = charactersMax;
    int share = charactersMax;
    for (int i = 0; i < sizes.length; i++) {
      share = room / (sizes.length - i);
      if (sizes[i] > share) {
        break;
      }
      room -= sizes[i];
    }
    int each = share;
    if (Arrays.stream(sizes).sum() <= charactersMax) {
      return this;
    }
    List<Section> shorter = sections.stream().map(section -> section.within(each)).toList();
    List<ShownText> more = new ArrayList<>(warnings);
    more.remove(NOT_WHOLE);
    more.addFirst(NOT_WHOLE);
    return new ApprovalText(id, seen, isOpen, title, more, shorter);
  }
}
