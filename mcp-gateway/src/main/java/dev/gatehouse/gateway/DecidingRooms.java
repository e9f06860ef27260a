package dev.gatehouse.gateway;

import dev.gatehouse.gateway.approval.Deciders;
import dev.gatehouse.gateway.audit.AccessSummaries;
import dev.gatehouse.gateway.config.Configuration;
import dev.gatehouse.gateway.config.IdentitySettings;
import dev.gatehouse.gateway.deciding.ApprovalPages;
import dev.gatehouse.gateway.deciding.ApprovalsApi;
import dev.gatehouse.gateway.deciding.Entrance;
import dev.gatehouse.gateway.deciding.PageKey;
import dev.gatehouse.gateway.deciding.Paths;
import dev.gatehouse.gateway.deciding.Viewers;
import dev.gatehouse.gateway.identity.Identifier;
import dev.gatehouse.gateway.signin.Signin;
import dev.gatehouse.gateway.transport.PageRoom;
import java.io.IOException;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/** Where people decide on held calls by browser and over REST, as a configuration says. */
final class DecidingRooms {
  private DecidingRooms() {}

  /**
   * The rooms.
   *
   * @param base the address below which they are; nothing before the gateway listens
   * @throws IllegalStateException where the key of the pages can be neither read nor made
   */
  static List<PageRoom> of(
      Configuration configuration,
      Optional<Signin> signin,
      Identifier identifier,
      HeldCalls held,
      Supplier<Optional<URI>> base,
      AccessSummaries access,
      InstantSource clock) {
    Entrance entrance = entrance(configuration, signin, identifier);
    BiConsumer<String, String> refused = (peer, word) -> access.count(peer, "approvals-" + word);
    Supplier<Optional<URI>> address = () -> base.get().or(() -> standing(configuration));
    ApprovalPages pages =
        new ApprovalPages(
            held.orders().log(),
            held.approvals(),
            held.delegations(),
            held.orders().scrub(),
            entrance,
            new Viewers(byPage(configuration), asksRoles(configuration)),
            address,
            refused,
            clock);
    ApprovalsApi api =
        new ApprovalsApi(
            held.orders().log(),
            held.approvals(),
            held.delegations(),
            held.orders().scrub(),
            entrance,
            identifier,
            new Viewers(People.deciders(configuration), asksRoles(configuration)),
            address,
            refused,
            clock);
    return List.of(
        new PageRoom(List.of(Paths.PAGES, Paths.PAGES + "/*"), pages::answer),
        new PageRoom(List.of(Paths.API, Paths.API + "/*"), api::answer));
  }

  private static Entrance entrance(
      Configuration configuration, Optional<Signin> signin, Identifier identifier) {
    return switch (configuration.identity()) {
      case IdentitySettings.Local() -> {
        try {
          yield new Entrance.ByKey(
              PageKey.in(configuration.recordings().directory()),
              System.getProperty("user.name", "?"));
        } catch (IOException e) {
          throw new IllegalStateException("the key of the approval pages: " + e.getMessage(), e);
        }
      }
      case IdentitySettings.Tokens _ ->
          signin
              .<Entrance>map(
                  it ->
                      new Entrance.BySignin(
                          new SigninDoor(
                              it,
                              identifier,
                              Rooms.base(configuration, 0).orElseThrow(),
                              SigninDoor.APPROVALS)))
              .orElseGet(Entrance.Nowhere::new);
    };
  }

  /** Tokens of the sign-in that were given to the pages, and no others. */
  private static Deciders byPage(Configuration configuration) {
    return new Deciders(
        configuration.signin().map(signin -> signin.settings().issuer()),
        Set.of(SigninDoor.APPROVALS),
        Set.of());
  }

  private static boolean asksRoles(Configuration configuration) {
    return configuration.identity() instanceof IdentitySettings.Tokens tokens
        && !tokens.roles().groups().isEmpty();
  }

  /** Where nobody signs in, the address is that of the resource, which clients know. */
  private static Optional<URI> standing(Configuration configuration) {
    return configuration.identity() instanceof IdentitySettings.Tokens
        ? Optional.of(Listening.origin(configuration))
        : Optional.empty();
  }
}
