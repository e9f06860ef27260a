package dev.gatehouse.gateway.approval.shown;

import dev.gatehouse.gateway.approval.Approval;
import dev.gatehouse.gateway.approval.Narrowing;
import dev.gatehouse.gateway.approval.Request;
import dev.gatehouse.gateway.approval.shown.Line.Note;
import dev.gatehouse.gateway.approval.shown.Line.Quote;
import dev.gatehouse.gateway.approval.shown.Section.Topic;
import java.time.Instant;
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
 * @param seen what a decision names to show that this was seen: {@link Approval#seen}
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

  private static final int DESCRIPTION_MAX = 4_000;
  private static final int DESCRIPTION_LINES_MAX = 60;
  private static final int JUSTIFICATION_LINES_MAX = 40;

  public ApprovalText {
    warnings = List.copyOf(warnings);
    sections = List.copyOf(sections);
  }

  /**
   * An approval as it stands now.
   *
   * @param earlier others on the same tool, the latest first
   */
  public static ApprovalText of(Approval approval, List<Approval> earlier, Instant now) {
    Approval aged = approval.at(now);
    List<Section> sections = new ArrayList<>();
    sections.add(new Section(Topic.CALL, "Call", Callers.call(aged, now)));
    arguments(aged, sections);
    sections.add(new Section(Topic.REQUESTER, "Who asks", Callers.requester(aged)));
    sections.add(new Section(Topic.JUSTIFICATION, "Why, in the caller’s words", why(aged)));
    sections.add(new Section(Topic.RULES, "Rules that hold it", Terms.rules(aged)));
    sections.add(new Section(Topic.TERMS, "Terms", Terms.now(aged, now)));
    sections.add(new Section(Topic.DECISIONS, "Decisions", Decisions.of(aged, now)));
    sections.add(
        new Section(
            Topic.DESCRIPTION,
            "What the upstream says of it, in its own words",
            description(aged.request())));
    sections.add(
        new Section(Topic.EARLIER, "Earlier on the same", Decisions.earlier(aged, earlier, now)));
    sections.add(new Section(Topic.STEPS, "Steps", Decisions.steps(aged)));
    sections.removeIf(section -> section.lines().isEmpty());
    return new ApprovalText(
        aged.id(),
        aged.seen(),
        aged.isOpen(),
        CallInWords.of(aged),
        Warnings.of(aged, earlier, sections),
        sections);
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

  private static void arguments(Approval approval, List<Section> sections) {
    Request request = approval.request();
    if (approval.narrowed().isPresent()) {
      Narrowing narrowing = approval.narrowed().get();
      ShownText by = InWords.person(narrowing.by());
      sections.add(
          new Section(
              Topic.ARGUMENTS,
              ShownText.of("Arguments, as changed by %s", by),
              ArgumentsView.of(narrowing.argumentsJson())));
      sections.add(
          new Section(
              Topic.CHANGES,
              ShownText.of("What %s changed in the arguments", by),
              ArgumentsDiff.of(request.argumentsJson(), narrowing.argumentsJson())));
    } else {
      sections.add(
          new Section(
              Topic.ARGUMENTS,
              "Arguments, written by the caller",
              ArgumentsView.of(request.argumentsJson())));
    }
    if (!request.otherParamsJson().isBlank() && !request.otherParamsJson().equals("{}")) {
      sections.add(
          new Section(
              Topic.OTHER,
              "What else goes along, written by the caller",
              ArgumentsView.of(request.otherParamsJson())));
    }
  }

  private static List<Line> why(Approval approval) {
    if (!approval.justification().isBlank()) {
      return List.of(
          new Quote(
              "The caller says",
              ShownText.lines(approval.justification(), JUSTIFICATION_LINES_MAX, DESCRIPTION_MAX)));
    }
    return List.of(new Note("the caller has not said why"));
  }

  private static List<Line> description(Request request) {
    String text = request.description().orElse("");
    if (text.isBlank()) {
      return List.of(new Note("the upstream says nothing of it"));
    }
    return List.of(
        new Quote(
            Line.Sign.NONE,
            ShownText.of(
                "%s says, and nobody checked it", ShownText.name(request.binding().upstream())),
            ShownText.lines(text, DESCRIPTION_LINES_MAX, DESCRIPTION_MAX)));
  }
}
