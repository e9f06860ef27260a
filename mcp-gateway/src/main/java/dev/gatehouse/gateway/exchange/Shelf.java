package dev.gatehouse.gateway.exchange;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What one upstream has put on a list so far, page by page. Written by one thread, read by another
 * that may not wait for the end. Thread-safe.
 */
final class Shelf {
  private final String upstream;
  private final List<String> items = new ArrayList<>();
  private boolean isComplete;
  private Optional<URI> connectedAt = Optional.empty();

  Shelf(String upstream) {
    this.upstream = upstream;
  }

  String upstream() {
    return upstream;
  }

  /** A page of items, each as JSON. */
  synchronized void add(List<String> page) {
    items.addAll(page);
  }

  /** There are no more. */
  synchronized void complete() {
    isComplete = true;
  }

  /** There will be some when its person has connected the upstream at this address. */
  synchronized void waits(URI address) {
    connectedAt = Optional.of(address);
  }

  /** What is there now; what comes later is not part of it. */
  synchronized Content content() {
    return new Content(upstream, List.copyOf(items), isComplete, connectedAt);
  }

  /**
   * What was there at one moment.
   *
   * @param isComplete whether that is all
   * @param connectedAt where its person connects the upstream, which waits for that
   */
  record Content(
      String upstream, List<String> items, boolean isComplete, Optional<URI> connectedAt) {

    /** Whether it kept nobody waiting: that it waits for one person is an answer as well. */
    boolean hasAnswered() {
      return isComplete || connectedAt.isPresent();
    }
  }
}
