package dev.gatehouse.gateway.views;

/** What a row says, in the order in which it does. */
enum Column {
  TIME("time"),
  KIND("kind"),
  PRINCIPAL("principal"),
  CLIENT("client"),
  SESSION("session"),
  UPSTREAM("upstream"),
  TOOL("tool"),
  METHOD("method"),
  DECISION("decision"),
  RULES("rules"),
  OUTCOME("outcome"),
  DURATION("duration_ms"),
  MASKED("masked"),
  ARGUMENTS("arguments"),
  RESULT("result"),
  ERASED("erased"),
  EXCHANGE("exchange"),
  ENTRIES("entries"),
  FIRST_ENTRY("request_entry"),
  LAST_ENTRY("response_entry"),
  FIRST_LEAF("request_leaf_hash"),
  LAST_LEAF("response_leaf_hash");

  private final String title;

  Column(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }
}
