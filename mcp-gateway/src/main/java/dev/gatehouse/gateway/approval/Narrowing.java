package dev.gatehouse.gateway.approval;

/**
 * Arguments that somebody who decides put in place of those that were asked for.
 *
 * @param argumentsJson an object
 * @param digest hex SHA-256 of its UTF-8 bytes
 */
public record Narrowing(String argumentsJson, String digest, Person by) {
  /** Nothing of the arguments, which may be secret. */
  @Override
  public String toString() {
    return "Narrowing[by " + by.name() + "]";
  }
}
