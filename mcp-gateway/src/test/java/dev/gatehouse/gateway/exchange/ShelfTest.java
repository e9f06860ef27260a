package dev.gatehouse.gateway.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;

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
}
