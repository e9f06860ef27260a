package dev.gatehouse.gateway.policy;

import dev.gatehouse.policies.yaml.Problem;
import java.util.List;

/** What came of reading the policy files again. */
public sealed interface Reload {

  /** They say what is in force already. */
  record Unchanged(String digest) implements Reload {}

  /**
   * They are in force from now on.
   *
   * @param before the digest of the set that they replace
   * @param digest of theirs
   * @param warnings what works but is probably not meant
   */
  record Taken(String before, String digest, List<Problem> warnings) implements Reload {
    public Taken {
      warnings = List.copyOf(warnings);
    }
  }

  /**
   * They are wrong, and what was in force still is.
   *
   * @param digest of what is in force
   * @param problems all of them
   */
  record Kept(String digest, List<Problem> problems) implements Reload {
    public Kept {
      problems = List.copyOf(problems);
    }
  }

  /** They could not be recorded, so that what was in force still is. */
  record NotRecorded(String digest, String why) implements Reload {}

  /**
   * A fault broke it off, so that what was in force still is; the files may be good.
   *
   * @param cause the class of the fault: its message may hold what the files say
   */
  record Failed(String digest, String cause) implements Reload {}
}
