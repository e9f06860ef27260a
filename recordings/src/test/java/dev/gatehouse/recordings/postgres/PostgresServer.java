package dev.gatehouse.recordings.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A PostgreSQL server of its own on a port of the loopback interface, in a folder that goes with
 * it. Whoever connects from this machine is trusted, but for the role {@code with_password}.
 * Confined to one thread.
 */
public final class PostgresServer implements AutoCloseable {
  /** Who made the databases. */
  public static final String OWNER = "owner";

  private static final Duration WAIT_MAX = Duration.ofSeconds(30);
  private static final String ACCESS =
      """
      host all with_password 127.0.0.1/32 scram-sha-256
      host all all 127.0.0.1/32 trust
      """;

  private final Path home;
  private final Path programs;
  private final int port;
  private Process process;
  private int databases;

  private PostgresServer(Path home, Path programs, int port, Process process) {
    this.home = home;
    this.programs = programs;
    this.port = port;
    this.process = process;
  }

  /** A way to stop a server. */
  public enum Stop {
    /** Ends the sessions and writes everything down. */
    FAST("INT"),
    /** Ends at once, so that the next start recovers from the log. */
    IMMEDIATE("QUIT"),
    /** As if the machine had ended its main process. */
    KILL("KILL");

    private final String signal;

    Stop(String signal) {
      this.signal = signal;
    }
  }

  /** Starts a new server. */
  public static PostgresServer start() {
    try {
      Path home = Files.createTempDirectory(Path.of("/tmp"), "gatehouse-postgres");
      Path programs = PostgresPrograms.find(home);
      if (isRoot()) {
        // It refuses to run as root.
        run(List.of("chown", "-R", "nobody", home.toString()));
      }
      Path data = home.resolve("data");
      run(
          unprivileged(
              List.of(
                  programs.resolve("initdb").toString(),
                  "--no-sync",
                  "--auth=trust",
                  "--username=" + OWNER,
                  "--encoding=UTF8",
                  "--locale=C",
                  "--pgdata=" + data)));
      Files.writeString(data.resolve("pg_hba.conf"), ACCESS);
      int port = freePort();
      PostgresServer server =
          new PostgresServer(home, programs, port, launch(home, programs, port));
      Runtime.getRuntime().addShutdownHook(new Thread(server::destroy));
      server.awaitReady();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException("starting PostgreSQL", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  private static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  private static List<String> unprivileged(List<String> command) {
    if (!isRoot()) {
      return command;
    }
    List<String> whole = new ArrayList<>(List.of("setpriv", "--reuid=nobody", "--clear-groups"));
    whole.addAll(command);
    return whole;
  }

  private static void run(List<String> command) throws IOException, InterruptedException {
    Path said = Files.createTempFile("postgres", ".txt");
    Process ended =
        new ProcessBuilder(command)
            .directory(Path.of("/").toFile())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    int code = ended.waitFor();
    String text = Files.readString(said, UTF_8);
    Files.delete(said);
    if (code != 0) {
      throw new IOException(command + " ended with " + code + ": " + text);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static Process launch(Path home, Path programs, int port) throws IOException {
    List<String> command =
        List.of(
            programs.resolve("postgres").toString(),
            "-D",
            home.resolve("data").toString(),
            "-c",
            "listen_addresses=127.0.0.1",
            "-c",
            "port=" + port,
            "-c",
            "unix_socket_directories=",
            "-c",
            // After a crash it would open and sync each of a thousand files that nobody changed.
            "recovery_init_sync_method=syncfs",
            "-c",
            "logging_collector=off");
    return new ProcessBuilder(unprivileged(command))
        .directory(Path.of("/").toFile())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(home.resolve("log").toFile()))
        .start();
  }

  /** Starts it again after {@link #stop}. */
  public void startAgain() {
    try {
      long end = System.nanoTime() + WAIT_MAX.toNanos();
      process = launch(home, programs, port);
      // Children of a killed server may outlive it for a moment, and it does not start beside them.
      while (!ready()) {
        if (System.nanoTime() > end) {
          throw new AssertionError("PostgreSQL does not start again: " + said());
        }
        if (!process.isAlive()) {
          process = launch(home, programs, port);
        }
        Thread.sleep(50);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("starting PostgreSQL again", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  private void awaitReady() throws InterruptedException {
    long end = System.nanoTime() + WAIT_MAX.toNanos();
    while (!ready()) {
      if (System.nanoTime() > end || !process.isAlive()) {
        throw new AssertionError("PostgreSQL does not start: " + said());
      }
      Thread.sleep(20);
    }
  }

  private boolean ready() {
    try (Connection connection = connect("postgres")) {
      return connection.isValid(1);
    } catch (SQLException e) {
      return false;
    }
  }

  private String said() {
    try {
      return Files.readString(home.resolve("log"), UTF_8);
    } catch (IOException e) {
      return "" + e;
    }
  }

  /** Stops it, and waits until it has ended. */
  public void stop(Stop how) {
    try {
      run(List.of("kill", "-" + how.signal, Long.toString(process.pid())));
      if (!process.waitFor(WAIT_MAX.toSeconds(), TimeUnit.SECONDS)) {
        throw new AssertionError("PostgreSQL does not stop: " + said());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("stopping PostgreSQL", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /** Makes an empty database, and returns its URL. */
  public String newDatabase() {
    databases++;
    String name = "log" + databases;
    execute("postgres", "CREATE DATABASE " + name);
    return url(name);
  }

  /** Where it listens, on the loopback interface. */
  public int port() {
    return port;
  }

  /** The URL of a database. */
  public String url(String database) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
  }

  /** Runs statements as the owner of everything. */
  public void execute(String database, String... statements) {
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new AssertionError("executing " + List.of(statements), e);
    }
  }

  /** The same in the database that {@code url} names. */
  public void executeAt(String url, String... statements) {
    execute(url.substring(url.lastIndexOf('/') + 1), statements);
  }

  private Connection connect(String database) throws SQLException {
    return DriverManager.getConnection(url(database), OWNER, "");
  }

  private void destroy() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      stop(Stop.IMMEDIATE);
    }
    try (Stream<Path> files = Files.walk(home)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("removing " + home, e);
    }
  }
}
