package dev.gatehouse.gateway;

import dev.gatehouse.gateway.pinning.PinningModes;
import dev.gatehouse.gateway.pinning.Pins;
import dev.gatehouse.recordings.EntryLog;
import dev.gatehouse.recordings.LogSettings;
import dev.gatehouse.recordings.RecordingException;
import dev.gatehouse.recordings.store.PostgresAccess;
import java.time.InstantSource;
import java.util.Optional;

/** Says where the pins lie: beside the log, so that whoever shares that shares them. */
public final class Pinnings {
  private static final String FILE = "pins.db";

  private Pinnings() {}

  /** The pins beside this log; they are opened when they are first needed. */
  public static Pins beside(EntryLog log, LogSettings settings, PinningModes modes) {
    Optional<PostgresAccess> shared = settings.postgres();
    return shared.isPresent()
        ? Pins.inPostgres(shared.get(), log, modes, InstantSource.system())
        : Pins.inFile(settings.directory().resolve(FILE), log, modes, InstantSource.system());
  }

  /**
   * The same, open.
   *
   * @throws GatewayStartException where they cannot be had: then every tool would be kept back
   */
  static Pins open(EntryLog log, LogSettings settings, PinningModes modes)
      throws GatewayStartException {
    Pins pins = beside(log, settings, modes);
    try {
      if (!modes.areOff()) {
        pins.open();
      }
      return pins;
    } catch (RecordingException e) {
      pins.close();
      throw new GatewayStartException("cannot pin tools: " + e.getMessage());
    }
  }
}
