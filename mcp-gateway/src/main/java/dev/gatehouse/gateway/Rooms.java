package dev.gatehouse.gateway;

import dev.gatehouse.gateway.audit.AccessSummaries;
import dev.gatehouse.gateway.config.Configuration;
import dev.gatehouse.gateway.config.IdentitySettings;
import dev.gatehouse.gateway.connect.Connect;
import dev.gatehouse.gateway.connect.PersonProof;
import dev.gatehouse.gateway.credentials.PersonGrants;
import dev.gatehouse.gateway.identity.Identifier;
import dev.gatehouse.gateway.signin.Signin;
import dev.gatehouse.gateway.signin.SigninSettings;
import dev.gatehouse.gateway.transport.PageRoom;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What browsers find at the gateway, as a configuration says. */
final class Rooms {
  private Rooms() {}

  /** The rooms with pages. */
  static List<PageRoom> of(
      Configuration configuration,
      Optional<Signin> signin,
      Identifier identifier,
      Beside beside,
      HeldCalls held,
      AccessSummaries access) {
    PersonGrants grants = beside.grants();
    List<PageRoom> rooms = new ArrayList<>(held.rooms(configuration, signin, identifier, access));
    signin.ifPresent(
        it ->
            rooms.add(
                new PageRoom(
                    List.of(SigninSettings.METADATA_PATH, SigninSettings.PATH + "/*"),
                    it::answer)));
    Optional<PersonProof> proof =
        switch (configuration.identity()) {
          case IdentitySettings.Local() -> Optional.of(new PersonProof.ByLink());
          case IdentitySettings.Tokens _ ->
              signin.map(
                  it ->
                      new PersonProof.BySignin(
                          new SigninDoor(
                              it,
                              identifier,
                              base(configuration, 0).orElseThrow(),
                              SigninDoor.CONNECT)));
        };
    if (proof.isPresent() && !grants.upstreams().isEmpty()) {
      Connect connect =
          new Connect(grants, proof.get(), (peer, word) -> access.count(peer, "connect-" + word));
      rooms.add(new PageRoom(List.of(PersonGrants.PATH + "/*"), connect::answer));
    }
    return rooms;
  }

  /**
   * The address below which people find pages; nothing where nobody could tell who they are.
   *
   * @param port that we listen on, where no other address is known
   */
  static Optional<URI> base(Configuration configuration, int port) {
    return switch (configuration.identity()) {
      case IdentitySettings.Local() -> Optional.of(URI.create(configuration.address(port) + "/"));
      case IdentitySettings.Tokens _ ->
          configuration.signin().map(it -> URI.create(it.settings().issuer() + "/"));
    };
  }
}
