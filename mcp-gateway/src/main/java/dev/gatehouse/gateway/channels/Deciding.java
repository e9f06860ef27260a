package dev.gatehouse.gateway.channels;

import dev.gatehouse.gateway.approval.Event;
import dev.gatehouse.gateway.approval.Outcome;
import dev.gatehouse.recordings.RecordingException;

/** Where decisions are made. */
@FunctionalInterface
public interface Deciding {
  /** Lets an event happen to an approval, or says why it does not. */
  Outcome happened(String approval, Event event) throws RecordingException;
}
