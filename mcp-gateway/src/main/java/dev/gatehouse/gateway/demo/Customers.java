package dev.gatehouse.gateway.demo;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The customers of the sample CRM: made up, with test card numbers and example IBANs that pass
 * their checksums as real ones would, and reach nobody.
 */
final class Customers {
  private static final List<Customer> ALL =
      List.of(
          new Customer(
              "C-1001",
              "Ada Marlow",
              "ada.marlow@example.com",
              "4111 1111 1111 1111",
              "DE89 3704 0044 0532 0130 00",
              List.of(
                  new Order("O-501", "walnut desk", 48900),
                  new Order("O-514", "desk lamp", 7950),
                  new Order("O-533", "cable tray", 2490))),
          new Customer(
              "C-1002",
              "Bruno Okafor",
              "bruno.okafor@example.org",
              "5555-5555-5555-4444",
              "GB82 WEST 1234 5698 7654 32",
              List.of(new Order("O-507", "oak shelf", 21900))),
          new Customer(
              "C-1003",
              "Chiyo Tanaka",
              "chiyo@example.net",
              "378282246310005",
              "FR14 2004 1010 0505 0001 3M02 606",
              List.of(
                  new Order("O-519", "reading chair", 65900),
                  new Order("O-520", "wool blanket", 11900))));

  private Customers() {}

  /** All customers, in the order of their ids. */
  static List<Customer> all() {
    return ALL;
  }

  /** The customer with this id. */
  static Optional<Customer> byId(String id) {
    return ALL.stream().filter(customer -> customer.id().equals(id)).findFirst();
  }

  /** The customers whose name contains these letters, whatever their case. */
  static List<Customer> named(String part) {
    String wanted = part.toLowerCase(Locale.ROOT);
    return ALL.stream()
        .filter(customer -> customer.name().toLowerCase(Locale.ROOT).contains(wanted))
        .toList();
  }

  /** Somebody who bought something. */
  record Customer(
      String id, String name, String email, String card, String iban, List<Order> orders) {
    Customer {
      orders = List.copyOf(orders);
    }
  }

  /** One thing bought, its price in cents. */
  record Order(String id, String item, long cents) {}
}
