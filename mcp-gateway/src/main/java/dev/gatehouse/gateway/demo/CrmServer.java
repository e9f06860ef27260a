package dev.gatehouse.gateway.demo;

import dev.gatehouse.gateway.demo.Customers.Customer;
import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.transport.StdioServerTransportProvider;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.ServerCapabilities;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A sample MCP server: a made-up CRM that speaks over its standard streams, as the child process of
 * whoever starts it. It gives away whatever it is asked for, cards and all: hiding that is the
 * gateway's business.
 */
public final class CrmServer {
  private static final Tool FIND =
      SampleTools.reading(
          "find_customer",
          "Finds customers by a part of their name.",
          """
          {"type":"object","required":["name"],"properties":{
            "name":{"type":"string","description":"a part of the name"}}}
          """);
  private static final Tool ORDERS =
      SampleTools.reading(
          "list_orders",
          "Lists what a customer ordered.",
          """
          {"type":"object","required":["customer"],"properties":{
            "customer":{"type":"string","description":"the customer's id, such as C-1001"}}}
          """);
  private static final Tool NOTE =
      SampleTools.writing(
          "update_note",
          "Writes a note on a customer's card, and answers with the note as it was stored.",
          """
          {"type":"object","required":["customer","note"],"properties":{
            "customer":{"type":"string"},"note":{"type":"string"}}}
          """);
  private static final Tool DELETE =
      SampleTools.writing(
          "delete_customer",
          "Deletes a customer for good. For administrators.",
          """
          {"type":"object","required":["customer"],"properties":{
            "customer":{"type":"string"}}}
          """);

  private CrmServer() {}

  /** Serves on standard input and output until standard input ends. */
  public static void main(String[] arguments) {
    McpServer.sync(new StdioServerTransportProvider(McpJsonDefaults.getMapper()))
        .serverInfo("sample-crm", "1.0.0")
        .instructions("A made-up CRM. None of its customers exists.")
        .capabilities(ServerCapabilities.builder().tools(false).build())
        .toolCall(FIND, (exchange, request) -> find(request))
        .toolCall(ORDERS, (exchange, request) -> orders(request))
        .toolCall(NOTE, (exchange, request) -> note(request))
        .toolCall(DELETE, (exchange, request) -> delete(request))
        .build();
  }

  private static CallToolResult find(CallToolRequest request) {
    List<Customer> found = Customers.named(SampleTools.text(request, "name"));
    if (found.isEmpty()) {
      return SampleTools.failure("no customer has such a name");
    }
    String sentences = found.stream().map(CrmServer::sentence).collect(Collectors.joining("\n"));
    return SampleTools.result(
        sentences, Map.of("customers", found.stream().map(CrmServer::card).toList()));
  }

  private static CallToolResult orders(CallToolRequest request) {
    Optional<Customer> customer = Customers.byId(SampleTools.text(request, "customer"));
    if (customer.isEmpty()) {
      return unknown();
    }
    List<Customers.Order> orders = customer.get().orders();
    String sentence =
        orders.stream()
            .map(o -> "%s %s, %s".formatted(o.id(), o.item(), SampleTools.euros(o.cents())))
            .collect(Collectors.joining("; "));
    List<Map<String, Object>> rows =
        orders.stream()
            .map(o -> SampleTools.row("id", o.id(), "item", o.item(), "cents", o.cents()))
            .toList();
    return SampleTools.result(sentence, Map.of("orders", rows));
  }

  private static CallToolResult note(CallToolRequest request) {
    Optional<Customer> customer = Customers.byId(SampleTools.text(request, "customer"));
    if (customer.isEmpty()) {
      return unknown();
    }
    String note = SampleTools.text(request, "note");
    return SampleTools.result(
        "noted for %s: %s".formatted(customer.get().name(), note),
        SampleTools.row("customer", customer.get().id(), "note", note));
  }

  private static CallToolResult delete(CallToolRequest request) {
    String id = SampleTools.text(request, "customer");
    return SampleTools.result("deleted " + id, Map.of("deleted", id));
  }

  private static String sentence(Customer customer) {
    return "%s (%s), %s, pays with %s or from %s"
        .formatted(
            customer.name(), customer.id(), customer.email(), customer.card(), customer.iban());
  }

  private static Map<String, Object> card(Customer customer) {
    return SampleTools.row(
        "id", customer.id(),
        "name", customer.name(),
        "email", customer.email(),
        "card", customer.card(),
        "iban", customer.iban());
  }

  private static CallToolResult unknown() {
    return SampleTools.failure("no customer has this id");
  }
}
