package dev.gatehouse.gateway;

import dev.gatehouse.gateway.config.Configuration;
import dev.gatehouse.gateway.config.UpstreamSettings;
import dev.gatehouse.gateway.credentials.CredentialSettings;
import dev.gatehouse.gateway.credentials.PersonGrants;
import dev.gatehouse.recordings.EntryLog;
import java.nio.file.Path;
import java.time.InstantSource;

/** Says where people's grants lie: in the data directory, also where the log lies elsewhere. */
public final class Grants {
  private static final String FILE = "grants.db";

  private Grants() {}

  /** Whether people connect any upstream of this configuration. */
  public static boolean areUsed(Configuration configuration) {
    return configuration.upstreams().stream().anyMatch(Grants::isConnected);
  }

  /** Whether people connect it. */
  static boolean isConnected(UpstreamSettings upstream) {
    return upstream instanceof UpstreamSettings.Http http
        && http.credentials().isPresent()
        && http.credentials().get() instanceof CredentialSettings.Person;
  }

  /** The grants beside this log; their file is opened when it is first needed. */
  public static PersonGrants beside(EntryLog log, Path directory) {
    return new PersonGrants(directory.resolve(FILE), log, InstantSource.system());
  }
}
