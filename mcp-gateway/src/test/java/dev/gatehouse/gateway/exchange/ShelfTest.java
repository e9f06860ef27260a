package dev.gatehouse.gateway.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ShelfTest {
  private final Shelf shelf = new Shelf("crm");

  @Test
  void whatComesTooLateMakesNothingComplete() {
    shelf.add(List.of("{}"));
    Shelf.Content content = shelf.content();
    shelf.add(List.of("{}"));
    shelf.complete();
    assertEquals(new Shelf.Content("crm", List.of("{}"), false, Optional.empty()), content);
  }

  @Test
  void whatIsThereInTimeIsAll() {
    shelf.add(List.of("{}"));
    shelf.complete();
    assertEquals(new Shelf.Content("crm", List.of("{}"), true, Optional.empty()), shelf.content());
  }

  @Test
  void whoWaitsForAPersonKeepsNobodyElseWaiting() {
    assertFalse(shelf.content().hasAnswered());
    shelf.waits(URI.create("http://127.0.0.1:7411/connect/crm"));
    assertTrue(shelf.content().hasAnswered());
    assertFalse(shelf.content().isComplete());
  }
}
