package dev.gatehouse.gateway.exchange;

import dev.gatehouse.adapters.Era;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A log of so many calls, written by the product's own steps, in which it is known of each call
 * what it was about: the n-th call is the one whose argument {@code n} says so.
 */
final class ReplayTraffic {
  /** What judged the traffic. */
  static final String RECORDED =
      """
      default: refuse
      rules:
        - name: all may ask
          tools: [ "crm__*", "bank__*" ]
          permit: true
        - name: no cards
          tools: [ "*" ]
          mask: { arguments: [ { detect: payment-card } ], result: [ { detect: payment-card } ] }
        - name: large payments
          tools: bank__pay
          when: args.amount > 900
          refuse: "more than 900 is paid by hand"
        - name: no mail of strangers
          tools: crm__find
          when-result: "!isError && result.structuredContent.kind == 'stranger'"
          mask: { result: [ { detect: email } ] }
        - name: not the board
          tools: crm__find
          when-result: "!isError && result.structuredContent.kind == 'board'"
          refuse: "the board is not shown"
      """;

  private ReplayTraffic() {}

  /** Whether the n-th call pays; the others search. */
  static boolean isPayment(int n) {
    return n % 4 == 0;
  }

  /** The amount of the n-th call, which pays. */
  static int amount(int n) {
    return n % 1000;
  }

  /** Of which kind is whom the n-th call finds. */
  static String kind(int n) {
    return switch (n % 10) {
      case 1 -> "stranger";
      case 3 -> "board";
      default -> "customer";
    };
  }

  /** Whether the n-th call carries a card. */
  static boolean hasCard(int n) {
    return n % 8 == 0;
  }

  /**
   * Writes the log of calls 0 to {@code count}.
   *
   * @param clients that call at one time: as many share the syncs of one another
   */
  static void write(Path directory, int count, int clients) throws Exception {
    FakeUpstream crm =
        new FakeUpstream("crm", Era.LEGACY, call -> found(number(call.text().text())));
    FakeUpstream bank =
        FakeUpstream.answering("bank", "{\"content\":[{\"type\":\"text\",\"text\":\"paid\"}]}");
    try (ExchangeBench gateway = new ExchangeBench(directory, RECORDED, crm, bank)) {
      AtomicInteger next = new AtomicInteger();
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < clients; i++) {
        threads.add(
            Thread.ofVirtual()
                .start(
                    () -> {
                      for (int n = next.getAndIncrement(); n < count; n = next.getAndIncrement()) {
                        gateway.modern("tools/call", name(n), params(n));
                      }
                    }));
      }
      for (Thread thread : threads) {
        thread.join();
      }
    }
  }

  private static String name(int n) {
    return isPayment(n) ? "bank__pay" : "crm__find";
  }

  private static String params(int n) {
    String arguments =
        isPayment(n)
            ? "{\"n\":%d,\"amount\":%d,\"note\":\"%s\"}"
                .formatted(n, amount(n), hasCard(n) ? "card 4111 1111 1111 1111" : "cash")
            : "{\"n\":%d,\"query\":\"somebody by the name of %d\"}".formatted(n, n);
    return "\"name\":\"%s\",\"arguments\":%s".formatted(name(n), arguments);
  }

  private static String found(int n) {
    return ("{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"content\":[{\"type\":\"text\",\"text\":"
            + "\"found no. %d\"}],\"structuredContent\":{\"n\":%d,\"kind\":\"%s\","
            + "\"mail\":\"ada.%d@example.org\"}}}")
        .formatted(n, n, kind(n), n);
  }

  private static int number(String call) {
    int start = call.indexOf("\"n\":") + "\"n\":".length();
    int end = start;
    while (Character.isDigit(call.charAt(end))) {
      end++;
    }
    return Integer.parseInt(call.substring(start, end));
  }
}
