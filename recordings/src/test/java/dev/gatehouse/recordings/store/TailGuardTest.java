package dev.gatehouse.recordings.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gatehouse.recordings.merkle.Hash;
import dev.gatehouse.recordings.merkle.TreeHashing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TailGuardTest {
  @TempDir Path temporary;
  private DataDirectory directory = new DataDirectory(Path.of(""));

  @BeforeEach
  void placeDirectory() {
    directory = new DataDirectory(temporary);
  }

  private static TailGuard.Mark mark(long size) {
    Hash root = TreeHashing.leaf(new byte[] {(byte) size});
    return new TailGuard.Mark(size, root);
  }

  private Optional<TailGuard.Mark> read() throws IOException {
    return TailGuard.read(directory.guard());
  }

  @Test
  void remembersTheFurthestMark() throws IOException {
    assertEquals(Optional.empty(), read());
    for (long size = 0; size < 10; size += 2) {
      // Opened anew each time, as after a crash.
      try (TailGuard guard = TailGuard.open(directory)) {
        guard.write(mark(size));
        assertEquals(Optional.of(mark(size)), read());
        guard.write(mark(size + 1));
        assertEquals(Optional.of(mark(size + 1)), read());
      }
    }
  }

  @Test
  void keepsTheMarkBeforeWhereAWriteIsTorn() throws IOException {
    try (TailGuard guard = TailGuard.open(directory)) {
      guard.write(mark(7));
      guard.write(mark(8));
    }
    byte[] whole = Files.readAllBytes(directory.guard());
    for (int i = 4096; i < 4096 + 60; i++) {
      byte[] torn = whole.clone();
      Arrays.fill(torn, i, 4096 + 128, (byte) 0);
      Files.write(directory.guard(), torn);
      assertEquals(Optional.of(mark(7)), read(), "torn at " + i);
    }
  }

  @Test
  void saysNothingWhereBothSlotsAreSpoilt() throws IOException {
    Files.writeString(directory.guard(), "9 nothing 00000000\n");
    assertEquals(Optional.empty(), read());
    Files.write(directory.guard(), new byte[0]);
    assertEquals(Optional.empty(), read());
  }
}
