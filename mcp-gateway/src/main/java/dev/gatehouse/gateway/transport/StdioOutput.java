package dev.gatehouse.gateway.transport;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.ReentrantLock;

/** An output that takes a message a line. Thread-safe. */
final class StdioOutput {
  private static final Logger LOG = System.getLogger(StdioOutput.class.getName());

  private final OutputStream out;
  private final ReentrantLock lock = new ReentrantLock();

  StdioOutput(OutputStream out) {
    this.out = out;
  }

  void line(String json) {
    // A line break in JSON is white space; here it ends a message.
    byte[] line =
        (json.replace('\n', ' ').replace('\r', ' ') + "\n").getBytes(StandardCharsets.UTF_8);
    locked(
        () -> {
          out.write(line);
          out.flush();
        });
  }

  void close() {
    locked(out::close);
  }

  /** Something that writes to the client, who may have gone. */
  @FunctionalInterface
  private interface Writing {
    void run() throws IOException;
  }

  private void locked(Writing writing) {
    lock.lock();
    try {
      writing.run();
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "event=client-gone cause=" + e.getMessage());
    } finally {
      lock.unlock();
    }
  }
}
