package dev.gatehouse.gateway;

import dev.gatehouse.adapters.RequestMetadata;
import dev.gatehouse.gateway.audit.RecordedSessions;
import dev.gatehouse.gateway.config.Configuration;
import dev.gatehouse.gateway.mcp.LogLevels;
import dev.gatehouse.gateway.mcp.Session;
import dev.gatehouse.gateway.mcp.SessionIds;
import dev.gatehouse.gateway.mcp.Sessions;
import dev.gatehouse.recordings.EntryLog;
import java.time.InstantSource;
import java.util.function.Consumer;

/** The sessions of legacy clients, as a configuration says, with the log for their memory. */
final class LegacySessions {
  private LegacySessions() {}

  /**
   * None yet, but for those that the log knows: from before this gateway was started, or of another
   * on the same log.
   *
   * @param ended hears the id of each that ended by itself, on a thread of its own
   */
  static Sessions of(
      Configuration configuration, EntryLog log, InstantSource clock, Consumer<String> ended) {
    RecordedSessions recorded =
        new RecordedSessions(
            configuration.recordings().directory(), clock, configuration.limits().sessionIdle());
    return new Sessions(
        clock,
        new SessionIds(log.secret("sessions")),
        (id, principal, endpoint, recordedAt) ->
            recorded
                .find(id, endpoint, recordedAt)
                .map(
                    it ->
                        new Session(
                            id, principal, endpoint, known(it.metadata()), it.began(), false)),
        configuration.limits().sessionsMax(),
        configuration.limits().sessionIdle(),
        // Ending it with the upstreams may take a while, and the cache must not wait.
        id -> Thread.startVirtualThread(() -> ended.accept(id)));
  }

  /** The log has what the client asked for, also where it was answered that there is no such. */
  private static RequestMetadata known(RequestMetadata recorded) {
    return new RequestMetadata(
        recorded.protocolVersion(),
        recorded.clientInfo(),
        recorded.clientCapabilities(),
        recorded.logLevel().filter(LogLevels::isKnown));
  }
}
