package dev.gatehouse.conformance.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.AudioContent;
import io.modelcontextprotocol.spec.McpSchema.BlobResourceContents;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.CompleteRequest;
import io.modelcontextprotocol.spec.McpSchema.ElicitResult;
import io.modelcontextprotocol.spec.McpSchema.EmbeddedResource;
import io.modelcontextprotocol.spec.McpSchema.GetPromptRequest;
import io.modelcontextprotocol.spec.McpSchema.ImageContent;
import io.modelcontextprotocol.spec.McpSchema.ReadResourceRequest;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import io.modelcontextprotocol.spec.McpSchema.TextResourceContents;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/** The checks of the script, by their names there, as the MCP Java SDK's client makes them. */
final class JavaChecks {
  private static final int MEGABYTES = 5_000_000;
  private static final long HEARD_WITHIN_NANOS = 15_000_000_000L;

  /** One of them; throws where it fails. */
  @FunctionalInterface
  interface Check {
    void on(JavaClient peer) throws Exception;
  }

  /** What this client cannot do, and why. */
  static final Map<String, String> CANNOT =
      Map.of(
          "unknown fields pass in both directions",
          "its types hold the fields they know",
          "what is logged is as loud as was asked for",
          "it takes only text as the data of a log message",
          "cancelling reaches the server",
          "it has no way to cancel a call",
          "a method that no specification knows passes",
          "it sends the methods it knows",
          "a method that nobody knows is an error",
          "it sends the methods it knows");

  static final Map<String, Check> CHECKS = new LinkedHashMap<>();

  static {
    content();
    questions();
    notifications();
    things();
  }

  private JavaChecks() {}

  private static void content() {
    CHECKS.put(
        "the server says who it is",
        peer -> assertTrue(peer.sdk().getServerCapabilities().resources().subscribe()));
    CHECKS.put(
        "tools come in their order, over several pages",
        peer -> {
          List<String> names = peer.sdk().listTools().tools().stream().map(t -> t.name()).toList();
          assertEquals(List.of("who", "echo", "number"), names.subList(0, 3));
          assertTrue(names.containsAll(List.of("three", "rounds", "busy")), names::toString);
        });
    CHECKS.put(
        "words of all scripts stay as they are",
        peer -> {
          String words = "ünïcödé 漢字 🎈 \u202e \u2028 \"quoted\" \\ \u0001";
          assertEquals(words, call(peer, "echo", Map.of("words", words)));
        });
    CHECKS.put(
        "integers beyond 2^53 stay exact",
        peer ->
            assertEquals(
                "9007199254740993", call(peer, "number", Map.of("whole", 9007199254740993L))));
    CHECKS.put(
        "pictures, sounds, links and files stay byte for byte",
        peer -> {
          List<McpSchema.Content> parts = result(peer, "media", Map.of()).content();
          assertEquals("image/png", ((ImageContent) parts.get(0)).mimeType());
          assertEquals("audio/wav", ((AudioContent) parts.get(1)).mimeType());
          EmbeddedResource file = (EmbeddedResource) parts.get(3);
          assertEquals(allBytes(), ((BlobResourceContents) file.resource()).blob());
        });
    CHECKS.put(
        "a result of 5 MB arrives whole",
        peer -> {
          String text = call(peer, "large", Map.of("bytes", MEGABYTES));
          assertEquals(MEGABYTES, text.length());
          assertEquals("abcdefghij", text.substring(37_000, 37_010));
        });
    CHECKS.put(
        "an argument of 5 MB arrives whole",
        peer ->
            assertTrue(
                call(peer, "measure", Map.of("words", "w".repeat(MEGABYTES)))
                    .startsWith("{\"length\":" + MEGABYTES)));
    CHECKS.put(
        "structured content is as its schema says",
        peer ->
            assertEquals(
                Map.of("city", "Paris", "degrees", 21),
                result(peer, "weather", Map.of("city", "Paris")).structuredContent()));
    CHECKS.put(
        "a tool that fails says so in its result",
        peer -> assertTrue(result(peer, "fail", Map.of()).isError()));
    CHECKS.put(
        "an error keeps its code, its words and its data",
        peer -> {
          McpError error = assertThrows(McpError.class, () -> call(peer, "refuse", Map.of()));
          assertEquals(4242, error.getJsonRpcError().code());
          assertEquals(
              Map.of("why", "because", "at", List.of(1, 2)), error.getJsonRpcError().data());
        });
    CHECKS.put(
        "an unknown tool is refused",
        peer -> assertThrows(McpError.class, () -> call(peer, "nowhere", Map.of())));
    CHECKS.put("calls at one time get their own answers", JavaChecks::atOneTime);
  }

