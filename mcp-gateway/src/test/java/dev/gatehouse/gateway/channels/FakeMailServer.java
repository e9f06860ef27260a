package dev.gatehouse.gateway.channels;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A mail server that takes what it is told to take, and remembers all that it heard. */
final class FakeMailServer implements AutoCloseable {
  /** What clients said, a line each; {@code TLS} where that began. */
  final List<String> heard = new CopyOnWriteArrayList<>();

  private final ServerSocket listening;
  private final SSLContext tls;
  private final boolean isImplicit;
  private final boolean offersTls;

  /** Answers to commands, by their first word, that are not what is usual. */
  private final Map<String, String> answers;

  FakeMailServer(
      InetAddress address,
      SSLContext tls,
      boolean isImplicit,
      boolean offersTls,
      Map<String, String> answers)
      throws IOException {
    this.listening = new ServerSocket(0, 10, address);
    this.tls = tls;
    this.isImplicit = isImplicit;
    this.offersTls = offersTls;
    this.answers = answers;
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return listening.getLocalPort();
  }

  /** The mail that came, as its lines. */
  String mail() {
    int data = heard.indexOf("DATA");
    int end = heard.indexOf(".");
    return data < 0 || end < data ? "" : String.join("\n", heard.subList(data + 1, end));
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = listening.accept();
        Thread.ofVirtual().start(() -> serve(socket));
      }
    } catch (IOException e) {
      heard.add("CLOSED");
    }
  }

  private void serve(Socket plain) {
    try {
      Socket socket = isImplicit ? secured(plain) : plain;
      say(socket, "220 mail.test ESMTP");
      converse(socket, isImplicit);
    } catch (IOException e) {
      heard.add("GONE");
    }
  }

  private void converse(Socket socket, boolean isSecure) throws IOException {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1));
    for (Optional<String> line = line(in); line.isPresent(); line = line(in)) {
      heard.add(line.get());
      String word = line.get().split(" ", 2)[0];
      switch (word) {
        case "EHLO" -> {
          String starts = offersTls && !isSecure ? "250-STARTTLS\r\n" : "";
          say(socket, "250-mail.test\r\n" + starts + "250 AUTH PLAIN LOGIN");
        }
        case "STARTTLS" -> {
          say(socket, "220 go on");
          Socket secured = secured(socket);
          converse(secured, true);
          return;
        }
        case "AUTH" -> say(socket, answers.getOrDefault(word, "235 welcome"));
        case "DATA" -> {
          say(socket, "354 go on");
          Optional<String> text = line(in);
          while (text.isPresent() && !text.get().equals(".")) {
            heard.add(text.get());
            text = line(in);
          }
          heard.add(".");
          say(socket, answers.getOrDefault("DATA", "250 taken"));
        }
        case "QUIT" -> {
          say(socket, "221 bye");
          return;
        }
        default -> say(socket, answers.getOrDefault(word, "250 fine"));
      }
    }
  }

  private static Optional<String> line(BufferedReader in) throws IOException {
    return Optional.ofNullable(in.readLine());
  }

  private SSLSocket secured(Socket socket) throws IOException {
    SSLSocket secured =
        (SSLSocket) tls.getSocketFactory().createSocket(socket, "client", socket.getPort(), true);
    secured.setUseClientMode(false);
    secured.startHandshake();
    heard.add("TLS");
    return secured;
  }

  private static void say(Socket socket, String text) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write((text + "\r\n").getBytes(ISO_8859_1));
    out.flush();
  }

  @Override
  public void close() throws IOException {
    listening.close();
  }
}
