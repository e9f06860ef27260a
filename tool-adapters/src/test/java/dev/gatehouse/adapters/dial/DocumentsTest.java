package dev.gatehouse.adapters.dial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.adapters.Deadline;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentsTest {
  private static final int BYTES_MAX = 4 << 10;

  private final BlockingQueue<String> asked = new ArrayBlockingQueue<>(8);
  private ServerSocket server;
  private URI uri;

  @BeforeEach
  void listen() throws IOException {
    server = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
    uri = URI.create("http://127.0.0.1:" + server.getLocalPort() + "/keys?of=all");
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello and more",
        "HTTP/1.1 200\r\nConnection: close\r\n\r\nhello",
        "HTTP/1.0 200 OK\n\nhello",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2;x=y\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n",
        "HTTP/1.1 103 Early\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
      })
  void readsWhatServersSend(String answer) throws Exception {
    answerWith(answer);
    Documents.Answer read = get(Duration.ofSeconds(5));
    assertEquals(200, read.status());
    assertEquals("hello", read.body());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "hello",
        "HTTP/2 200 OK\r\n\r\nhello",
        "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nhello",
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\nhello",
        "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nhello",
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhello\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfffffffff\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
        "HTTP/1.1 200 OK\r\nno header\r\n\r\nhello",
      })
  void refusesWhatIsNoWholeAnswer(String answer) {
    answerWith(answer);
    assertThrows(IOException.class, () -> get(Duration.ofSeconds(5)));
  }

  @Test
  void refusesWhatIsTooLarge() {
    answerWith("HTTP/1.1 200 OK\r\n\r\n" + "x".repeat(BYTES_MAX));
    assertThrows(IOException.class, () -> get(Duration.ofSeconds(5)));
  }

  @Test
  void waitsNoLongerThanAgreed() {
    long begin = System.nanoTime();
    assertThrows(IOException.class, () -> get(Duration.ofMillis(300)));
    assertTrue(System.nanoTime() - begin < Duration.ofSeconds(5).toNanos());
  }

  @Test
  void sendsWhatItWasGiven() throws Exception {
    answerWith("HTTP/1.1 204 No Content\r\n\r\n");
    Documents documents =
        new Documents(
            new Dialler(DialRules.PUBLIC, Authorities.with(java.util.List.of())).naming(uri),
            BYTES_MAX);
    documents.post(uri, Map.of("Accept", "text/plain"), "a=b", soon());
    String request = asked.take();
    assertTrue(request.startsWith("POST /keys?of=all HTTP/1.1\r\nHost: 127.0.0.1:"), request);
    assertTrue(request.contains("\r\nAccept: text/plain\r\n"), request);
    assertTrue(request.endsWith("\r\nContent-Length: 3\r\n\r\na=b"), request);
    assertThrows(
        IllegalArgumentException.class, () -> documents.get(uri, Map.of("A", "b\r\nC: d"), soon()));
  }

  private Documents.Answer get(Duration within) throws IOException {
    return new Documents(Dialler.standard().naming(uri), BYTES_MAX)
        .get(uri, Map.of(), Deadline.after(within));
  }

  private static Deadline soon() {
    return Deadline.after(Duration.ofSeconds(5));
  }

  private void answerWith(String answer) {
    Thread.ofVirtual()
        .start(
            () -> {
              try (Socket socket = server.accept()) {
                InputStream in = socket.getInputStream();
                byte[] request = new byte[4096];
                int count = in.read(request);
                asked.add(new String(request, 0, count, StandardCharsets.UTF_8));
                socket.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
              } catch (IOException e) {
                asked.add(e.toString());
              }
            });
  }
}
