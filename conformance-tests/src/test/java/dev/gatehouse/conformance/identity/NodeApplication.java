package dev.gatehouse.conformance.identity;

import dev.gatehouse.conformance.clients.NodePackages;
import dev.gatehouse.conformance.product.Finished;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import java.io.StringReader;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An application on an official TypeScript client, which signs its person in by a browser whenever
 * the client says that it is needed. Immutable.
 */
record NodeApplication(String sdk, URI endpoint, JsonObject settings) {
  private static final Duration AT_MOST = Duration.ofMinutes(3);

  /** On the second version of the client; it keeps what it is given in memory. */
  static NodeApplication second(URI endpoint) {
    return new NodeApplication("v2", endpoint, named("Second desk").build());
  }

  /**
   * On the first version.
   *
   * @param grants that it asks for when it registers; the client asks for none by itself
   */
  static NodeApplication first(URI endpoint, String... grants) {
    JsonObjectBuilder named =
        named("First desk")
            .add("token_endpoint_auth_method", "none")
            .add("grant_types", Json.createArrayBuilder(List.of(grants)));
    return new NodeApplication("v1", endpoint, named.build());
  }

  private static JsonObjectBuilder named(String name) {
    return Json.createObjectBuilder().add("client_name", name);
  }

  /**
   * What became of a call.
   *
   * @param ok the text of the tool
   * @param error why there is none
   * @param visits of the browser: what the pages of each asked for
   * @param consent what its person read before agreeing
   * @param requests to the authorization server, with the grant where a token was asked for
   */
  record Said(
      Optional<String> ok,
      Optional<String> error,
      List<List<String>> visits,
      String consent,
      List<String> requests) {
    Said {
      visits = List.copyOf(visits);
      requests = List.copyOf(requests);
    }

    private static Said of(JsonObject json) {
      return new Said(
          Optional.ofNullable(json.getString("ok", null)),
          Optional.ofNullable(json.getString("error", null)),
          json.getJsonArray("pages").getValuesAs(JsonArray.class).stream()
              .map(visit -> visit.getValuesAs(JsonString::getString))
              .toList(),
          json.getString("shown"),
          json.getJsonArray("requests").getValuesAs(JsonString::getString));
    }

    /** The requests that ask for a token or a registration, in their order. */
    List<String> posts() {
      return requests.stream().filter(request -> request.startsWith("POST ")).toList();
    }
  }

  /** The step that calls a tool. */
  static JsonObjectBuilder call(String tool) {
    return Json.createObjectBuilder().add("call", tool);
  }

  /** The step that lets time pass. */
  static JsonObjectBuilder wait(Duration time) {
    return Json.createObjectBuilder().add("wait", time.toMillis());
  }

  /** Known by this document from now on, where the authorization server takes documents. */
  NodeApplication describedBy(URI document) {
    JsonObject described =
        Json.createObjectBuilder(settings).add("document", document.toString()).build();
    return new NodeApplication(sdk, endpoint, described);
  }

  /** Trusting the gateway by this certificate, and letting its person's browser do so. */
  NodeApplication trusting(Path certificate) {
    JsonObject trusting =
        Json.createObjectBuilder(settings).add("authority", certificate.toString()).build();
    return new NodeApplication(sdk, endpoint, trusting);
  }

  /** Runs it for somebody of the realm; gives what became of each call. */
  List<Said> plays(String person, JsonObjectBuilder... steps) {
    JsonObjectBuilder metadata = Json.createObjectBuilder(settings);
    JsonObjectBuilder told =
        Json.createObjectBuilder()
            .add("sdk", sdk)
            .add("url", endpoint.toString())
            .add("user", person)
            .add("password", Chromium.password(person));
    if (settings.containsKey("document")) {
      told.add("document", settings.getString("document"));
    }
    var all = Json.createArrayBuilder();
    for (JsonObjectBuilder step : steps) {
      all.add(step);
    }
    String argument =
        told.add("metadata", metadata.remove("document").remove("authority"))
            .add("steps", all)
            .build()
            .toString();
    List<String> command = new ArrayList<>();
    if (settings.containsKey("authority")) {
      command.addAll(List.of("env", "NODE_EXTRA_CA_CERTS=" + settings.getString("authority")));
    }
    command.addAll(List.of(NodePackages.recentNode(), "signin/play.mjs", argument));
    Finished finished = Finished.of(NodePackages.folder(), AT_MOST, command).expecting(0);
    return finished.out().lines().map(NodeApplication::json).map(Said::of).toList();
  }

  private static JsonObject json(String line) {
    try (var reader = Json.createReader(new StringReader(line))) {
      return reader.readObject();
    }
  }
}
