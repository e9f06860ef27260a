package dev.gatehouse.policies;

import java.util.Optional;
import java.util.function.Supplier;

/** What another one supplies, asked for when it is first needed. Confined to one thread. */
final class Once<T> implements Supplier<T> {
  private final Supplier<T> from;
  private Optional<T> asked = Optional.empty();

  Once(Supplier<T> from) {
    this.from = from;
  }

  @Override
  public T get() {
    if (asked.isEmpty()) {
      asked = Optional.of(from.get());
    }
    return asked.get();
  }
}
