package dev.gatehouse.policies.limit;

/**
 * The places that a call takes up as long as it is under way.
 *
 * <p>Guarantee: closing it gives them back, once, however often it is closed; it never throws.
 * Thread-safe.
 */
@FunctionalInterface
public interface Lease extends AutoCloseable {
  /** Of a call that takes up no place. */
  static Lease none() {
    return () -> {};
  }

  /** Gives the places back. */
  @Override
  void close();
}
