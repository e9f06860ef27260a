package dev.gatehouse.conformance.approvals;

import java.util.List;

/**
 * One way in which a client waits for people.
 *
 * @param name of the client, with which the names of its tools begin
 * @param client {@code v1}, {@code v2} or {@code java}
 * @param can {@code url} where it shows its person addresses, {@code tasks}, or nothing
 * @param isHttp whether over HTTP, or else over standard streams
 * @param isHurried whether one more call of it is given up by its client, again and again
 */
record Way(String name, String client, String can, boolean isHttp, boolean isHurried) {
  static final String APPROVED = "approved";
  static final String DENIED = "denied";
  static final String EXPIRED = "expired";
  static final String WITHDRAWN = "withdrawn";
  static final String HURRIED = "hurried";

  static final List<Way> ALL =
      List.of(
          new Way("v1_http", "v1", "", true, true),
          new Way("v1_stdio", "v1", "url", false, true),
          new Way("v2_http", "v2", "", true, false),
          new Way("v2_http_url", "v2", "url", true, false),
          new Way("v2_http_tasks", "v2", "tasks", true, false),
          new Way("v2_stdio", "v2", "", false, false),
          new Way("v2_stdio_url", "v2", "url", false, false),
          new Way("v2_stdio_tasks", "v2", "tasks", false, false),
          new Way("java_http", "java", "url", true, false),
          new Way("java_stdio", "java", "", false, false));

  /** What becomes of its calls. */
  List<String> outcomes() {
    return isHurried
        ? List.of(APPROVED, DENIED, EXPIRED, WITHDRAWN, HURRIED)
        : List.of(APPROVED, DENIED, EXPIRED, WITHDRAWN);
  }

  boolean isShownPages() {
    return can.equals("url");
  }

  /** Whether it can stop a call: a modern one over HTTP only goes away, the Java SDK's waits. */
  boolean stops() {
    return can.isEmpty() && (client.equals("v1") || (client.equals("v2") && !isHttp));
  }

  /** Whether somebody else withdraws its call: it can neither stop, nor decline, nor cancel. */
  boolean isWithdrawnByOthers() {
    return can.isEmpty() && !stops();
  }
}
