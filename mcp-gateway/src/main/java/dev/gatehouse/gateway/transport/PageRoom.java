package dev.gatehouse.gateway.transport;

import dev.gatehouse.gateway.signin.Answer;
import dev.gatehouse.gateway.signin.Asked;
import java.util.List;
import java.util.function.Function;

/**
 * A room of the gateway that browsers and other programs ask in HTTP's own words.
 *
 * @param paths of what it answers; one that ends in {@code /*} is all below it
 * @param answering its answers
 */
public record PageRoom(List<String> paths, Function<Asked, Answer> answering) {
  public PageRoom {
    paths = List.copyOf(paths);
  }
}
