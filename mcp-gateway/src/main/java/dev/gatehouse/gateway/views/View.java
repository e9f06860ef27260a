package dev.gatehouse.gateway.views;

import dev.gatehouse.recordings.RecordingException;
import dev.gatehouse.recordings.export.EntryGroup;
import java.io.IOException;

/** A view that is being written, row by row. Confined to one thread. */
interface View {
  void add(Row row, EntryGroup group) throws IOException, RecordingException;

  /** Writes what comes behind the last row; the caller closes what is written to. */
  void end(long rows) throws IOException;
}
