package dev.gatehouse.gateway.signin;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The client that {@code gatehouse login} is at our own sign-in: always there, so that a token that
 * was given to it can be told from one of a program that only calls itself so.
 *
 * <p>It keeps no secret, as no program on a person's machine does: what stands before its tokens is
 * the page on which a person agrees, each time.
 */
public final class LoginClient {
  /** By which tokens name it. No client that registers itself can get it. */
  public static final String ID = "gatehouse-login";

  /** The member of our metadata that names it. */
  static final String MEMBER = "gatehouse_login_client";

  private static final Client CLIENT =
      new Client(
          ID,
          "gatehouse login",
          List.of("http://127.0.0.1/callback", "http://[::1]/callback"),
          new Client.Proof.None(),
          Set.of(Grant.AUTHORIZATION_CODE, Grant.REFRESH_TOKEN, Grant.DEVICE_CODE),
          List.of(),
          Client.Origin.CONFIGURED);

  private LoginClient() {}

  /** The settings of a sign-in with it among the clients. */
  public static SigninSettings in(SigninSettings settings) {
    Map<String, Client> clients = new LinkedHashMap<>(settings.clients());
    clients.put(ID, CLIENT);
    return settings.withClients(clients);
  }
}
