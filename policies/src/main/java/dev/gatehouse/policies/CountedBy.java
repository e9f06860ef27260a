package dev.gatehouse.policies;

import dev.gatehouse.policies.condition.KeyExpression;
import dev.gatehouse.policies.condition.Subject;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Of what a limit counts the calls: one count for each value. Immutable. */
sealed interface CountedBy {
  /** For each caller and each tool. */
  CountedBy STANDARD = new Members(List.of(Member.PRINCIPAL, Member.TOOL));

  /** As the rule says it. */
  String text();

  /** The values of this call. */
  Values of(Facts facts, Subject subject);

  /** What a call counts under. */
  sealed interface Values {
    record Known(List<String> texts) implements Values {
      public Known {
        texts = List.copyOf(texts);
      }
    }

    /** They cannot be had; why, without anything of the call. */
    record Unknown(String why) implements Values {}
  }

  /** Something of a call that limits often count by. */
  enum Member {
    PRINCIPAL,
    TOOL,
    UPSTREAM,
    CLIENT,
    SESSION;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    static List<String> words() {
      return Stream.of(values()).map(Member::word).toList();
    }

    static Optional<Member> of(String word) {
      return Stream.of(values()).filter(member -> member.word().equals(word)).findFirst();
    }

    private String of(Facts facts) {
      return switch (this) {
        case PRINCIPAL -> facts.caller().principal();
        case TOOL -> facts.tool().orElse(facts.method());
        case UPSTREAM -> facts.upstream().orElse("");
        case CLIENT -> facts.caller().client().orElse("");
        case SESSION -> facts.session().map(CallSession::id).orElse("");
      };
    }
  }

  /** By these together. */
  record Members(List<Member> members) implements CountedBy {
    public Members {
      members = members.stream().distinct().sorted().toList();
    }

    @Override
    public String text() {
      return String.join(", ", members.stream().map(Member::word).toList());
    }

    @Override
    public Values of(Facts facts, Subject subject) {
      return new Values.Known(members.stream().map(member -> member.of(facts)).toList());
    }
  }

  /** By the value of an expression. */
  record Expression(String text, KeyExpression expression) implements CountedBy {
    @Override
    public Values of(Facts facts, Subject subject) {
      return switch (expression.evaluate(subject)) {
        case KeyExpression.Value.Known(String value) -> new Values.Known(List.of(value));
        case KeyExpression.Value.Unknown(String why) -> new Values.Unknown(why);
      };
    }
  }
}
