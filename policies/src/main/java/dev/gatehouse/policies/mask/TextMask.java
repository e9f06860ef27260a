package dev.gatehouse.policies.mask;

import dev.gatehouse.policies.detect.Detector;
import dev.gatehouse.policies.detect.Finding;
import java.util.List;
import java.util.Optional;

/**
 * Hides parts of one text that is no document: what detectors find in it, as it is, decoded, and in
 * base64; what repeats a hidden value; and the cells of hidden columns. Confined to one thread.
 *
 * @param depth how many texts this one stands in
 */
record TextMask(MaskRun run, Path path, int depth) {
  /** Texts inside each other, whether as JSON or in base64; more are not opened. */
  static final int DEPTH_MAX = 8;

  /** Marks what is to be hidden. */
  void hideIn(String text, String name, Hiding hiding, Redaction redaction)
      throws MaskingException {
    hiding.hide(hiding.detection().inText(text, name), redaction);
    if (!hiding.isEmpty()) {
      decoded(text, name, hiding, redaction);
    }
    if (depth < DEPTH_MAX && (!hiding.isEmpty() || run.dependsOnPlace())) {
      for (Base64Text inner : Base64Runs.in(text)) {
        base64(inner, redaction);
      }
    }
    run.repeats().hideIn(text, redaction, MaskRun.PATH_LABEL);
    for (Mask mask : run.columnsAt(path)) {
      cells(text, mask, redaction);
    }
  }

  private static void decoded(String text, String name, Hiding hiding, Redaction redaction) {
    Optional<DecodedText> decoded = DecodedText.of(text);
    if (decoded.isEmpty()) {
      return;
    }
    String plain = decoded.get().text();
    for (Finding finding : hiding.detection().inText(plain, name)) {
      Detector detector = finding.detector();
      redaction.add(
          new Redaction.Part(
              decoded.get().start(finding.start()),
              decoded.get().start(finding.end()),
              detector.label(),
              hiding.strategy(detector),
              Optional.of(plain.substring(finding.start(), finding.end())),
              Optional.empty()));
    }
  }

  private void base64(Base64Text inner, Redaction redaction) throws MaskingException {
    Leaf leaf = new Leaf(path, Leaf.Kind.STRING, inner.text());
    List<Edit> edits =
        new MessageMasker(run, List.of(leaf), new AnyShape(false), depth + 1).edits();
    for (Edit edit : edits) {
      if (edit instanceof Edit.Text(_, String masked, String label)) {
        redaction.add(
            new Redaction.Part(
                inner.start(),
                inner.end(),
                label,
                Strategy.redact(),
                Optional.empty(),
                Optional.of(inner.written().encode(masked))));
      }
    }
  }

  private void cells(String text, Mask mask, Redaction redaction) {
    Optional<Column> column = mask.column();
    if (column.isEmpty()) {
      return;
    }
    for (Cuts.Span cell :
        CsvText.cells(text, heading -> column.get().covers(heading, Optional.empty()))) {
      if (mask.detectors().isEmpty()) {
        redaction.hide(cell.start(), cell.end(), MaskRun.COLUMN_LABEL, mask.strategy());
      } else {
        String value = text.substring(cell.start(), cell.end());
        Hiding hiding = Hiding.NOTHING.and(mask.detectors(), mask.strategy());
        for (Finding finding : hiding.detection().inText(value)) {
          redaction.hide(
              cell.start() + finding.start(),
              cell.start() + finding.end(),
              finding.detector().label(),
              mask.strategy());
        }
      }
    }
  }
}
