package dev.gatehouse.gateway.credentials;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * As whom one authorization server knows the gateway. Immutable.
 *
 * <p>Source: RFC 6749 §2.3.
 *
 * @param secret that both know, where there is one
 * @param method by which the secret is shown
 * @param origin how it came to be known
 */
record CodeClient(String id, Optional<Secret> secret, Method method, Origin origin) {

  /** How a client came to be known. */
  enum Origin {
    /** The configuration has it, and its secret of now. */
    CONFIGURED,
    /** It is the address of a document. */
    DOCUMENT,
    /** It registered. */
    REGISTERED
  }

  /** How a client shows who it is. */
  enum Method {
    BASIC("client_secret_basic"),
    POST("client_secret_post"),
    NONE("none");

    private final String word;

    Method(String word) {
      this.word = word;
    }

    String word() {
      return word;
    }

    /** The one of this name; nothing where it is none that we have. */
    static Optional<Method> of(String word) {
      return List.of(values()).stream().filter(each -> each.word.equals(word)).findFirst();
    }
  }

  /** One that both sides were told of. */
  static CodeClient known(String id, Optional<Secret> secret, CodeServer server) {
    return new CodeClient(
        id, secret, secret.isEmpty() ? Method.NONE : withSecret(server), Origin.CONFIGURED);
  }

  /** The same with the secret that is configured now. */
  CodeClient with(Optional<Secret> now) {
    Method shown = method == Method.NONE ? Method.BASIC : method;
    return new CodeClient(id, now, now.isEmpty() ? Method.NONE : shown, origin);
  }

  private static Method withSecret(CodeServer server) {
    boolean isPosted =
        !server.methods().contains(Method.BASIC.word())
            && server.methods().contains(Method.POST.word());
    return isPosted ? Method.POST : Method.BASIC;
  }

  /** What a request says of its sender. */
  ClientProof.Shown shown() {
    String text = secret.map(Secret::text).orElse("");
    return switch (method) {
      case NONE -> new ClientProof.Shown(Optional.empty(), Map.of("client_id", id));
      case POST ->
          new ClientProof.Shown(Optional.empty(), Map.of("client_id", id, "client_secret", text));
      case BASIC -> {
        String pair = SmallHttp.encoded(id) + ":" + SmallHttp.encoded(text);
        byte[] bytes = pair.getBytes(StandardCharsets.UTF_8);
        yield new ClientProof.Shown(
            Optional.of("Basic " + Base64.getEncoder().encodeToString(bytes)), Map.of());
      }
    };
  }

  /** As it is kept: without the secret where the configuration has it, which may change. */
  JsonObject json() {
    JsonObjectBuilder json =
        Json.createObjectBuilder()
            .add("id", id)
            .add("method", method.word())
            .add("origin", origin.name());
    secret.filter(_ -> origin != Origin.CONFIGURED).ifPresent(it -> json.add("secret", it.text()));
    return json.build();
  }

  static CodeClient of(JsonObject json) {
    return new CodeClient(
        json.getString("id"),
        json.get("secret") instanceof JsonString text
            ? Optional.of(new Secret(text.getString()))
            : Optional.empty(),
        Method.of(json.getString("method")).orElse(Method.NONE),
        Origin.valueOf(json.getString("origin", Origin.REGISTERED.name())));
  }
}
