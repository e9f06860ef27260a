package dev.gatehouse.recordings;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Makes key stores as an operator would, with the tool of the JDK. */
final class TestKeyStore {
  private TestKeyStore() {}

  /** Adds a key to {@code store}, under an alias that names its algorithm. */
  static void make(Path store, String password, String alias) throws Exception {
    make(store, password, alias, alias);
  }

  static void make(Path store, String password, String alias, String algorithm) throws Exception {
    Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
    Process process =
        new ProcessBuilder(
                List.of(
                    keytool.toString(),
                    "-genkeypair",
                    "-keystore",
                    store.toString(),
                    "-storetype",
                    "PKCS12",
                    "-storepass",
                    password,
                    "-alias",
                    alias,
                    "-keyalg",
                    algorithm,
                    "-dname",
                    "CN=gatehouse.local"))
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(said);
    }
  }
}
