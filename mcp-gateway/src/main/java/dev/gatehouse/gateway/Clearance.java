package dev.gatehouse.gateway;

import dev.gatehouse.gateway.config.Configuration;
import dev.gatehouse.gateway.config.IdentitySettings;
import dev.gatehouse.gateway.custody.Answer;
import dev.gatehouse.gateway.custody.Giver;
import dev.gatehouse.gateway.custody.Order;
import dev.gatehouse.gateway.custody.OrderRoles;
import dev.gatehouse.gateway.identity.Credentials;
import dev.gatehouse.gateway.identity.Identification;
import dev.gatehouse.gateway.identity.Identifier;
import dev.gatehouse.gateway.identity.Principal;
import dev.gatehouse.gateway.identity.Role;
import dev.gatehouse.gateway.signin.Signin;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;

/**
 * Lets through the orders that their givers may give. Where the configuration names no roles, that
 * is whoever may use the files: the user of the operating system.
 */
public final class Clearance {
  private final Optional<Identifier> identifier;

  Clearance(Optional<Identifier> identifier) {
    this.identifier = identifier;
  }

  /** As a configuration says, where no gateway runs that could have given a token itself. */
  public static Clearance of(Configuration configuration) {
    return of(configuration, Optional.empty());
  }

  /** As a configuration says. */
  static Clearance of(Configuration configuration, Optional<Signin> signin) {
    boolean asks =
        configuration.identity() instanceof IdentitySettings.Tokens tokens
            && !tokens.roles().groups().isEmpty();
    return new Clearance(
        asks
            ? Optional.of(Identities.identifier(configuration, signin, InstantSource.system()))
            : Optional.empty());
  }

  /** Where nobody says who may do what: the user of the operating system may. */
  public static Clearance ofOwner() {
    return new Clearance(Optional.empty());
  }

  /**
   * Has an order carried out, if its giver may give it.
   *
   * @param desk carries it out for whom it is told
   */
  public Answer perform(Order order, Giver giver, Function<String, Answer> desk) {
    Optional<Role> needed = OrderRoles.needed(order);
    if (identifier.isEmpty() || needed.isEmpty()) {
      return desk.apply(giver.user());
    }
    if (giver.token().isEmpty()) {
      return new Answer(
          false,
          "this needs the role %s: run `gatehouse login`, or bring a token as $GATEHOUSE_TOKEN"
              .formatted(needed.get().word()));
    }
    Credentials credentials = Credentials.bearer(giver.token().get(), "order");
    return switch (identifier.get().identify(credentials)) {
      case Identification.Challenged _ ->
          new Answer(
              false,
              "the token of the sign-in, or of $GATEHOUSE_TOKEN, is not accepted, or has expired");
      case Identification.Known(Principal principal) ->
          principal.roles().contains(needed.get())
              ? desk.apply(name(principal))
              : new Answer(
                  false,
                  "this needs the role %s, which %s does not have"
                      .formatted(needed.get().word(), principal.name()));
    };
  }

  private static String name(Principal principal) {
    return principal.name() + principal.issuer().map(issuer -> " of " + issuer).orElse("");
  }
}
