package dev.gatehouse.policies.mask;

import dev.gatehouse.policies.detect.Detector;
import dev.gatehouse.policies.detect.Finding;
import java.util.ArrayList;
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
    boolean opens = depth < DEPTH_MAX && (!hiding.isEmpty() || run.dependsOnPlace());
    if (opens) {
      List<Cuts.Span> done = new ArrayList<>();
      Optional<DecodedText> decoded = DecodedText.of(text);
      if (decoded.isPresent()) {
        decoded(decoded.get(), text, name, hiding, redaction, done);
      }
      int next = 0;
      for (Base64Text inner : Base64Runs.in(text)) {
        while (next < done.size() && done.get(next).end() <= inner.start()) {
          next++;
        }
        boolean isDone = next < done.size() && done.get(next).start() < inner.end();
        Optional<Edit.Text> masked = isDone ? Optional.empty() : base64(inner);
        masked.ifPresent(edit -> put(redaction, inner.start(), inner.end(), edit, false));
      }
    }
    run.repeats().hideIn(text, redaction, MaskRun.PATH_LABEL);
    for (Mask mask : run.columnsAt(path)) {
      cells(text, mask, redaction);
    }
  }

  private void decoded(
      DecodedText decoded,
      String text,
      String name,
      Hiding hiding,
      Redaction redaction,
      List<Cuts.Span> done)
      throws MaskingException {
    for (Finding finding : hiding.detection().inText(decoded.text(), name)) {
      Detector detector = finding.detector();
      redaction.add(
          new Redaction.Part(
              decoded.start(finding.start()),
              decoded.start(finding.end()),
              detector.label(),
              hiding.strategy(detector),
              Optional.of(decoded.text().substring(finding.start(), finding.end())),
              Optional.empty()));
    }
    for (Base64Text inner : Base64Runs.in(decoded.text())) {
      Optional<Edit.Text> masked = base64(inner);
      int start = decoded.start(inner.start());
      int end = decoded.start(inner.end());
      if (masked.isPresent()) {
        done.add(new Cuts.Span(start, end));
        // What stood there escaped is written without what would have to be.
        boolean isEscaped = text.substring(start, end).indexOf('%') >= 0;
        put(redaction, start, end, masked.get(), isEscaped);
      }
    }
  }

  /** What is to stand inside of what is written in base64, if anything is hidden in it. */
  private Optional<Edit.Text> base64(Base64Text inner) throws MaskingException {
    Leaf leaf = new Leaf(path, Leaf.Kind.STRING, inner.text());
    for (Edit edit :
        new MessageMasker(run, List.of(leaf), new AnyShape(false), depth + 1).edits()) {
      if (edit instanceof Edit.Text(int index, String masked, String label)) {
        return Optional.of(new Edit.Text(index, inner.written().encode(masked), label));
      }
    }
    return Optional.empty();
  }

  private static void put(
      Redaction redaction, int start, int end, Edit.Text masked, boolean isEscaped) {
    String written = masked.text();
    String put =
        isEscaped ? written.replace("+", "%2B").replace("/", "%2F").replace("=", "%3D") : written;
    redaction.add(
        new Redaction.Part(
            start, end, masked.label(), Strategy.redact(), Optional.empty(), Optional.of(put)));
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
