package dev.gatehouse.gateway.pinning;

import java.time.Instant;

/**
 * What is kept of one tool.
 *
 * @param accepted the digest of the accepted definition; empty where none was accepted yet
 * @param definition its canonical form; empty where that is too long
 * @param since when it was accepted
 * @param found the digest of another definition that the upstream gives now; empty where it gives
 *     the accepted one
 * @param change its canonical form; empty where that is too long
 * @param changes how often it changed since a definition was accepted
 */
record Pin(
    String upstream,
    String tool,
    String accepted,
    String definition,
    Instant since,
    String found,
    String change,
    int changes) {

  /** Whether its upstream gives something else than what was accepted. */
  boolean differs() {
    return !found.isEmpty();
  }

  /** Whether no definition of it was accepted yet. */
  boolean isNew() {
    return accepted.isEmpty();
  }

  /** The same with another definition that the upstream gives. */
  Pin finding(Definition other) {
    return new Pin(
        upstream, tool, accepted, definition, since, other.digest(), other.text(), changes + 1);
  }

  /** The same where the upstream gives the accepted one again. */
  Pin restored() {
    return new Pin(upstream, tool, accepted, definition, since, "", "", changes);
  }

  /** The same where what the upstream gives is accepted. */
  Pin taken(Instant now) {
    return new Pin(upstream, tool, found, change, now, "", "", 0);
  }

  /** Of a tool that is seen for the first time and taken as it is. */
  static Pin first(String upstream, Definition definition, Instant now) {
    return new Pin(
        upstream, definition.tool(), definition.digest(), definition.text(), now, "", "", 0);
  }

  /** Of a tool that is seen for the first time and not taken. */
  static Pin unaccepted(String upstream, Definition definition, Instant now) {
    return new Pin(
        upstream, definition.tool(), "", "", now, definition.digest(), definition.text(), 1);
  }
}
