package dev.gatehouse.gateway;

import dev.gatehouse.gateway.approval.Deciders;
import dev.gatehouse.gateway.config.Configuration;
import dev.gatehouse.gateway.config.IdentitySettings;
import dev.gatehouse.gateway.custody.Answer;
import dev.gatehouse.gateway.custody.Cleared;
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
import java.util.Set;
import java.util.function.Function;

/**
 * Lets through the orders that their givers may give. Where the configuration names no roles, that
 * is whoever may use the files: the user of the operating system. Orders about held calls are a
 * person's: where callers bring tokens, so does whoever gives such an order, with or without roles.
 */
public final class Clearance {
  /** Of whoever owns the files. */
  private static final Set<Role> ALL = Set.of(Role.values());

  private final Optional<Identifier> identifier;
  private final boolean asksRoles;
  private final Deciders deciders;

  /**
   * Asks who gives an order.
   *
   * @param identifier of whoever brings a token; nothing where nobody does
   * @param asksRoles whether roles are named
   */
  Clearance(Optional<Identifier> identifier, boolean asksRoles, Deciders deciders) {
    this.identifier = identifier;
    this.asksRoles = asksRoles;
    this.deciders = deciders;
  }

  /** As a configuration says, where no gateway runs that could have given a token itself. */
  public static Clearance of(Configuration configuration) {
    return of(configuration, Optional.empty());
  }

  /** As a configuration says. */
  static Clearance of(Configuration configuration, Optional<Signin> signin) {
    Deciders deciders = People.deciders(configuration);
    return configuration.identity() instanceof IdentitySettings.Tokens tokens
        ? new Clearance(
            Optional.of(Identities.identifier(configuration, signin, InstantSource.system())),
            !tokens.roles().groups().isEmpty(),
            deciders)
        : new Clearance(Optional.empty(), false, deciders);
  }

  /** Where nobody says who may do what: the user of the operating system may. */
  public static Clearance ofOwner() {
    return new Clearance(
        Optional.empty(), false, new Deciders(Optional.empty(), Set.of(), Set.of()));
  }

  /**
   * Has an order carried out, if its giver may give it.
   *
   * @param desk carries it out for whom it is told
   */
  public Answer perform(Order order, Giver giver, Function<Cleared, Answer> desk) {
    Optional<Role> needed = OrderRoles.needed(order).filter(_ -> asksRoles);
    boolean needsPerson = OrderRoles.needsPerson(order);
    if (identifier.isEmpty() || (needed.isEmpty() && !needsPerson)) {
      return desk.apply(owner(giver));
    }
    if (giver.token().isEmpty()) {
      return new Answer(
          false,
          "this needs %s: run `gatehouse login`, or bring a token as $GATEHOUSE_TOKEN"
              .formatted(
                  needed.map(role -> "the role " + role.word()).orElse("to know who you are")));
    }
    Credentials credentials = Credentials.bearer(giver.token().get(), "order");
    return switch (identifier.get().identify(credentials)) {
      case Identification.Challenged _ ->
          new Answer(
              false,
              "the token of the sign-in, or of $GATEHOUSE_TOKEN, is not accepted, or has expired");
      case Identification.Known(Principal principal) ->
          needed.isEmpty() || principal.roles().contains(needed.get())
              ? desk.apply(cleared(principal))
              : new Answer(
                  false,
                  "this needs the role %s, which %s does not have"
                      .formatted(needed.get().word(), principal.name()));
    };
  }

  /** Whoever owns the files; a person to decide only where callers are not told apart. */
  private Cleared owner(Giver giver) {
    Deciders.Known known =
        identifier.isEmpty()
            ? new Deciders.Known.Somebody(Deciders.owner(giver.user()))
            : Cleared.named(giver.user()).known();
    return new Cleared(giver.user(), known, ALL, asksRoles);
  }

  private Cleared cleared(Principal principal) {
    String name = principal.name() + principal.issuer().map(issuer -> " of " + issuer).orElse("");
    return new Cleared(name, deciders.of(principal), principal.roles(), asksRoles);
  }
}
