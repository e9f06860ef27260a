package dev.gatehouse.gateway.demo;

import dev.gatehouse.gateway.demo.Customers.Customer;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;
import java.util.stream.Stream;

/** The agent's session: one call for each thing that a gateway can say. */
final class Script {
  private static final Customer ADA = Customers.all().getFirst();

  private Script() {}

  /** What no agent, file or export may hold. */
  static List<String> secrets() {
    return Customers.all().stream()
        .flatMap(customer -> Stream.of(customer.email(), customer.card(), customer.iban()))
        .toList();
  }

  /**
   * The steps.
   *
   * @param refunds how many refunds the billing server has carried out so far
   */
  static List<Step> steps(IntSupplier refunds) {
    String customer = ADA.id();
    return List.of(
        Step.of(
                "What did this customer order?",
                "crm__list_orders",
                SampleTools.row("customer", customer))
            .decided("PERMITTED", "agents may use the CRM")
            .reads("walnut desk"),
        Step.of("Who is Ada?", "crm__find_customer", SampleTools.row("name", "ada"))
            .decided("MASKED", "agents may use the CRM")
            .reads("Ada Marlow")
            .hides(secrets())
            .expecting("a card, a mail and an account were masked", h -> h.masked().size() == 3),
        Step.of(
                "Write down how she paid.",
                "crm__update_note",
                SampleTools.row("customer", customer, "note", "paid with " + ADA.card()))
            .decided("MASKED", "agents may use the CRM")
            .reads("noted for Ada Marlow: paid with [masked:payment-card]")
            .hides(secrets()),
        Step.of("Delete a customer.", "crm__delete_customer", SampleTools.row("customer", "C-1002"))
            .decided("REFUSED", "no deletes")
            .reads("deleting is not allowed here")
            .expecting("the tool answers with an error", Heard::isError),
        Step.of(
                "Refund a small sum.",
                "billing__refund",
                SampleTools.row("customer", customer, "amount", 40))
            .decided("PERMITTED", "agents may bill")
            .expecting("one refund was carried out", h -> refunds.getAsInt() == 1),
        Step.of(
                "Refund a large sum.",
                "billing__refund",
                SampleTools.row("customer", customer, "amount", 4000))
            .held()
            .decided("APPROVED", "large refunds need finance")
            .reads("refunded 4000.00 EUR")
            .expecting("it was carried out once", h -> refunds.getAsInt() == 2),
        Step.of("Close the books.", "billing__close_month", SampleTools.row("month", "2026-11"))
            .decided("PERMITTED", "agents may bill")
            .expecting("three reports of progress came first", h -> h.reports() == 3),
        invoices("Which invoices are open?").decided("PERMITTED", "agents may bill"),
        invoices("Ask again.").decided("PERMITTED", "agents may bill"),
        invoices("And again.").decided("THROTTLED", "invoices twice a minute"));
  }

  private static Step invoices(String why) {
    return Step.of(why, "billing__list_invoices", Map.of());
  }
}
