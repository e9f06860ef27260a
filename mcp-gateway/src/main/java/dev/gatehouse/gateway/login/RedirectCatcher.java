package dev.gatehouse.gateway.login;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Waits on this machine for the one answer that a browser brings from an issuer.
 *
 * <p>Guarantee: nobody else than this machine can connect; only an answer with the right state
 * counts, and only the first one; whatever else comes is told nothing and changes nothing.
 *
 * <p>Source: RFC 8252 §7.3, §8.3.
 */
final class RedirectCatcher implements AutoCloseable {
  static final String PATH = "/callback";

  private static final String HOST = "127.0.0.1";

  /** Codes of some issuers are some KiB long. */
  private static final int HEAD_BYTES_MAX = 32 << 10;

  /** Browsers open connections that they may never use. */
  private static final int CONNECTIONS_MAX = 32;

  /** Two ends of lines. */
  private static final int EMPTY_LINE = 0x0d0a0d0a;

  private static final Duration HEAD_WITHIN = Duration.ofSeconds(10);

  private final ServerSocket listening;
  private final String state;
  private final Semaphore places = new Semaphore(CONNECTIONS_MAX);
  private final AtomicBoolean isCaught = new AtomicBoolean();
  private final BlockingQueue<Map<String, String>> caught = new ArrayBlockingQueue<>(1);

  private RedirectCatcher(ServerSocket listening, String state) {
    this.listening = listening;
    this.state = state;
  }

  /**
   * Begins to listen.
   *
   * @param port that is taken if it is free; else, and where it is zero, any other
   * @param state that the answer has to have
   */
  static RedirectCatcher listen(int port, String state) throws LoginException {
    ServerSocket listening;
    try {
      listening = bound(port);
    } catch (IOException e) {
      throw new LoginException("cannot listen on this machine: " + e.getMessage(), e);
    }
    RedirectCatcher catcher = new RedirectCatcher(listening, state);
    Thread.ofVirtual().name("redirect").start(catcher::accept);
    return catcher;
  }

  private static ServerSocket bound(int port) throws IOException {
    InetAddress here = InetAddress.ofLiteral(HOST);
    try {
      return new ServerSocket(port, CONNECTIONS_MAX, here);
    } catch (IOException e) {
      if (port == 0) {
        throw e;
      }
      return new ServerSocket(0, CONNECTIONS_MAX, here);
    }
  }

  private String authority() {
    return HOST + ":" + listening.getLocalPort();
  }

  /** Where the browser is to be sent. */
  String address() {
    return "http://" + authority() + PATH;
  }

  /** What the browser brought; nothing where it did not come in time. */
  Optional<Map<String, String>> await(Duration patience) throws InterruptedException {
    return Optional.ofNullable(caught.poll(patience.toMillis(), TimeUnit.MILLISECONDS));
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket socket = listening.accept();
        if (places.tryAcquire()) {
          Thread.startVirtualThread(() -> serve(socket));
        } else {
          socket.close();
        }
      } catch (IOException _) {
        // It was closed, or a browser was gone before it was heard.
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      String page = answered(head(socket));
      socket.getOutputStream().write(page.getBytes(StandardCharsets.UTF_8));
      socket.shutdownOutput();
    } catch (IOException _) {
      // The browser went away; if it had the answer, it was caught before.
    } finally {
      places.release();
    }
  }

  /** All up to the empty line. */
  private static String head(Socket socket) throws IOException {
    long end = System.nanoTime() + HEAD_WITHIN.toNanos();
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    InputStream in = new BufferedInputStream(socket.getInputStream());
    int lastFour = 0;
    while (lastFour != EMPTY_LINE) {
      long left = Duration.ofNanos(end - System.nanoTime()).toMillis();
      if (left <= 0 || head.size() >= HEAD_BYTES_MAX) {
        throw new SocketException("no request in time, or none that is small");
      }
      socket.setSoTimeout((int) left);
      int next = in.read();
      if (next < 0) {
        throw new SocketException("no request");
      }
      head.write(next);
      lastFour = (lastFour << 8) | next;
    }
    return head.toString(StandardCharsets.ISO_8859_1);
  }

  private String answered(String head) {
    String[] lines = head.split("\r\n", -1);
    String[] words = lines[0].split(" ", -1);
    boolean isOurs =
        Arrays.stream(lines)
            .anyMatch(line -> line.toLowerCase(Locale.ROOT).equals("host: " + authority()));
    if (words.length != 3 || !words[0].equals("GET") || !isOurs) {
      return page("400 Bad Request", "This is no answer to a sign-in.");
    }
    int mark = words[1].indexOf('?');
    if (mark < 0 || !words[1].substring(0, mark).equals(PATH)) {
      return page("404 Not Found", "There is nothing here.");
    }
    Optional<Map<String, String>> parameters = parameters(words[1].substring(mark + 1));
    boolean isWaitedFor =
        parameters.isPresent()
            && Handles.isSame(parameters.get().getOrDefault("state", ""), state)
            && isCaught.compareAndSet(false, true)
            && caught.offer(parameters.get());
    return isWaitedFor
        ? page("200 OK", "Gatehouse goes on where you called it. You can close this page.")
        : page("400 Bad Request", "This is not the answer that is waited for.");
  }

  /** Each once; nothing where one comes twice, or is not encoded as it should be. */
  private static Optional<Map<String, String>> parameters(String query) {
    Map<String, String> parameters = new HashMap<>();
    for (String pair : query.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        try {
          String name = decoded(pair.substring(0, equals));
          if (parameters.put(name, decoded(pair.substring(equals + 1))) != null) {
            return Optional.empty();
          }
        } catch (IllegalArgumentException _) {
          return Optional.empty();
        }
      }
    }
    return Optional.of(parameters);
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  private static String page(String status, String text) {
    String body =
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Gatehouse</title><p>%s</p>"
            .formatted(text);
    return """
    HTTP/1.1 %s\r
    Content-Type: text/html; charset=utf-8\r
    Content-Length: %d\r
    Content-Security-Policy: default-src 'none'; frame-ancestors 'none'\r
    Referrer-Policy: no-referrer\r
    Cache-Control: no-store\r
    Connection: close\r
    \r
    %s\
    """
        .formatted(status, body.getBytes(StandardCharsets.UTF_8).length, body);
  }

  @Override
  public void close() {
    try {
      listening.close();
    } catch (IOException _) {
      // The process ends soon, and it with it.
    }
  }
}
