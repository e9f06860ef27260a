package dev.gatehouse.conformance.durability;

import java.nio.ByteBuffer;

/** Something that a traced process did, in the order in which it happened. */
sealed interface TraceEvent {
  /** From now on, a file below the watched directory has this name: inodes are used again. */
  record Named(long file, String path) implements TraceEvent {}

  /** Bytes were written into a file. */
  record Wrote(long file, ByteBuffer bytes) implements TraceEvent {}

  /** A sync of a file is about to begin. */
  record SyncBegan(long file, long thread) implements TraceEvent {}

  /** It is over. */
  record SyncEnded(long file, long thread, boolean successful) implements TraceEvent {}

  /** A thread is about to send something. */
  record SendBegan(long socket, long thread) implements TraceEvent {}

  /** What it sent. */
  record Sent(long socket, long thread, int peerPort, ByteBuffer bytes) implements TraceEvent {}
}
