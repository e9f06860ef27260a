package dev.gatehouse.gateway.config;

import dev.gatehouse.gateway.signin.Client;
import dev.gatehouse.gateway.signin.Grant;
import dev.gatehouse.gateway.signin.Redirects;
import dev.gatehouse.policies.yaml.MappingReader;
import dev.gatehouse.policies.yaml.Problem;
import dev.gatehouse.policies.yaml.YamlNode.Scalar;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Reads the clients of the key signin. Confined to one thread. */
final class ClientReader {
  /** Clients send them as they are or encoded, which for these is the same. */
  private static final String ID = "[A-Za-z0-9._~-]{1,100}";

  private static final int SECRET_CHARS_MIN = 16;
  private static final int FILE_BYTES_MAX = 64 << 10;

  private static final Map<String, Grant> GRANTS = grants();

  private final Path file;
  private final Function<Scalar, Optional<String>> secrets;

  ClientReader(Path file, Function<Scalar, Optional<String>> secrets) {
    this.file = file;
    this.secrets = secrets;
  }

  private static Map<String, Grant> grants() {
    Map<String, Grant> grants = new LinkedHashMap<>();
    grants.put("code", Grant.AUTHORIZATION_CODE);
    grants.put("refresh", Grant.REFRESH_TOKEN);
    grants.put("device", Grant.DEVICE_CODE);
    grants.put("itself", Grant.CLIENT_CREDENTIALS);
    grants.put("brought", Grant.JWT_BEARER);
    return grants;
  }

  Map<String, Client> read(MappingReader clients) {
    Map<String, Client> read = new LinkedHashMap<>();
    for (String id : clients.keys()) {
      if (!id.matches(ID) || id.startsWith("r-")) {
        clients.problemAtKey(
            id,
            "a client's id should be 1 to 100 letters, digits and `._~-`, not beginning with"
                + " `r-`, found "
                + Problem.quote(id));
      }
      clients.mapping(id).ifPresent(each -> read.put(id, client(id, each)));
    }
    return read;
  }

  private Client client(String id, MappingReader reader) {
    List<String> redirects = reader.has("redirects") ? reader.strings("redirects") : List.of();
    for (String each : redirects) {
      if (!Redirects.isAllowed(each)) {
        reader.problem(
            "redirects",
            "expected https addresses, or http ones of the browser's own machine, without"
                + " fragments, found "
                + Problem.quote(each));
      }
    }
    Client.Proof proof = proof(reader);
    Set<Grant> grants = grants(reader, redirects);
    List<String> groups = reader.has("groups") ? reader.strings("groups") : List.of();
    String name = reader.optionalString("name").orElse(id);
    boolean isAlone =
        grants.contains(Grant.CLIENT_CREDENTIALS) || grants.contains(Grant.JWT_BEARER);
    if (isAlone && proof instanceof Client.Proof.None) {
      reader.problem("a client that acts without a browser expected to have a secret or keys");
    }
    reader.end();
    return new Client(id, name, redirects, proof, grants, groups, Client.Origin.CONFIGURED);
  }

  private static Set<Grant> grants(MappingReader reader, List<String> redirects) {
    Set<Grant> grants = EnumSet.noneOf(Grant.class);
    if (reader.has("grants")) {
      reader
          .choices("grants", List.copyOf(GRANTS.keySet()))
          .forEach(word -> Optional.ofNullable(GRANTS.get(word)).ifPresent(grants::add));
    } else {
      grants.add(Grant.AUTHORIZATION_CODE);
      grants.add(Grant.REFRESH_TOKEN);
    }
    if (grants.contains(Grant.AUTHORIZATION_CODE) && redirects.isEmpty()) {
      reader.problem("expected `redirects`, where the browser is sent back to");
    }
    return grants;
  }

  private Client.Proof proof(MappingReader reader) {
    int ways = 0;
    for (String key : List.of("secret", "jwks", "jwks-file")) {
      ways += reader.has(key) ? 1 : 0;
    }
    if (ways > 1) {
      reader.problem("expected one of `secret`, `jwks` and `jwks-file`");
    }
    Optional<Client.Proof> secret =
        reader.text("secret").flatMap(secrets).map(text -> secret(reader, text));
    Optional<Client.Proof> address =
        reader
            .optionalString("jwks")
            .flatMap(text -> Addresses.confidential(reader, "jwks", text))
            .map((URI uri) -> new Client.Proof.KeysAt(uri));
    Optional<Client.Proof> keys =
        reader.optionalString("jwks-file").flatMap(text -> keys(reader, text));
    return secret.or(() -> address).or(() -> keys).orElseGet(Client.Proof.None::new);
  }

  /** Where secrets are not looked up, they are empty. */
  private static Client.Proof secret(MappingReader reader, String text) {
    if (!text.isEmpty() && text.length() < SECRET_CHARS_MIN) {
      reader.problem("secret", "`secret` should have at least 16 characters");
    }
    return Client.Proof.Secret.of(text);
  }

  private Optional<Client.Proof> keys(MappingReader reader, String text) {
    try {
      Path path = file.toAbsolutePath().resolveSibling(text).normalize();
      if (Files.size(path) > FILE_BYTES_MAX) {
        reader.problem("jwks-file", "the file " + Problem.quote(text) + " is larger than 64 KiB");
        return Optional.empty();
      }
      return Optional.of(new Client.Proof.Keys(Files.readString(path)));
    } catch (IOException | InvalidPathException _) {
      reader.problem("jwks-file", "the file " + Problem.quote(text) + " cannot be read");
      return Optional.empty();
    }
  }
}
