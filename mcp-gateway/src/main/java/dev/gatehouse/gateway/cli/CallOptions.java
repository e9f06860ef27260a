package dev.gatehouse.gateway.cli;

import dev.gatehouse.adapters.jsonrpc.Message;
import dev.gatehouse.gateway.exchange.DraftedCall;
import dev.gatehouse.gateway.exchange.StoredMessages;
import dev.gatehouse.policies.Caller;
import dev.gatehouse.policies.Facts;
import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** The options that describe a call which nobody makes. */
final class CallOptions {
  /** As large as a message may be. */
  private static final int BYTES_MAX = 16 * 1024 * 1024;

  @Option(names = "--tool", paramLabel = "NAME", description = "A tool, such as crm__find.")
  private Optional<String> tool = Optional.empty();

  @Option(names = "--prompt", paramLabel = "NAME", description = "A prompt, such as crm__reply.")
  private Optional<String> prompt = Optional.empty();

  @Option(names = "--resource", paramLabel = "URI", description = "A resource; needs --upstream.")
  private Optional<String> resource = Optional.empty();

  @Option(
      names = "--method",
      paramLabel = "NAME",
      description = "The method (default: the one that calls, gets or reads it).")
  private Optional<String> method = Optional.empty();

  @Option(
      names = "--upstream",
      paramLabel = "NAME",
      description = "The upstream (default: what stands before __ in the name).")
  private Optional<String> upstream = Optional.empty();

  @Option(
      names = "--arguments",
      paramLabel = "JSON",
      description = "The arguments; @FILE reads them from a file, - from standard input.")
  private String arguments = "{}";

  @Option(
      names = "--result",
      paramLabel = "JSON",
      description = "The result that its reply would have, or @FILE.")
  private Optional<String> result = Optional.empty();

  @Option(
      names = "--principal",
      paramLabel = "NAME",
      description = "Who calls (default: ${DEFAULT-VALUE}).")
  private String principal = "somebody";

  @Option(names = "--group", paramLabel = "NAME", description = "A group of theirs; may repeat.")
  private List<String> groups = List.of();

  @Option(
      names = "--claims",
      paramLabel = "JSON",
      description = "What the issuer says of them, or @FILE.")
  private String claims = "{}";

  @Option(names = "--client", paramLabel = "NAME", description = "The name of the client program.")
  private Optional<String> client = Optional.empty();

  @Option(
      names = "--time",
      paramLabel = "TIME",
      description = "When, such as 2026-11-23T09:30+01:00 (default: now).")
  private Optional<String> time = Optional.empty();

  /** The call that was described. */
  record Described(Message.Request request, Facts facts, Optional<Message.Response> response) {}

  /** Whether a call was described at all. */
  boolean isPresent() {
    return Stream.of(tool, prompt, resource, method).anyMatch(Optional::isPresent);
  }

  /**
   * The call.
   *
   * @throws IllegalArgumentException where something is missing or is not what it should be
   */
  Described described(Terminal terminal) {
    if (Stream.of(tool, prompt, resource).filter(Optional::isPresent).count() > 1) {
      throw new IllegalArgumentException("expected one of --tool, --prompt and --resource");
    }
    String name = tool.or(() -> prompt).or(() -> resource).orElse("");
    String called =
        method.orElseGet(
            () ->
                prompt.isPresent()
                    ? "prompts/get"
                    : resource.isPresent() ? "resources/read" : "tools/call");
    Message.Request request =
        DraftedCall.request(called, name, object(terminal, "--arguments", arguments).toString());
    Caller caller = new Caller(principal, groups, object(terminal, "--claims", claims), client);
    Facts facts =
        StoredMessages.facts(caller, request, upstream(name), "/mcp")
            .at(time.map(CallOptions::moment).orElseGet(Instant::now));
    return new Described(
        request,
        facts,
        result.map(it -> DraftedCall.response(object(terminal, "--result", it).toString())));
  }

  private String upstream(String name) {
    int end = name.indexOf("__");
    return upstream.orElseGet(
        () -> {
          if (resource.isPresent() || end <= 0) {
            throw new IllegalArgumentException(
                "--upstream is needed: `" + name + "` does not say which is meant");
          }
          return name.substring(0, end);
        });
  }

  private static Instant moment(String text) {
    try {
      return ZonedDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "--time `%s` expected to be like 2026-11-23T08:30:00Z or 2026-11-23T09:30+01:00"
              .formatted(text),
          e);
    }
  }

  private static JsonObject object(Terminal terminal, String option, String said) {
    String text = content(terminal, option, said);
    try (JsonReader reader = Json.createReader(new StringReader(text))) {
      return reader.readValue() instanceof JsonObject object
          ? object
          : notAnObject(option, "it is something else");
    } catch (JsonException e) {
      return notAnObject(option, "it is no JSON");
    }
  }

  private static JsonObject notAnObject(String option, String why) {
    throw new IllegalArgumentException(option + " expected to be a JSON object; " + why);
  }

  private static String content(Terminal terminal, String option, String said) {
    try {
      if (said.equals("-")) {
        return text(terminal.in());
      }
      if (said.startsWith("@")) {
        try (InputStream in = Files.newInputStream(Path.of(said.substring(1)))) {
          return text(in);
        }
      }
      return said;
    } catch (IOException e) {
      throw new IllegalArgumentException(option + " cannot be read: " + e, e);
    }
  }

  private static String text(InputStream in) throws IOException {
    return new String(in.readNBytes(BYTES_MAX), StandardCharsets.UTF_8);
  }
}
