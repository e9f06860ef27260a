package dev.gatehouse.gateway.approval;

import dev.gatehouse.gateway.identity.Actor;
import java.util.List;
import java.util.Optional;

/**
 * Who asks for a call, and through whom.
 *
 * @param name the principal's, unique for the issuer
 * @param issuer who vouches; missing in local mode
 * @param actors who act for the principal, the nearest to us first
 * @param application the client's verified id
 * @param client what the client calls itself, which nobody checked
 */
public record Requester(
    String name,
    Optional<String> issuer,
    List<Actor> actors,
    Optional<String> application,
    Optional<String> client) {
  public Requester {
    actors = List.copyOf(actors);
  }

  /** The same name of two issuers is two people. */
  public String owner() {
    return issuer.orElse("") + ' ' + name;
  }

  /**
   * Whether this person asked, or acts in between: of an actor that states no issuer, anybody of
   * that name.
   */
  public boolean isBehind(Person person) {
    return (name.equals(person.name()) && issuer.equals(person.issuer()))
        || actors.stream()
            .anyMatch(
                actor ->
                    actor.name().equals(person.name())
                        && (actor.issuer().isEmpty() || actor.issuer().equals(person.issuer())));
  }

  /**
   * The caller of a {@link Binding}.
   *
   * <p>Shape: {@code
   * {"issuer":"https://id","name":"ann","actors":[{"name":"agent"}],"application":"a"}}, in this
   * order and without what is missing.
   */
  public String caller() {
    return ApprovalJson.caller(this).toString();
  }

  /** The same caller, whatever the client calls itself. */
  boolean isSame(Requester other) {
    return name.equals(other.name)
        && issuer.equals(other.issuer)
        && actors.equals(other.actors)
        && application.equals(other.application);
  }
}