  private static void atOneTime(JavaClient peer) throws InterruptedException {
    ConcurrentLinkedQueue<String> wrong = new ConcurrentLinkedQueue<>();
    List<Thread> calls =
        IntStream.range(0, 20)
            .mapToObj(
                at ->
                    Thread.startVirtualThread(
                        () -> {
                          Map<String, Object> args = Map.of("mark", "m" + at, "ms", at * 37 % 100);
                          String said = call(peer, "pause", args);
                          if (!said.equals("m" + at)) {
                            wrong.add(said);
                          }
                        }))
            .toList();
    for (Thread each : calls) {
      each.join();
    }
    assertEquals(List.of(), List.copyOf(wrong));
  }

  private static void questions() {
    asks("a form has choices of all kinds, and they come back", "choose", "value3");
    asks("a form has a default for each field", "defaults", "John Doe");
    asks("a person is sent to an address", "visit", "accept");
    asks("a model is asked", "sample", "Paris");
    asks("the roots are told", "roots", "file:///home/ada/project");
    CHECKS.put(
        "a form may be declined, or left",
        peer -> {
          peer.answerWith(ElicitResult.Action.DECLINE);
          assertTrue(call(peer, "name", Map.of()).contains("decline"));
          peer.answerWith(ElicitResult.Action.CANCEL);
          assertTrue(call(peer, "name", Map.of()).contains("cancel"));
        });
    CHECKS.put(
        "three things are asked at once",
        peer -> {
          String said = call(peer, "three", Map.of());
          assertTrue(said.contains("Ada") && said.contains("Paris"), said);
          assertEquals(2, peer.asked().size());
        });
    CHECKS.put(
        "two rounds follow each other",
        peer -> {
          assertEquals("Ada likes green", call(peer, "rounds", Map.of()));
          assertEquals(List.of("What is your name?", "Which colour?"), peer.asked());
        });
    CHECKS.put(
        "a prompt asks before it is made",
        peer -> assertEquals("for Ada", prompt(peer, "asking", Map.of())));
    CHECKS.put(
        "a resource asks before it is read",
        peer -> assertEquals("read by Ada", read(peer, "pair://asking")));
    CHECKS.put(
        "a form that cannot be shown ends the call, and only it",
        peer -> {
          peer.answerWith(ElicitResult.Action.CANCEL);
          assertTrue(call(peer, "name", Map.of()).contains("cancel"));
          peer.answerWith(ElicitResult.Action.ACCEPT);
          assertTrue(call(peer, "name", Map.of()).contains("Ada"));
        });
  }

  private static void asks(String check, String tool, String part) {
    CHECKS.put(
        check,
        peer -> {
          String said = call(peer, tool, Map.of());
          assertTrue(said.contains(part), said);
        });
  }

  private static void notifications() {
    CHECKS.put(
        "questions and progress belong to one call",
        peer -> {
          assertEquals("hello Ada", reporting(peer, "busy", Map.of()));
          until(() -> peer.progress().stream().anyMatch(p -> "after".equals(p.message())));
          assertEquals("before", peer.progress().getFirst().message());
        });
    CHECKS.put(
        "100 reports of progress come in order, before the result",
        peer -> {
          assertEquals("counted to 100", reporting(peer, "count", Map.of("to", 100)));
          until(() -> peer.progress().size() >= 100);
          // Its consumers hear of them at one time: the order is what the other clients show.
          List<Integer> steps =
              peer.progress().stream().map(p -> p.progress().intValue()).sorted().toList();
          assertEquals(IntStream.rangeClosed(1, 100).boxed().toList(), steps);
        });
    CHECKS.put(
        "who watches a resource hears of its changes, and nobody else",
        peer -> {
          String uri = "pair://watched/" + UUID.randomUUID();
          peer.sdk().subscribeResource(McpSchema.SubscribeRequest.builder(uri).build());
          call(peer, "touch", Map.of("uri", uri));
          until(() -> peer.updates().get() == 1);
          call(peer, "touch", Map.of("uri", uri + "-other"));
          peer.sdk().unsubscribeResource(McpSchema.UnsubscribeRequest.builder(uri).build());
          Thread.sleep(300);
          call(peer, "touch", Map.of("uri", uri));
          Thread.sleep(300);
          assertEquals(1, peer.updates().get());
        });
    CHECKS.put(
        "longer lists are told of",
        peer -> {
          int before = peer.toolChanges().get();
          String mark = UUID.randomUUID().toString();
          call(peer, "grow", Map.of("list", "tools", "mark", mark));
          until(() -> peer.toolChanges().get() > before);
          assertTrue(
              peer.sdk().listTools().tools().stream()
                  .anyMatch(tool -> tool.name().equals("grown_" + mark)));
        });
  }

