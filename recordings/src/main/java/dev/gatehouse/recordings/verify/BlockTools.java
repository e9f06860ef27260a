package dev.gatehouse.recordings.verify;

import java.io.ByteArrayOutputStream;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * What the checks of many blocks use one after the other. Confined to one thread, but for {@link
 * #giveBack}.
 */
final class BlockTools {
  /** More than are waiting for their turn. */
  private static final int SPARE_MAX = 8;

  private final BlockHasher hasher = new BlockHasher();
  private final LineBuffer lines = new LineBuffer();
  private final BlockingQueue<ByteArrayOutputStream> spare = new ArrayBlockingQueue<>(SPARE_MAX);

  BlockHasher hasher() {
    return hasher;
  }

  LineBuffer lines() {
    return lines;
  }

  /** An empty place for the transcript of a block. */
  ByteArrayOutputStream transcript(int bytes) {
    ByteArrayOutputStream used = spare.poll();
    return used == null ? new ByteArrayOutputStream(bytes) : used;
  }

  /** Takes back what {@link #transcript} gave, to be used again; from any thread. */
  void giveBack(ByteArrayOutputStream transcript) {
    transcript.reset();
    boolean kept = spare.offer(transcript);
    assert kept : "more were given back than can be waiting";
  }
}
