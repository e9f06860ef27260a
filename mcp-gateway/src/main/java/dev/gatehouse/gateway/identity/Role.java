package dev.gatehouse.gateway.identity;

import java.util.Locale;
import java.util.Optional;

/** What somebody may do with the gateway itself. Nobody has a role but by configuration. */
public enum Role {
  /** Runs the gateway: keys, retention, connections to upstreams. */
  ADMIN,
  /** Writes policies, and accepts tools that changed. */
  POLICY_AUTHOR,
  /** Decides calls that are held. */
  APPROVER,
  /** Reads what was recorded, also what policies replaced by tokens. */
  AUDITOR,
  /** Calls tools. */
  AGENT;

  /** As configurations and records name it, such as {@code policy-author}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The role with this name. */
  public static Optional<Role> of(String word) {
    for (Role role : values()) {
      if (role.word().equals(word)) {
        return Optional.of(role);
      }
    }
    return Optional.empty();
  }
}
