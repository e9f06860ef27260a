package dev.gatehouse.gateway.schema;

import dev.gatehouse.adapters.jsonrpc.JsonNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.ArrayNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.LiteralNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.ObjectNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.StringNode;
import dev.gatehouse.adapters.jsonrpc.JsonStrings;
import dev.gatehouse.adapters.jsonrpc.JsonText;
import dev.gatehouse.policies.mask.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a tool says of its structured result, read for one purpose: what may stand where a value was
 * masked. Immutable.
 *
 * <p>Source: JSON Schema 2020-12 and the drafts before it, without conditions and dynamic
 * references; what is not understood is taken for no demand.
 */
public final class OutputSchema {
  /** References that refer to references; a schema that goes round asks for nothing more. */
  private static final int REFERENCES_MAX = 32;

  /** Schemas that hold for one value; a schema with more combinations is not followed. */
  private static final int SCHEMAS_MAX = 256;

  private final JsonText json;
  private final ObjectNode root;

  /** The schema at this place of a text. */
  public OutputSchema(JsonText json, ObjectNode root) {
    this.json = json;
    this.root = root;
  }

  /**
   * What may stand at a place of the structured result, as JSON: the text, or else something that
   * says as little; empty if nothing is known to fit.
   *
   * @param at from the structured result on
   */
  public Optional<String> instead(List<Path> at, String text) {
    if (isAmongUnique(at, at.size())) {
      return Optional.empty();
    }
    List<ObjectNode> schemas = direct(at);
    if (schemas.isEmpty()) {
      return Optional.of(JsonStrings.quote(text));
    }
    ValueRules rules = new ValueRules(json, this::referred, new VisitBudget());
    List<String> candidates = rules.candidates(parts(schemas), text);
    return candidates.stream()
        .filter(value -> schemas.stream().allMatch(schema -> rules.allow(schema, value)))
        .findFirst()
        .or(
            // Of several forms that the object around it may have, one has to do.
            () ->
                candidates.stream()
                    .filter(value -> schemas.stream().anyMatch(s -> rules.allow(s, value)))
                    .findFirst());
  }

  /** What may stand instead of the name of a member; empty if it has to be called as it is. */
  public Optional<String> insteadOfName(List<Path> at, String text) {
    String name = at.getLast().key().orElse("");
    boolean isFree =
        at(at.subList(0, at.size() - 1)).stream()
            .allMatch(schema -> takesNames(schema, name) && !requires(schema, name));
    return Optional.of(JsonStrings.quote(text)).filter(_ -> isFree);
  }

  private static boolean takesNames(ObjectNode schema, String name) {
    boolean isNarrow =
        Stream.of("propertyNames", "patternProperties", "unevaluatedProperties")
            .anyMatch(word -> schema.member(word).isPresent());
    Optional<JsonNode> others = schema.member("additionalProperties");
    boolean isClosed =
        others.filter(LiteralNode.class::isInstance).filter(n -> !isTrue(n)).isPresent();
    boolean isToldApart =
        others.isPresent()
            && schema.object("properties").flatMap(known -> known.member(name)).isPresent();
    return !isNarrow && !isClosed && !isToldApart;
  }

  /** Whether what stands here is part of one of the first so many elements that have to differ. */
  private boolean isAmongUnique(List<Path> at, int steps) {
    for (int i = 0; i < steps; i++) {
      boolean isElement = at.get(i).index() >= 0;
      if (isElement
          && at(at.subList(0, i)).stream()
              .anyMatch(
                  schema ->
                      schema.member("uniqueItems").filter(OutputSchema::isTrue).isPresent())) {
        return true;
      }
    }
    return false;
  }

  private static boolean isTrue(JsonNode node) {
    return node instanceof LiteralNode literal && literal.token().equals("true");
  }

  /** Whether the structured result may be without what stands at this place. */
  public boolean mayLack(List<Path> at) {
    if (at.isEmpty() || isAmongUnique(at, at.size() - 1)) {
      return false;
    }
    Path last = at.getLast();
    List<ObjectNode> holders = at(at.subList(0, at.size() - 1));
    return last.key()
        .map(name -> holders.stream().noneMatch(schema -> requires(schema, name)))
        .orElseGet(() -> holders.stream().noneMatch(OutputSchema::countsElements));
  }