  private static void things() {
    CHECKS.put(
        "resources and templates are listed",
        peer -> {
          List<String> templates =
              peer.sdk().listResourceTemplates().resourceTemplates().stream()
                  .map(each -> each.uriTemplate())
                  .toList();
          assertEquals(List.of("pair://city/{city}/{street}", "pair://watched/{mark}"), templates);
          assertTrue(
              peer.sdk().listResources().resources().stream()
                  .anyMatch(each -> each.uri().equals("pair://shared")));
        });
    CHECKS.put(
        "resources are read, in text and in bytes",
        peer -> {
          assertEquals("plain words, and ünïcödé 🎈", read(peer, "pair://text"));
          assertEquals(allBytes(), read(peer, "pair://bytes"));
        });
    CHECKS.put(
        "a resource that is not there is an error of the era",
        peer -> {
          McpError error = assertThrows(McpError.class, () -> read(peer, "pair://nowhere"));
          assertEquals(-32002, error.getJsonRpcError().code());
        });
    CHECKS.put(
        "prompts are listed, and made from their arguments",
        peer -> {
          assertTrue(
              peer.sdk().listPrompts().prompts().stream()
                  .anyMatch(each -> each.name().equals("travel")));
          assertEquals(
              "from Brno to 東京", prompt(peer, "travel", Map.of("from", "Brno", "to", "東京")));
        });
    CHECKS.put(
        "a prompt embeds a resource and a picture",
        peer -> {
          var messages =
              peer.sdk().getPrompt(GetPromptRequest.builder("embedded").build()).messages();
          EmbeddedResource first = (EmbeddedResource) messages.getFirst().content();
          assertEquals("embedded words", ((TextResourceContents) first.resource()).text());
          assertTrue(messages.get(1).content() instanceof ImageContent);
        });
    CHECKS.put(
        "what was begun is completed",
        peer ->
            assertEquals(
                List.of("Paris", "Parma"),
                peer.sdk()
                    .completeCompletion(
                        CompleteRequest.builder(
                                McpSchema.PromptReference.builder("travel").build(),
                                new CompleteRequest.CompleteArgument("from", "par"))
                            .build())
                    .completion()
                    .values()));
  }

  private static CallToolResult result(JavaClient peer, String tool, Map<String, Object> args) {
    return peer.sdk().callTool(CallToolRequest.builder(tool).arguments(args).build());
  }

  private static String call(JavaClient peer, String tool, Map<String, Object> args) {
    return ((TextContent) result(peer, tool, args).content().getFirst()).text();
  }

  private static String reporting(JavaClient peer, String tool, Map<String, Object> args) {
    CallToolRequest request =
        CallToolRequest.builder(tool)
            .arguments(args)
            .progressToken(UUID.randomUUID().toString())
            .build();
    return ((TextContent) peer.sdk().callTool(request).content().getFirst()).text();
  }

  private static String prompt(JavaClient peer, String name, Map<String, Object> args) {
    var made = peer.sdk().getPrompt(GetPromptRequest.builder(name).arguments(args).build());
    return ((TextContent) made.messages().getFirst().content()).text();
  }

  private static String read(JavaClient peer, String uri) {
    var read = peer.sdk().readResource(ReadResourceRequest.builder(uri).build());
    return read.contents().getFirst() instanceof TextResourceContents text
        ? text.text()
        : ((BlobResourceContents) read.contents().getFirst()).blob();
  }

  private static String allBytes() {
    byte[] all = new byte[256];
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) i;
    }
    return java.util.Base64.getEncoder().encodeToString(all);
  }

  private static void until(BooleanSupplier isSo) throws InterruptedException {
    long end = System.nanoTime() + HEARD_WITHIN_NANOS;
    while (!isSo.getAsBoolean()) {
      assertTrue(System.nanoTime() < end, "waited in vain");
      Thread.sleep(10);
    }
  }
}
