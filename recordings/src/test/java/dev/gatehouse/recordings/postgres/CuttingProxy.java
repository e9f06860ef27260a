package dev.gatehouse.recordings.postgres;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Stands between a client and a PostgreSQL server, and cuts a connection at the moment of a commit
 * that changed something. Thread-safe.
 */
public final class CuttingProxy implements AutoCloseable {
  private static final String CHANGED = "UPDATE head";
  private static final String COMMIT = "COMMIT";

  private final ServerSocket listening;
  private final int serverPort;
  private final AtomicReference<Cut> next = new AtomicReference<>(Cut.NEVER);
  private final AtomicInteger cuts = new AtomicInteger();

  /** When to cut the next connection. */
  public enum Cut {
    NEVER,
    /** The server never hears of the commit. */
    BEFORE_COMMIT,
    /** The server commits, and the client never hears of it. */
    BEHIND_COMMIT
  }

  private CuttingProxy(ServerSocket listening, int serverPort) {
    this.listening = listening;
    this.serverPort = serverPort;
  }

  /** A proxy before the server on {@code serverPort} of this machine. */
  public static CuttingProxy before(int serverPort) {
    try {
      ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
      CuttingProxy proxy = new CuttingProxy(listening, serverPort);
      Thread.ofVirtual().start(proxy::accept);
      return proxy;
    } catch (IOException e) {
      throw new UncheckedIOException("starting a proxy", e);
    }
  }

  /** Where it listens. */
  public int port() {
    return listening.getLocalPort();
  }

  /** Cuts one connection, as soon as something is committed. */
  public void cutNext(Cut how) {
    next.set(how);
  }

  /** How many connections were cut. */
  public int cuts() {
    return cuts.get();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listening.accept();
        Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
        Thread.ofVirtual().start(() -> forward(client, server));
        Thread.ofVirtual().start(() -> backward(server, client));
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  private void forward(Socket client, Socket server) {
    boolean changed = false;
    byte[] buffer = new byte[1 << 16];
    try (client;
        server) {
      InputStream in = client.getInputStream();
      OutputStream out = server.getOutputStream();
      for (int read = in.read(buffer); read > 0; read = in.read(buffer)) {
        String text = new String(buffer, 0, read, US_ASCII);
        changed |= text.contains(CHANGED);
        Cut cut = changed && text.contains(COMMIT) ? next.getAndSet(Cut.NEVER) : Cut.NEVER;
        switch (cut) {
          case NEVER -> out.write(buffer, 0, read);
          case BEFORE_COMMIT -> {
            cuts.incrementAndGet();
            return;
          }
          case BEHIND_COMMIT -> {
            // The client's side first, so that no answer gets through.
            client.shutdownInput();
            client.close();
            out.write(buffer, 0, read);
            out.flush();
            cuts.incrementAndGet();
            // The server closes when it has dealt with it and finds nobody there.
            server.shutdownOutput();
            Thread.sleep(200);
            return;
          }
        }
      }
    } catch (IOException e) {
      // One side has gone; so does the other.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void backward(Socket server, Socket client) {
    try (server;
        client) {
      server.getInputStream().transferTo(client.getOutputStream());
    } catch (IOException e) {
      // One side has gone; so does the other.
    }
  }

  @Override
  public void close() {
    try {
      listening.close();
    } catch (IOException e) {
      throw new UncheckedIOException("closing a proxy", e);
    }
  }
}
