package dev.gatehouse.recordings.anchor;

import dev.gatehouse.recordings.clock.ClockStatement;
import dev.gatehouse.recordings.store.EntryReader;
import java.io.IOException;
import java.sql.SQLException;

/** The log as those see it who anchor it. */
public interface AnchoredLog {

  /** A reader beside the writer. */
  EntryReader reader() throws SQLException;

  /** Keeps what a third party vouched for, and records it. */
  void record(Anchor anchor) throws IOException;

  /** Records what the clock did. */
  void record(ClockStatement statement) throws IOException;

  /** Accepts nothing from now on, and keeps the evidence. */
  void halt(Contradiction contradiction);
}
