package dev.gatehouse.gateway.credentials;

import dev.gatehouse.adapters.UpstreamException;
import dev.gatehouse.adapters.UpstreamException.Kind;

/**
 * Says what is wrong with the credentials for one upstream, naming it and nothing that was sent or
 * received.
 *
 * @param upstream its name
 */
record Trouble(String upstream) {
  /** It may pass by itself. */
  UpstreamException away(String problem) {
    return new UpstreamException(Kind.UNREACHABLE, say(problem));
  }

  /** Somebody must change something. */
  UpstreamException forbidden(String problem) {
    return new UpstreamException(Kind.FORBIDDEN, say(problem));
  }

  private String say(String problem) {
    return "upstream `" + upstream + "` " + problem;
  }
}
