package dev.gatehouse.gateway;

import dev.gatehouse.gateway.credentials.PersonGrants;
import dev.gatehouse.recordings.EntryLog;
import java.nio.file.Path;
import java.time.InstantSource;

/** Says where people's grants lie: in the data directory, also where the log lies elsewhere. */
public final class Grants {
  private static final String FILE = "grants.db";

  private Grants() {}

  /** The grants beside this log; their file is opened when it is first needed. */
  public static PersonGrants beside(EntryLog log, Path directory) {
    return new PersonGrants(directory.resolve(FILE), log, InstantSource.system());
  }
}
