package dev.gatehouse.conformance.soak;

import java.io.IOException;

/** One client at work, in one era. What it is sent and is not its own fails it. */
interface SoakSession {
  /** Begins, and hears of its resource where it was told to. */
  void open() throws IOException, InterruptedException;

  /** Calls a tool that reports and answers, and checks both. */
  void say(String words) throws IOException, InterruptedException;

  /** Calls a tool that asks, answers its question, and checks what it makes of it. */
  void ask(String words) throws IOException, InterruptedException;

  /** Has the session's own resource changed. */
  void touch(String words) throws IOException, InterruptedException;

  /** How many changes of its resource it has heard of. */
  long heard();

  /** Ends it, and its stream. */
  void close() throws IOException, InterruptedException;
}
