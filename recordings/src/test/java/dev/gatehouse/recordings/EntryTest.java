package dev.gatehouse.recordings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.recordings.leaf.Leaf;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EntryTest {
  @ParameterizedTest
  @ValueSource(strings = {"tools/call", "crm__find_customer", "$/cancelRequest", "a.b:c-d+e=", "0"})
  void acceptsTokensInClear(String token) {
    assertTrue(Entry.isToken(token));
    assertEquals(token, Entry.builder(EntryKind.EVENT).method(token).build().method().orElse(""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "two words", "quote\"", "back\\slash", "line\n", "grün", "a@b", "\u0000"})
  void refusesEverythingElseInClear(String text) {
    assertFalse(Entry.isToken(text));
    Entry.Builder builder = Entry.builder(EntryKind.EVENT);
    assertThrows(IllegalArgumentException.class, () -> builder.method(text).build());
    assertThrows(
        IllegalArgumentException.class, () -> Entry.builder(EntryKind.EVENT).tool(text).build());
    assertThrows(
        IllegalArgumentException.class,
        () -> Entry.builder(EntryKind.EVENT).upstream(text).build());
    assertThrows(
        IllegalArgumentException.class,
        () -> Entry.builder(EntryKind.EVENT).exchange(text).build());
  }

  @Test
  void saysNothingOfWhatItRefused() {
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> Entry.builder(EntryKind.EVENT).tool("card 4111111111111111").build());
    assertFalse(refused.toString().contains("4111"));
  }

  @Test
  void refusesWordsThatAreTooLong() {
    assertTrue(Entry.isToken("x".repeat(Entry.TOKEN_CHARS_MAX)));
    assertFalse(Entry.isToken("x".repeat(Entry.TOKEN_CHARS_MAX + 1)));
  }

  @Test
  void wantsAnExchangeWhereOneIsOpenedOrClosed() {
    for (EntryKind kind : EntryKind.values()) {
      if (kind == EntryKind.REQUEST || kind.closesExchange()) {
        assertThrows(IllegalArgumentException.class, () -> Entry.builder(kind).build());
      } else {
        assertEquals(kind, Entry.builder(kind).build().kind());
      }
    }
  }

  @Test
  void refusesAPartTwice() {
    Entry.Builder builder = Entry.builder(EntryKind.EVENT).part(PartName.MSG, Bytes.utf8("a"));
    builder.build();
    assertThrows(
        IllegalArgumentException.class, () -> builder.part(PartName.MSG, Bytes.utf8("b")).build());
  }

  @Test
  void hasTheWordsOfTheLeaf() {
    assertEquals(
        Leaf.TYPES,
        Arrays.stream(EntryKind.values()).map(EntryKind::wireName).collect(Collectors.toSet()));
    assertEquals(
        Leaf.PARTS,
        Arrays.stream(PartName.values()).map(PartName::wireName).collect(Collectors.toSet()));
    for (EntryKind kind : EntryKind.values()) {
      assertEquals(kind, EntryKind.ofWireName(kind.wireName()));
    }
    assertThrows(IllegalArgumentException.class, () -> EntryKind.ofWireName("other"));
  }

  @Test
  void comparesBytesByContentAndShowsNoneOfThem() {
    byte[] array = {1, 2, 3};
    Bytes bytes = Bytes.of(array);
    array[0] = 9;
    assertEquals(Bytes.of(new byte[] {1, 2, 3}), bytes);
    assertNotEquals(Bytes.of(array), bytes);
    assertEquals("Bytes[3]", bytes.toString());
    assertFalse(new Part(PartName.MSG, Bytes.utf8("secret")).toString().contains("secret"));
  }
}
