package dev.gatehouse.recordings;

import dev.gatehouse.recordings.keys.KeySource;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A token in software with two Ed25519 keys, made with SoftHSM's and OpenSC's tools. */
final class TestToken {
  static final String PIN = "905821";
  private static final String LABEL = "gatehouse-test";
  private static final Path LIBRARY = Path.of("/usr/lib/softhsm/libsofthsm2.so");
  private static final String CONFIGURATION = "SOFTHSM2_CONF";

  private final Path configuration;

  private TestToken(Path configuration) {
    this.configuration = configuration;
  }

  static boolean installed() {
    return Stream.of("/usr/bin/softhsm2-util", "/usr/bin/pkcs11-tool", LIBRARY.toString())
        .allMatch(file -> Files.exists(Path.of(file)));
  }

  /** Makes a token below {@code folder}; the module in this process finds no other. */
  static TestToken make(Path folder) throws Exception {
    Path tokens = Files.createDirectories(folder.resolve("tokens"));
    Path configuration = folder.resolve("softhsm2.conf");
    Files.writeString(configuration, "directories.tokendir = " + tokens + "\n");
    TestToken token = new TestToken(configuration);
    token.run(
        "softhsm2-util", "--init-token", "--free", "--label", LABEL, "--so-pin", PIN, "--pin", PIN);
    for (String key : List.of("log-1", "log-2")) {
      token.run(
          "pkcs11-tool",
          "--module",
          LIBRARY.toString(),
          "--login",
          "--pin",
          PIN,
          "--token-label",
          LABEL,
          "--keypairgen",
          "--key-type",
          "EC:edwards25519",
          "--label",
          key);
    }
    setEnvironment(CONFIGURATION, configuration.toString());
    return token;
  }

  KeySource.Pkcs11 source(String key, String pin) {
    return new KeySource.Pkcs11(LIBRARY, LABEL, pin, key);
  }

  private void run(String... command) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(List.of(command)).redirectErrorStream(true);
    builder.environment().put(CONFIGURATION, configuration.toString());
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(command[0] + ": " + said);
    }
  }

  /** The module asks the C library where its tokens lie, and Java cannot tell that. */
  @SuppressWarnings("restricted")
  private static void setEnvironment(String name, String value) throws Exception {
    Linker linker = Linker.nativeLinker();
    MethodHandle setenv =
        linker.downcallHandle(
            linker.defaultLookup().find("setenv").orElseThrow(),
            FunctionDescriptor.of(
                ValueLayout.JAVA_INT,
                ValueLayout.ADDRESS,
                ValueLayout.ADDRESS,
                ValueLayout.JAVA_INT));
    try (Arena arena = Arena.ofConfined()) {
      int result = (int) setenv.invokeExact(arena.allocateFrom(name), arena.allocateFrom(value), 1);
      if (result != 0) {
        throw new IOException("cannot set " + name);
      }
    } catch (Exception | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IOException(e);
    }
  }
}
