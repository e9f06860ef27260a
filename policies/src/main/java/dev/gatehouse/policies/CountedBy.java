package dev.gatehouse.policies;

import dev.gatehouse.policies.condition.KeyExpression;
import dev.gatehouse.policies.condition.Subject;
import java.util.List;

/** Of what a limit counts the calls: one count for each value. Immutable. */
sealed interface CountedBy {
  /** For each caller and each tool. */
  CountedBy STANDARD = new Members(List.of(CallMember.PRINCIPAL, CallMember.TOOL));

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

  /** By these together. */
  record Members(List<CallMember> members) implements CountedBy {
    public Members {
      members = members.stream().distinct().sorted().toList();
    }

    @Override
    public String text() {
      return String.join(", ", members.stream().map(CallMember::word).toList());
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
