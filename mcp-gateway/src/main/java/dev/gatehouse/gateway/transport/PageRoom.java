package dev.gatehouse.gateway.transport;

import dev.gatehouse.gateway.signin.Answer;
import dev.gatehouse.gateway.signin.Asked;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * A room of the gateway that browsers and other programs ask in HTTP's own words.
 *
 * @param paths of what it answers; one that ends in {@code /*} is all below it
 * @param headers that it is given, in lower case; no other
 * @param bodyBytesMax of what it is sent, because it is held in memory as a whole
 * @param answering its answers
 */
public record PageRoom(
    List<String> paths, Set<String> headers, int bodyBytesMax, Function<Asked, Answer> answering) {
  /** What browsers and clients of the sign-in send. */
  public static final Set<String> USUAL =
      Set.of("authorization", "content-type", "cookie", "dpop", "origin");

  /** A SAML response with hundreds of groups; everything else is far smaller. */
  private static final int BODY_BYTES_MAX = 512 << 10;

  public PageRoom {
    paths = List.copyOf(paths);
    headers = Set.copyOf(headers);
  }

  /** With what is usual. */
  public PageRoom(List<String> paths, Function<Asked, Answer> answering) {
    this(paths, USUAL, BODY_BYTES_MAX, answering);
  }
}
