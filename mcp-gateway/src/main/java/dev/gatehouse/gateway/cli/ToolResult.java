package dev.gatehouse.gateway.cli;

import dev.gatehouse.adapters.jsonrpc.JsonNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.ArrayNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.LiteralNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.ObjectNode;
import dev.gatehouse.adapters.jsonrpc.JsonText;
import dev.gatehouse.gateway.cli.Terminal.Paint;
import dev.gatehouse.gateway.views.Statement;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;

/** The result of a call, as a person reads it. */
record ToolResult(JsonText json, ObjectNode object) {

  /**
   * Prints the result, if asked to, and what the gateway says of it to standard error.
   *
   * @return the exit code
   */
  int show(Terminal terminal, boolean content) {
    if (object.string("resultType").filter("input_required"::equals).isPresent()) {
      return terminal.failed("the tool asks for more input, which a command line cannot give");
    }
    if (content) {
      content().forEach(line -> terminal.out().println(Terminal.printable(line)));
    }
    verdict().ifPresent(line -> terminal.err().println(terminal.paint(Paint.FAINT, line)));
    boolean failed = object.member("isError").filter(ToolResult::isTrue).isPresent();
    return failed ? terminal.failed("the tool was not carried out, or failed") : ExitCode.OK;
  }

  private List<String> content() {
    List<JsonNode> items = object.array("content").map(ArrayNode::elements).orElse(List.of());
    if (items.isEmpty()) {
      return object.member("structuredContent").map(json::slice).stream().toList();
    }
    return items.stream().map(this::item).toList();
  }

  private String item(JsonNode node) {
    if (!(node instanceof ObjectNode item)) {
      return json.slice(node);
    }
    Optional<ObjectNode> resource = item.object("resource");
    return item.string("text")
        .or(() -> resource.flatMap(inner -> inner.string("text")))
        .orElseGet(() -> described(item, resource.orElse(item)));
  }

  private static String described(ObjectNode item, ObjectNode inner) {
    StringJoiner words = new StringJoiner(" ", "[", "]");
    item.string("type").ifPresent(words::add);
    inner.string("mimeType").ifPresent(words::add);
    inner.string("uri").ifPresent(words::add);
    item.string("data")
        .or(() -> inner.string("blob"))
        .ifPresent(base64 -> words.add(base64.length() + " characters of base64"));
    return words.toString();
  }

  private Optional<String> verdict() {
    Optional<Statement> decision = statement("dev.gatehouse/decision");
    Optional<Statement> receipt = statement("dev.gatehouse/receipt");
    StringJoiner words = new StringJoiner(" · ");
    decision.ifPresent(said -> words.add(LogLine.decision(said)));
    receipt.flatMap(said -> said.number("index")).ifPresent(index -> words.add("entry " + index));
    return words.length() == 0 ? Optional.empty() : Optional.of(Terminal.oneLine(words.toString()));
  }

  private Optional<Statement> statement(String name) {
    return object
        .object("_meta")
        .flatMap(meta -> meta.object(name))
        .map(found -> new Statement(json, found));
  }

  private static boolean isTrue(JsonNode node) {
    return node instanceof LiteralNode literal && literal.token().equals("true");
  }
}
