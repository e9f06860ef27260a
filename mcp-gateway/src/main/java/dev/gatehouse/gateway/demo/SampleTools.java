package dev.gatehouse.gateway.demo;

import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import io.modelcontextprotocol.spec.McpSchema.ToolAnnotations;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What the sample servers share: how they describe a tool, read an argument and answer. */
final class SampleTools {
  private SampleTools() {}

  /** A tool that only reads. */
  static Tool reading(String name, String description, String inputSchema) {
    return described(name, description, inputSchema, true);
  }

  /** A tool that changes something. */
  static Tool writing(String name, String description, String inputSchema) {
    return described(name, description, inputSchema, false);
  }

  /** The argument as text, or empty text where there is none. */
  static String text(CallToolRequest request, String argument) {
    return Optional.ofNullable(request.arguments().get(argument)).map(Object::toString).orElse("");
  }

  /** A result with one sentence for the model and the same as data. */
  static CallToolResult result(String sentence, Map<String, Object> structured) {
    return CallToolResult.builder()
        .addTextContent(sentence)
        .structuredContent(structured)
        .isError(false)
        .build();
  }

  /** A result that says what the caller did wrong. */
  static CallToolResult failure(String sentence) {
    return CallToolResult.builder().addTextContent(sentence).isError(true).build();
  }

  /** An amount of cents as people write it. */
  static String euros(long cents) {
    return "%d.%02d EUR".formatted(cents / 100, cents % 100);
  }

  /** Names and values in the order given: an object as people like to read it. */
  static Map<String, Object> row(Object... namesAndValues) {
    Map<String, Object> row = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      row.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return row;
  }

  private static Tool described(
      String name, String description, String inputSchema, boolean readOnly) {
    McpJsonMapper json = McpJsonDefaults.getMapper();
    return Tool.builder(name, json, inputSchema)
        .description(description)
        .annotations(
            ToolAnnotations.builder().readOnlyHint(readOnly).destructiveHint(!readOnly).build())
        .build();
  }
}
