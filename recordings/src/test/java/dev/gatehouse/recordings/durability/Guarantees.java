package dev.gatehouse.recordings.durability;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The sizes at which guarantees are shown, and the figures that come of it.
 *
 * <p>Shape: {@code -Dgatehouse.guarantees.<name>=<n>} or {@code =all}; a line for each guarantee in
 * {@code target/guarantees.txt} of the module whose test it is, and on the screen where tests may
 * print.
 */
public final class Guarantees {
  private static final String PREFIX = "gatehouse.guarantees.";

  private Guarantees() {}

  /** The size that was asked for, or the suite's. */
  public static int size(String name, int inTheSuite) {
    String asked = System.getProperty(PREFIX + name, "");
    if (asked.isEmpty()) {
      return inTheSuite;
    }
    return asked.equals("all") ? Integer.MAX_VALUE : Integer.parseInt(asked);
  }

  /** Writes down what was seen, in the place of what was seen before. */
  public static synchronized void figure(String guarantee, String seen) throws IOException {
    String line = guarantee + ": " + seen;
    Path file = Path.of("target", "guarantees.txt");
    Files.createDirectories(file.getParent());
    List<String> lines = new ArrayList<>(Files.exists(file) ? Files.readAllLines(file) : List.of());
    lines.removeIf(old -> old.startsWith(guarantee + ":"));
    lines.add(line);
    Files.write(file, lines);
    System.out.println(line);
  }
}
