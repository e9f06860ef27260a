package dev.gatehouse.gateway.identity;

/** Finds out who is calling. Thread-safe. */
public interface Identifier {

  /** Never throws: what cannot be checked is challenged. */
  Identification identify(Credentials credentials);
}
