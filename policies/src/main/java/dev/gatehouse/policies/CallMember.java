package dev.gatehouse.policies;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Something of a call that limits often count by. */
enum CallMember {
  PRINCIPAL,
  TOOL,
  UPSTREAM,
  CLIENT,
  SESSION;

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static List<String> words() {
    return Stream.of(values()).map(CallMember::word).toList();
  }

  /** The one that a rule calls by this word. */
  static Optional<CallMember> of(String word) {
    return Stream.of(values()).filter(member -> member.word().equals(word)).findFirst();
  }

  /** What it is of this call; empty if the call has none. */
  String of(Facts facts) {
    return switch (this) {
      case PRINCIPAL -> facts.caller().principal();
      case TOOL -> facts.tool().orElse(facts.method());
      case UPSTREAM -> facts.upstream().orElse("");
      case CLIENT -> facts.caller().client().orElse("");
      case SESSION -> facts.session().map(CallSession::id).orElse("");
    };
  }
}
