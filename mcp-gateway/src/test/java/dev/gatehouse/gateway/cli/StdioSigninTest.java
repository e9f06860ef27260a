package dev.gatehouse.gateway.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.gateway.Gateway;
import dev.gatehouse.gateway.config.ConfigurationFile;
import dev.gatehouse.gateway.config.ConfigurationReading;
import dev.gatehouse.gateway.identity.Credentials;
import dev.gatehouse.gateway.identity.CredentialsAwayException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A client over standard streams whose sign-in cannot be used for a while. */
@Timeout(60)
class StdioSigninTest {
  @TempDir private Path folder;
  private final AtomicBoolean isAway = new AtomicBoolean();

  private Credentials credentials() {
    if (isAway.get()) {
      throw new CredentialsAwayException("the sign-in cannot be renewed now");
    }
    return Credentials.none("stdio");
  }

  private Gateway gateway(FakeServer server) throws Exception {
    Files.writeString(folder.resolve("policy.yaml"), "default: refuse\n");
    Path file =
        Files.writeString(
            folder.resolve("gatehouse.yaml"),
            """
            listen: 127.0.0.1:0
            identity: { mode: local }
            recordings: { directory: data, checkpoint-every: 50ms }
            policies: policy.yaml
            upstreams: { crm: { url: "%s" } }
            """
                .formatted(server.uri()));
    if (ConfigurationFile.read(file, Map.of()) instanceof ConfigurationReading.Accepted read) {
      return Gateway.startWithoutHttp(read.configuration(), "test");
    }
    throw new AssertionError("the configuration of the test is wrong");
  }

  /** What the client reads, by lines. */
  private static final class Answers extends OutputStream {
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final LinkedBlockingQueue<String> lines = new LinkedBlockingQueue<>();

    @Override
    public synchronized void write(int next) {
      if (next != '\n') {
        line.write(next);
        return;
      }
      lines.add(line.toString(UTF_8));
      line.reset();
    }

    String next() throws InterruptedException {
      String next = lines.poll(10, TimeUnit.SECONDS);
      return next == null ? "no answer" : next;
    }
  }

  @Test
  void isToldWhyAndGoesOn() throws Exception {
    Answers answers = new Answers();
    try (FakeServer server = FakeServer.start();
        Gateway gateway = gateway(server);
        PipedInputStream in = new PipedInputStream(1 << 16)) {
      Thread serving;
      try (PrintStream client = new PrintStream(new PipedOutputStream(in), true, UTF_8)) {
        serving = Thread.startVirtualThread(() -> serve(gateway, in, answers));
        isAway.set(true);
        client.println(initialize(1));
        String reason = answers.next();
        assertTrue(reason.contains("\"id\":1"), reason);
        assertTrue(reason.contains("the sign-in cannot be renewed now"), reason);
        isAway.set(false);
        client.println(initialize(2));
        String opened = answers.next();
        assertTrue(opened.contains("\"protocolVersion\""), opened);
        isAway.set(true);
        client.println(ping(3));
        assertTrue(answers.next().contains("\"error\""));
        isAway.set(false);
        client.println(ping(4));
        assertEquals("{\"jsonrpc\":\"2.0\",\"id\":4,\"result\":{}}", answers.next());
        isAway.set(true);
      }
      serving.join();
    }
  }

  private void serve(Gateway gateway, InputStream in, OutputStream out) {
    try {
      gateway.serveStdio(in, out, this::credentials);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String initialize(int id) {
    return "{\"jsonrpc\":\"2.0\",\"id\":"
        + id
        + ",\"method\":\"initialize\",\"params\":{\"protocolVersion\":\"2025-11-25\","
        + "\"capabilities\":{},\"clientInfo\":{\"name\":\"test\",\"version\":\"1\"}}}";
  }

  private static String ping(int id) {
    return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"ping\"}";
  }
}
