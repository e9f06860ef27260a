package dev.gatehouse.gateway.exchange;

import java.util.ArrayList;
import java.util.List;

/**
 * What one upstream has put on a list so far, page by page. Written by one thread, read by another
 * that may not wait for the end. Thread-safe.
 */
final class Shelf {
  private final String upstream;
  private final List<String> items = new ArrayList<>();
  private boolean isComplete;

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

  /** What is there now; what comes later is not part of it. */
  synchronized Content content() {
    return new Content(upstream, List.copyOf(items), isComplete);
  }

  /**
   * What was there at one moment.
   *
   * @param isComplete whether that is all
   */
  record Content(String upstream, List<String> items, boolean isComplete) {}
}