  private static boolean requires(ObjectNode schema, String name) {
    boolean isNamed =
        schema.array("required").stream()
            .flatMap(names -> names.elements().stream())
            .anyMatch(node -> node instanceof StringNode text && text.value().equals(name));
    return isNamed || schema.member("minProperties").isPresent();
  }

  private static boolean countsElements(ObjectNode schema) {
    return Stream.of("minItems", "prefixItems", "contains")
        .anyMatch(word -> schema.member(word).isPresent());
  }

  /** The schemas that hold at a place, and all that they are made of. */
  private List<ObjectNode> at(List<Path> path) {
    return parts(direct(path));
  }

  /** The schemas that hold at a place. */
  private List<ObjectNode> direct(List<Path> path) {
    List<ObjectNode> schemas = List.of(root);
    for (Path step : path) {
      List<ObjectNode> below = new ArrayList<>();
      for (ObjectNode schema : parts(schemas)) {
        step.key()
            .map(name -> member(schema, name))
            .orElseGet(() -> element(schema, step))
            .ifPresent(below::add);
      }
      schemas = below;
    }
    return schemas;
  }

  private static Optional<ObjectNode> member(ObjectNode schema, String name) {
    return schema
        .object("properties")
        .flatMap(properties -> properties.object(name))
        .or(() -> schema.object("additionalProperties"));
  }

  private static Optional<ObjectNode> element(ObjectNode schema, Path step) {
    Optional<ArrayNode> first = schema.array("prefixItems").or(() -> schema.array("items"));
    if (first.isPresent() && step.index() < first.get().elements().size()) {
      return first.get().elements().get(step.index()) instanceof ObjectNode item
          ? Optional.of(item)
          : Optional.empty();
    }
    return schema.object("items");
  }

  /** Schemas and what they are made of: all that may have to hold. */
  private List<ObjectNode> parts(List<ObjectNode> schemas) {
    Set<ObjectNode> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    List<ObjectNode> parts = new ArrayList<>();
    schemas.forEach(schema -> add(schema, parts, seen));
    for (int i = 0; i < parts.size() && parts.size() < SCHEMAS_MAX; i++) {
      ObjectNode part = parts.get(i);
      referred(part).ifPresent(other -> add(other, parts, seen));
      for (String word : List.of("allOf", "anyOf", "oneOf")) {
        for (JsonNode node : part.array(word).map(ArrayNode::elements).orElse(List.of())) {
          if (node instanceof ObjectNode other) {
            add(other, parts, seen);
          }
        }
      }
    }
    return parts;
  }

  /** Adds a schema that was not seen yet, if there is room; by its place, as comparing is slow. */
  private static void add(ObjectNode schema, List<ObjectNode> parts, Set<ObjectNode> seen) {
    if (parts.size() < SCHEMAS_MAX && seen.add(schema)) {
      parts.add(schema);
    }
  }

  private Optional<ObjectNode> referred(ObjectNode schema) {
    Optional<ObjectNode> target = Optional.empty();
    Optional<String> reference = schema.string("$ref");
    for (int i = 0; i < REFERENCES_MAX && reference.isPresent(); i++) {
      target = pointed(reference.get());
      reference = target.flatMap(node -> node.string("$ref"));
    }
    return target;
  }

  private Optional<ObjectNode> pointed(String reference) {
    if (!reference.startsWith("#")) {
      return Optional.empty();
    }
    Optional<JsonNode> at = Optional.of(root);
    for (String step : reference.substring(1).split("/")) {
      if (!step.isEmpty()) {
        String name = step.replace("~1", "/").replace("~0", "~");
        at = at.flatMap(node -> node instanceof ObjectNode o ? o.member(name) : Optional.empty());
      }
    }
    return at.flatMap(
        node -> node instanceof ObjectNode object ? Optional.of(object) : Optional.empty());
  }
}
