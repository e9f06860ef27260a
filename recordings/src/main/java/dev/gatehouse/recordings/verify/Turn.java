package dev.gatehouse.recordings.verify;

import dev.gatehouse.recordings.bundle.BundlePaths;
import java.io.ByteArrayOutputStream;

/** One block as it comes to be judged in order. */
sealed interface Turn {
  /** A block with more than this in its payload file is not kept in memory while it waits. */
  long KEPT_BYTES_MAX = 4 * 1024 * 1024;

  /** A block that was checked ahead of its turn, with its lines of the transcript. */
  record Checked(BlockCheck block, ByteArrayOutputStream transcript, BlockTools tools)
      implements Turn {}

  /** A block that is to be checked when it is its turn. */
  record Large(long block) implements Turn {}

  /** Checks {@code block} now, unless it is too large. */
  static Turn of(Evidence evidence, BlockTools tools, long block) {
    String payload = BundlePaths.payload(block);
    long bytes = 0;
    if (evidence.depth() == Depth.EVERYTHING && evidence.content().paths().contains(payload)) {
      try {
        bytes = evidence.content().bytes(payload);
      } catch (FaultException e) {
        // What cannot be measured cannot be read either, and that is told in its turn.
        return new Large(block);
      }
    }
    if (bytes > KEPT_BYTES_MAX) {
      return new Large(block);
    }
    ByteArrayOutputStream transcript = tools.transcript((int) bytes + 8 * 1024);
    BlockCheck check = new BlockCheck(evidence, tools, block).run(transcript);
    return new Checked(check, transcript, tools);
  }
}
