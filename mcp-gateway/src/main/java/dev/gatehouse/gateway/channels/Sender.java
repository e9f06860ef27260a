package dev.gatehouse.gateway.channels;

/** Brings messages to where people are. Thread-safe; keeps nothing. */
interface Sender {
  /** A step, as people read it there. */
  Message message(Notice notice);

  /** Many in one. */
  Message digest(Gathered many);

  /**
   * Tries once; ends within {@link Post#TIME_MAX}.
   *
   * @param id of the message, the same for every attempt
   */
  Tried send(String id, Message message) throws InterruptedException;
}
