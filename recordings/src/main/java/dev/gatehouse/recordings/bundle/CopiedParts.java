package dev.gatehouse.recordings.bundle;

import dev.gatehouse.recordings.leaf.Disclosure;
import dev.gatehouse.recordings.leaf.Leaf;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/**
 * Copies parts that people and other tools want as files of their own: policies, and what others
 * vouched for. Confined to one thread.
 *
 * <p>Shape: {@code policies/<digest>.yaml}; {@code anchors/<entry>.checkpoint} and {@code
 * anchors/<entry>.tsr} of {@code anchor} entries; {@code keys/<entry>.checkpoint} of {@code key}
 * entries.
 */
public final class CopiedParts {
  private final BundleForm form;
  private final FileSink sink;
  private final PolicyTexts policies;
  private final CosignedBy cosigned = new CosignedBy();

  public CopiedParts(BundleForm form, FileSink sink) {
    this.form = form;
    this.sink = sink;
    this.policies = new PolicyTexts(sink);
  }

  /** Whether {@code part} of entry {@code index} is copied. */
  public static boolean takes(BundleForm form, Leaf leaf, String part) {
    return PolicyTexts.takes(leaf, part) || path(form, 0, leaf, part).isPresent();
  }

  /** Copies {@code disclosure} of entry {@code index} where it is one to be copied. */
  public void add(long index, Leaf leaf, Disclosure disclosure) throws IOException {
    if (PolicyTexts.takes(leaf, disclosure.part())) {
      policies.add(leaf, disclosure);
      return;
    }
    Optional<String> path = path(form, index, leaf, disclosure.part());
    if (path.isPresent()) {
      cosigned.add(disclosure.content());
      try (OutputStream file = sink.create(path.get())) {
        file.write(disclosure.content());
      }
    }
  }

  /** Who claims to have cosigned what was copied. */
  public CosignedBy cosigned() {
    return cosigned;
  }

  private static Optional<String> path(BundleForm form, long index, Leaf leaf, String part) {
    boolean vouched = leaf.type().equals("anchor") || leaf.type().equals("key");
    if (form == BundleForm.ONE || !vouched) {
      return Optional.empty();
    }
    return switch (leaf.type() + " " + leaf.word("method").orElse("") + " " + part) {
      case "anchor witness msg", "anchor timestamp tx" ->
          Optional.of(BundlePaths.anchorNote(index));
      case "anchor timestamp msg" -> Optional.of(BundlePaths.timestamp(index));
      case "key rotated msg" -> Optional.of(BundlePaths.keyNote(index));
      default -> Optional.empty();
    };
  }
}
