package dev.gatehouse.gateway.exchange;

import dev.gatehouse.adapters.jsonrpc.JsonStrings;
import dev.gatehouse.gateway.schema.OutputSchema;
import dev.gatehouse.policies.mask.Leaf;
import dev.gatehouse.policies.mask.Path;
import dev.gatehouse.policies.mask.Shape;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a message has to keep so that its receiver understands it: what its protocol needs, the form
 * of content blocks, and of a structured result what the tool said of it.
 *
 * <p>Source: MCP 2025-11-25 schema, ContentBlock, PromptMessage, ResourceContents.
 */
record MessageShape(MessageLeaves leaves, Optional<OutputSchema> schema) implements Shape {
  private static final String STRUCTURED = "structuredContent";

  /** Lists of blocks, each of which is nothing without these. */
  private static final Set<String> LISTS = Set.of("content", "contents", "messages");

  private static final Set<String> NEEDED =
      Set.of("type", "text", "data", "blob", "uri", "mimeType", "role", "content", "resource");

  private static final Set<String> IN_BASE64 = Set.of("data", "blob");

  /** Words of the protocol, which hold nothing of anybody. */
  private static final Set<String> WORDS =
      Set.of("text", "image", "audio", "resource", "resource_link", "user", "assistant");

  @Override
  public Optional<Path> without(Path path) {
    List<Path> steps = steps(path);
    Optional<Path> block = block(steps);
    if (block.isPresent()) {
      boolean isNeeded = path.key().filter(NEEDED::contains).isPresent();
      return Optional.of(isNeeded ? block.get() : path).filter(leaves::mayLack);
    }
    boolean isStructured = isStructured(steps);
    boolean isAsked =
        isStructured && schema.filter(s -> !s.mayLack(steps.subList(1, steps.size()))).isPresent();
    return Optional.of(path).filter(at -> !isAsked && leaves.mayLack(at));
  }

  @Override
  public Optional<String> instead(Leaf leaf, String text) {
    List<Path> steps = steps(leaf.path());
    boolean isTyped = schema.isPresent() && isStructured(steps) && steps.size() > 1;
    if (leaf.kind() == Leaf.Kind.KEY) {
      return isTyped
          ? schema.get().insteadOfName(steps.subList(1, steps.size()), text)
          : Optional.of(JsonStrings.quote(text));
    }
    if (schema.isPresent() && isStructured(steps)) {
      return schema.get().instead(steps.subList(1, steps.size()), text);
    }
    String name = leaf.path().key().orElse("");
    if (block(steps).isPresent()) {
      if (IN_BASE64.contains(name)) {
        return Optional.of(JsonStrings.quote(inBase64(text)));
      } else if ((name.equals("type") || name.equals("role")) && WORDS.contains(leaf.text())) {
        return Optional.of(JsonStrings.quote(leaf.text()));
      }
    }
    return Optional.of(JsonStrings.quote(text));
  }

  /** The block of a list that something stands in. */
  private static Optional<Path> block(List<Path> steps) {
    return steps.size() > 2
            && steps.getFirst().key().filter(LISTS::contains).isPresent()
            && steps.get(1).index() >= 0
        ? Optional.of(steps.get(1))
        : Optional.empty();
  }

  private static boolean isStructured(List<Path> steps) {
    return !steps.isEmpty() && steps.getFirst().key().filter(STRUCTURED::equals).isPresent();
  }

  /** A mask is no base64, but where it was put into what was. */
  private static String inBase64(String text) {
    return text.startsWith("[")
        ? Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8))
        : text;
  }

  private static List<Path> steps(Path path) {
    List<Path> steps = new ArrayList<>();
    Optional<Path> at = Optional.of(path);
    while (at.isPresent() && at.get().parent().isPresent()) {
      steps.addFirst(at.get());
      at = at.get().parent();
    }
    return steps;
  }
}
