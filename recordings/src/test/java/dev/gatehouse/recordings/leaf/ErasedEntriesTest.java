package dev.gatehouse.recordings.leaf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ErasedEntriesTest {

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 100, 200, 1 << 20, 1L << 40})
  void readsTheIndexesThatItWrote(long gapMax) {
    Random random = new Random(gapMax);
    List<Long> indexes = new ArrayList<>();
    long index = random.nextInt(3);
    while (indexes.size() < ErasedEntries.ENTRIES_MAX) {
      indexes.add(index);
      index += 1 + random.nextLong(gapMax);
    }
    ErasedEntries erased = new ErasedEntries("2026-11", indexes, "asked for by \"them\"");
    assertEquals(indexes, ErasedEntries.indexes(erased.json()));
  }

  @Test
  void saysManyNeighboursInLittleSpace() {
    List<Long> indexes = new ArrayList<>();
    for (long index = 1000; indexes.size() < 4096; index += 2) {
      indexes.add(index);
    }
    assertTrue(new ErasedEntries("2026-11", indexes, "").json().length() < 200);
  }

  @Test
  void refusesIndexesThatDoNotAscendOrAreNone() {
    assertThrows(
        IllegalArgumentException.class, () -> new ErasedEntries("2026-11", List.of(), "why"));
    assertThrows(
        IllegalArgumentException.class, () -> new ErasedEntries("2026-11", List.of(3L, 3L), "why"));
    assertThrows(IllegalArgumentException.class, () -> ErasedEntries.indexes("{}"));
  }

  @Test
  void refusesListsThatWereChanged() {
    String json = new ErasedEntries("2026-11", List.of(3L, 9L, 300L), "why").json();
    assertThrows(
        IllegalArgumentException.class,
        () -> ErasedEntries.indexes(json.replace("\"count\":3", "\"count\":2")));
    assertThrows(
        IllegalArgumentException.class,
        () -> ErasedEntries.indexes(json.replace("\"entries\":\"", "\"entries\":\"AAAA")));
  }
}
