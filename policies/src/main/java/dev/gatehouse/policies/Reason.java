package dev.gatehouse.policies;

/**
 * One thing that a rule said about a call or its reply.
 *
 * @param rule the rule's name, or {@code default}
 * @param verb what the rule did, as its key in the file: {@code refuse}, {@code limit}, {@code
 *     approve}, {@code mask}, {@code seal}, {@code sql} or {@code permit}; {@code observe} if it
 *     did nothing and only says what it would have done
 * @param because one line that holds nothing of the call itself
 */
public record Reason(String rule, String verb, String because) {
  /** The verb of rules that ask people. */
  public static final String APPROVE = "approve";

  private static final String OBSERVE = "observe";
  private static final String REFUSED = "would have refused";

  /** Whether this only says what would have been. */
  public boolean isObserved() {
    return verb.equals(OBSERVE);
  }

  /** Whether this only says that the call would have been refused. */
  boolean wouldHaveRefused() {
    return isObserved() && because.startsWith(REFUSED);
  }

  /** The same of a rule that only observes. */
  Reason observed() {
    return isObserved() ? this : new Reason(rule, OBSERVE, wouldHave() + ": " + because);
  }

  private String wouldHave() {
    return switch (verb) {
      case "refuse" -> REFUSED;
      case APPROVE -> "would have asked for approval";
      case "permit" -> "would have permitted";
      case "mask" -> "would have masked";
      case "seal" -> "would have sealed";
      case "sql" -> "would have taken the SQL";
      case "limit" -> "would have limited";
      default -> "would have applied `" + verb + "`";
    };
  }
}
