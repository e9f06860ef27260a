package dev.gatehouse.recordings.merkle;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.recordings.Mutations;
import org.junit.jupiter.api.Test;

class TileFuzzTest {
  @Test
  void readsTilesStrictly() {
    for (int width : new int[] {1, 3, 255, 256}) {
      byte[] tile = new Tile(0, 0, NaiveTree.leaves(width)).toArray();
      Mutations.requireStrict(
          tile, IllegalArgumentException.class, bytes -> Tile.of(0, 0, bytes).toArray());
    }
  }

  @Test
  void readsHashesStrictly() {
    Mutations.requireStrict(
        NaiveTree.leaf(0).base64().getBytes(US_ASCII),
        IllegalArgumentException.class,
        bytes -> Hash.ofBase64(new String(bytes, UTF_8)).base64().getBytes(UTF_8));
  }
}
