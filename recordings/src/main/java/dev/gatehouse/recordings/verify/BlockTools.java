package dev.gatehouse.recordings.verify;

/** What the checks of many blocks use one after the other. Confined to one thread. */
record BlockTools(BlockHasher hasher, LineBuffer lines) {
  static BlockTools create() {
    return new BlockTools(new BlockHasher(), new LineBuffer());
  }
}
