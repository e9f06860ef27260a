package dev.gatehouse.gateway.credentials;

import java.util.List;

/**
 * How it stands with some grants. Immutable.
 *
 * @param unreadable how many besides there are that cannot be read, and so cannot be used either
 */
public record GrantList(List<GrantState> states, int unreadable) {
  public GrantList {
    states = List.copyOf(states);
  }
}
