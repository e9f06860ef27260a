package dev.gatehouse.policies.check;

/**
 * One thing that is not as a test expects.
 *
 * @param what the key of the test, with a JSON pointer behind it where that helps: {@code result
 *     /content/0/text}
 * @param line where the test says what it expects
 * @param column where in that line
 */
public record Mismatch(String what, int line, int column, String expected, String found) {}
