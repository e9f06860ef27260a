package dev.gatehouse.conformance.identity;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gatehouse.conformance.product.FreePort;
import dev.gatehouse.conformance.product.Product;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A Keycloak at work in a process of its own, with the realm {@code gatehouse} of {@code
 * realm.json}, all of it in memory. Thread-safe.
 */
public final class Keycloak implements AutoCloseable {
  /** What tests that change the realm have for themselves, one at a time. */
  public static final String REALM = "the realm of Keycloak";

  /** The client that the gateway is, and its secret. */
  public static final String CLIENT = "gatehouse";

  public static final String CLIENT_SECRET = "gatehouse-test-secret";

  /** The gateway as a SAML service provider. */
  public static final String ENTITY = "https://gatehouse.example/saml";

  /** What its access tokens are for. */
  public static final String AUDIENCE = "https://gatehouse.example/mcp";

  /** How long tokens of the client {@code brief} are good. */
  static final Duration BRIEF = Duration.ofSeconds(8);

  static final String ADMIN = "admin";
  static final String ADMIN_PASSWORD = "admin-password";

  /** The first start of a folder builds it first; on two busy cores both took 50 seconds. */
  private static final Duration START_AT_MOST = Duration.ofMinutes(3);

  private static final Duration LOOK_EVERY = Duration.ofMillis(200);

  /** Appending to its own options ends in a conflict of collectors, so they are given whole. */
  private static final String JVM_OPTIONS =
      "-Xms64m -Xmx512m -XX:MaxMetaspaceSize=256m -XX:+UseSerialGC -XX:TieredStopAtLevel=1"
          + " -Dfile.encoding=UTF-8 -XX:+ExitOnOutOfMemoryError";

  private static final Shared SHARED = new Shared();

  private final Process process;
  private final Path output;
  private final URI base;
  private final KeycloakAdmin admin;

  private Keycloak(Process process, Path output, URI base) {
    this.process = process;
    this.output = output;
    this.base = base;
    this.admin = new KeycloakAdmin(base);
  }

  /**
   * The one that all tests of this JVM share, started by the first that asks; it ends with the JVM.
   * Tests that cannot have one are skipped, and say why.
   */
  public static Keycloak shared() {
    assumeTrue(File.separatorChar == '/', "Keycloak is started by a shell script");
    return SHARED.get();
  }

  /** Starts one of the test's own, with this realm; waits until it answers. */
  public static Keycloak start(String realm) {
    Path home = home();
    int port = FreePort.find();
    try {
      Path imported = home.resolve("data/import/realm.json");
      Files.createDirectories(imported.getParent());
      Files.writeString(imported, realm);
      Path output = home.resolveSibling("keycloak-" + port + ".log");
      ProcessBuilder builder =
          new ProcessBuilder(command(home, port))
              .directory(home.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile());
      Map<String, String> environment = builder.environment();
      environment.keySet().removeIf(name -> name.startsWith("KC_") || name.startsWith("JAVA_"));
      environment.put("JAVA_HOME", System.getProperty("java.home"));
      environment.put("JAVA_OPTS", JVM_OPTIONS);
      environment.put("KC_BOOTSTRAP_ADMIN_USERNAME", ADMIN);
      environment.put("KC_BOOTSTRAP_ADMIN_PASSWORD", ADMIN_PASSWORD);
      Keycloak keycloak =
          new Keycloak(builder.start(), output, URI.create("http://localhost:" + port));
      Runtime.getRuntime().addShutdownHook(new Thread(keycloak::close));
      keycloak.awaitReady();
      return keycloak;
    } catch (IOException e) {
      throw new UncheckedIOException("starting Keycloak in " + home, e);
    }
  }

  /** The realm that tests share, as it is imported. */
  public static String realm() {
    try (var in = Keycloak.class.getResourceAsStream("realm.json")) {
      if (in == null) {
        throw new IllegalStateException("realm.json is not beside " + Keycloak.class);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("reading realm.json", e);
    }
  }

  /** Its name as an issuer of tokens. */
  public URI issuer() {
    return base.resolve("/realms/gatehouse");
  }

  /** Where it describes itself as a SAML provider. */
  public URI samlDescriptor() {
    return base.resolve("/realms/gatehouse/protocol/saml/descriptor");
  }

  /** Its administration. */
  public KeycloakAdmin admin() {
    return admin;
  }

  /** Somebody of the realm, by a browser that knows nobody yet. */
  public PersonAtKeycloak person(String name) {
    return new PersonAtKeycloak(issuer(), name);
  }

  /** What it wrote so far. */
  public String said() {
    try {
      return Files.readString(output);
    } catch (IOException e) {
      throw new UncheckedIOException("reading " + output, e);
    }
  }

  /** Ends it at once: what it knows is in memory and goes with it. */
  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  private static List<String> command(Path home, int port) {
    return List.of(
        "bash",
        home.resolve("bin/kc.sh").toString(),
        "start-dev",
        "--db=dev-mem",
        "--import-realm",
        "--http-host=127.0.0.1",
        "--http-port=" + port,
        "--log-level=warn");
  }

  /** The folder in which the build has unpacked it. */
  private static Path home() {
    Path folder = Product.root().resolve("conformance-tests/target/keycloak");
    try (Stream<Path> found = Files.list(folder)) {
      return found
          .filter(path -> Files.exists(path.resolve("bin/kc.sh")))
          .findFirst()
          .orElseThrow(() -> new IllegalStateException("no Keycloak in " + folder));
    } catch (IOException e) {
      throw new UncheckedIOException("`mvn process-test-classes` unpacks Keycloak there", e);
    }
  }

  private void awaitReady() {
    URI document = URI.create(issuer() + "/.well-known/openid-configuration");
    long end = System.nanoTime() + START_AT_MOST.toNanos();
    while (System.nanoTime() < end) {
      if (!process.isAlive()) {
        throw new AssertionError("Keycloak ended with " + process.exitValue() + "\n" + said());
      }
      if (Forms.answers(document)) {
        return;
      }
      try {
        Thread.sleep(LOOK_EVERY);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError("interrupted", e);
      }
    }
    close();
    throw new AssertionError("Keycloak was not ready within " + START_AT_MOST + "\n" + said());
  }

  /** Started once; where that fails, it is not tried again by every test. */
  private static final class Shared {
    private Optional<Keycloak> keycloak = Optional.empty();
    private Optional<String> failure = Optional.empty();

    synchronized Keycloak get() {
      if (failure.isPresent()) {
        throw new AssertionError("Keycloak did not start before: " + failure.get());
      }
      if (keycloak.isEmpty()) {
        failure = Optional.of("see the first test that asked");
        keycloak = Optional.of(start(realm()));
        failure = Optional.empty();
      }
      return keycloak.get();
    }
  }
}
