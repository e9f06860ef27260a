package dev.gatehouse.adapters.mcp;

import dev.gatehouse.adapters.UpstreamException;
import dev.gatehouse.adapters.UpstreamException.Kind;

/**
 * Says what went wrong with one upstream, naming it.
 *
 * @param name the upstream's
 */
record Failures(String name) {

  UpstreamException unreachable(String problem) {
    return new UpstreamException(Kind.UNREACHABLE, say(problem));
  }

  UpstreamException unreachable(String problem, Throwable cause) {
    return new UpstreamException(Kind.UNREACHABLE, say(problem), cause);
  }

  UpstreamException timedOut(String problem) {
    return new UpstreamException(Kind.TIMED_OUT, say(problem));
  }

  UpstreamException brokenOff(String problem) {
    return new UpstreamException(Kind.BROKEN_OFF, say(problem));
  }

  UpstreamException brokenOff(String problem, Throwable cause) {
    return new UpstreamException(Kind.BROKEN_OFF, say(problem), cause);
  }

  UpstreamException unintelligible(String problem) {
    return new UpstreamException(Kind.UNINTELLIGIBLE, say(problem));
  }

  UpstreamException unintelligible(String problem, Throwable cause) {
    return new UpstreamException(Kind.UNINTELLIGIBLE, say(problem), cause);
  }

  UpstreamException forbidden(String problem) {
    return new UpstreamException(Kind.FORBIDDEN, say(problem));
  }

  UpstreamException notWaiting(String problem) {
    return new UpstreamException(Kind.NOT_WAITING, say(problem));
  }

  /** Whether asking again in the same way is of no use. */
  static boolean isForGood(UpstreamException e) {
    return switch (e.kind()) {
      case UNINTELLIGIBLE, FORBIDDEN, NOT_CONNECTED -> true;
      case UNREACHABLE, TIMED_OUT, BROKEN_OFF, NOT_WAITING -> false;
    };
  }

  private String say(String problem) {
    return "upstream `" + name + "` " + problem;
  }
}
