package dev.gatehouse.conformance.product;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** A port for a server that has to know it before it starts. */
public final class FreePort {
  /** Below those that systems give to clients, which come and go while a server starts. */
  private static final int FIRST = 20_000;

  private static final int LAST = 30_000;
  private static final int TRIES = 100;

  private FreePort() {}

  /** A port of this machine on which nobody listens now. */
  public static int find() {
    for (int i = 0; i < TRIES; i++) {
      int port = ThreadLocalRandom.current().nextInt(FIRST, LAST);
      try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (IOException taken) {
        // The next one.
      }
    }
    throw new IllegalStateException("no free port from " + FIRST + " to " + LAST);
  }
}
