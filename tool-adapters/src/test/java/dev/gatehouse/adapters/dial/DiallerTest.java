package dev.gatehouse.adapters.dial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.adapters.Deadline;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;

class DiallerTest {
  private static final InetAddress HERE = InetAddress.ofLiteral("127.0.0.1");
  private static final InetAddress FAR = InetAddress.ofLiteral("203.0.112.1");

  @Test
  void connectsToTheAddressThatItChecked() throws Exception {
    try (ServerSocket server = new ServerSocket()) {
      server.bind(new InetSocketAddress(HERE, 0));
      // The second answer is never asked for: what was checked is what is dialled.
      Deque<List<InetAddress>> answers = new ArrayDeque<>(List.of(List.of(HERE), List.of(FAR)));
      Dialler dialler = dialler(rules("127.0.0.1"), answers);
      URI uri = URI.create("http://rebinding.example:" + server.getLocalPort());
      try (var channel = dialler.dial(uri, soon()).channel()) {
        assertEquals(server.getLocalSocketAddress(), channel.getRemoteAddress());
      }
      assertEquals(1, answers.size());
    }
  }

  @Test
  void refusesANameThatLeadsHereTheSecondTime() throws Exception {
    try (ServerSocket server = new ServerSocket()) {
      server.bind(new InetSocketAddress(HERE, 0));
      server.setSoTimeout(100);
      Deque<List<InetAddress>> answers =
          new ArrayDeque<>(List.of(List.of(FAR), List.of(HERE), List.of(HERE)));
      Dialler dialler = dialler(DialRules.PUBLIC, answers);
      URI uri = URI.create("http://rebinding.example:" + server.getLocalPort());
      IOException first =
          assertThrows(
              IOException.class, () -> dialler.dial(uri, Deadline.after(Duration.ofMillis(200))));
      assertFalse(first instanceof DialRefusedException, first.toString());
      assertThrows(DialRefusedException.class, () -> dialler.dial(uri, soon()));
      assertThrows(IOException.class, server::accept);
    }
  }

  @Test
  void refusesANameOfWhichOneAddressIsRefused() throws Exception {
    Deque<List<InetAddress>> answers = new ArrayDeque<>(List.of(List.of(FAR, HERE)));
    Dialler dialler = dialler(DialRules.PUBLIC, answers);
    DialRefusedException refused =
        assertThrows(
            DialRefusedException.class,
            () -> dialler.dial(URI.create("http://mixed.example/"), soon()));
    assertTrue(String.valueOf(refused.getMessage()).contains("`mixed.example`"));
  }

  @Test
  void aLiteralOfADocumentIsNotOneOfTheConfiguration() {
    Dialler dialler = Dialler.standard().naming(URI.create("https://issuer.example/"));
    assertThrows(
        DialRefusedException.class,
        () -> dialler.dial(URI.create("http://127.0.0.1:9/keys"), soon()));
    assertThrows(
        DialRefusedException.class,
        () -> dialler.dial(URI.create("http://[::ffff:169.254.169.254]/keys"), soon()));
  }

  private static SSLContext defaultContext() {
    try {
      return SSLContext.getDefault();
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private static Dialler dialler(DialRules rules, Deque<List<InetAddress>> answers) {
    return new Dialler(rules, defaultContext(), host -> answers.removeFirst());
  }

  private static DialRules rules(String allowed) {
    return DialRules.PUBLIC.allowing(allowed).orElseThrow();
  }

  private static Deadline soon() {
    return Deadline.after(Duration.ofSeconds(5));
  }
}
