package dev.gatehouse.policies;

import java.util.Optional;

/** What of a call has a name that rules can ask for. */
enum Named {
  TOOL("tools"),
  METHOD("methods"),
  UPSTREAM("upstreams"),
  RESOURCE("resources"),
  PROMPT("prompts"),
  PRINCIPAL("principals"),
  CLIENT("clients");

  private final String key;

  Named(String key) {
    this.key = key;
  }

  /** The key in the file. */
  String key() {
    return key;
  }

  /** Its name in this call, if the call has it. */
  Optional<String> in(Facts facts) {
    return switch (this) {
      case TOOL -> facts.tool();
      case METHOD -> Optional.of(facts.method());
      case UPSTREAM -> facts.upstream();
      case RESOURCE -> facts.resource();
      case PROMPT -> facts.prompt();
      case PRINCIPAL -> Optional.of(facts.caller().principal());
      case CLIENT -> facts.caller().client();
    };
  }
}
