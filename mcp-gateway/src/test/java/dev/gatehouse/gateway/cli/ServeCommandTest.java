package dev.gatehouse.gateway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The command in a process of its own, because signals end it. */
@Timeout(60)
class ServeCommandTest {
  @TempDir private Path folder;
  private FakeServer server;
  private Path file;

  @BeforeEach
  void configure() throws IOException {
    server = FakeServer.start();
    file = WorkingGateway.write(folder, server);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void saysWhenItIsReadyAndEndsInOrder() throws Exception {
    Process serving = start();
    try (BufferedReader out = serving.inputReader(StandardCharsets.UTF_8)) {
      String ready = String.valueOf(out.readLine());
      assertTrue(ready.matches("ready http://127\\.0\\.0\\.1:[0-9]+/mcp"), ready);
      assertEquals(0, CommandLineRun.of("tools", "--url", ready.substring(6)).exitCode());
      Process second = start();
      assertTrue(second.waitFor(30, TimeUnit.SECONDS));
      assertEquals(1, second.exitValue());
      assertTrue(Files.readString(err()).contains("another process has it open"));
      serving.destroy();
      assertEquals(143, serving.waitFor());
      assertFalse(out.ready(), "nothing but the one line");
    }
    assertFalse(Files.exists(folder.resolve("data/running.properties")));
    String data = folder.resolve("data").toString();
    assertEquals(0, CommandLineRun.of("verify", data).exitCode());
    String kinds = CommandLineRun.of("log", "--data", data, "--last", "1").out();
    assertTrue(kinds.contains("shutdown"), kinds);
  }

  @Test
  void saysSoWhereTheAddressIsTaken() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String address = "127.0.0.1:" + taken.getLocalPort();
      Files.writeString(file, Files.readString(file).replaceFirst("127.0.0.1:0", address));
      Process serving = start();
      assertTrue(serving.waitFor(30, TimeUnit.SECONDS));
      assertEquals(1, serving.exitValue());
      String said = Files.readString(err());
      assertTrue(said.contains("cannot listen on " + address + ": Address already in use"), said);
      assertFalse(said.contains("\tat "), said);
    }
  }

  @Test
  void endsWithTwoAndAllProblemsWhereTheConfigurationIsBroken() throws Exception {
    Files.writeString(file, Files.readString(file).replace("listen", "lisen"));
    Files.writeString(folder.resolve("policy.yaml"), "default: allow\nrules: 5\n");
    Process serving = start();
    assertTrue(serving.waitFor(30, TimeUnit.SECONDS));
    assertEquals(2, serving.exitValue());
    String said = Files.readString(err());
    assertTrue(said.contains("gatehouse.yaml:1:1: unknown key `lisen`"), said);
    assertTrue(said.contains("policy.yaml:1:10: "), said);
    assertTrue(said.contains("policy.yaml:2:8: "), said);
    assertTrue(said.contains("3 problems"), said);
    assertFalse(Files.exists(folder.resolve("data")));
  }

  private Path err() {
    return folder.resolve("err.txt");
  }

  private Process start() throws IOException {
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            classPath,
            Main.class.getName(),
            "serve",
            "--config",
            file.toString())
        .redirectError(err().toFile())
        .start();
  }
}
