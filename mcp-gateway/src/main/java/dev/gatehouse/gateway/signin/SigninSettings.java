package dev.gatehouse.gateway.signin;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How the gateway signs people in.
 *
 * @param issuer who tokens are from: the origin by which clients know the gateway
 * @param resources what tokens may be for; the first is meant where a client names none
 * @param scopes that clients may ask for
 * @param usual scopes that a client gets that asks for none
 * @param clients that are known beforehand, by id
 * @param takesDocuments whether a client may be the address of a document that describes it
 * @param takesRegistrations whether a client may register by itself
 * @param tokenLife of an access token
 * @param keyLife how long one key signs
 * @param grants of trusted providers that clients may bring
 */
public record SigninSettings(
    String issuer,
    List<String> resources,
    List<String> scopes,
    List<String> usual,
    Map<String, Client> clients,
    boolean takesDocuments,
    boolean takesRegistrations,
    Duration tokenLife,
    Duration keyLife,
    Optional<TrustedGrants> grants) {

  /** Below it everything of the sign-in lies, but for its metadata. */
  public static final String PATH = "/signin";

  /** Source: RFC 8414 §3. */
  public static final String METADATA_PATH = "/.well-known/oauth-authorization-server";

  /**
   * Whose assertions of people are taken for a sign-in.
   *
   * @param issuer of the assertions
   * @param jwks where its keys are
   * @param name the claim that names a person
   * @param groups the claim that lists groups
   */
  public record TrustedGrants(String issuer, String jwks, String name, String groups) {}

  public SigninSettings {
    resources = List.copyOf(resources);
    scopes = List.copyOf(scopes);
    usual = List.copyOf(usual);
    clients = Map.copyOf(clients);
    if (resources.isEmpty()) {
      throw new IllegalArgumentException("expected at least one resource");
    }
  }

  /** The same with these clients. */
  public SigninSettings withClients(Map<String, Client> others) {
    return new SigninSettings(
        issuer,
        resources,
        scopes,
        usual,
        others,
        takesDocuments,
        takesRegistrations,
        tokenLife,
        keyLife,
        grants);
  }

  /** Whether nobody else reaches us by our address. */
  boolean isOnThisMachine() {
    return !isWithTls();
  }

  boolean isWithTls() {
    return new OwnOrigin(issuer).isWithTls();
  }

  /** Whether a browser means us by this. */
  boolean isOurOrigin(String origin) {
    return new OwnOrigin(issuer).is(origin);
  }

  String at(String place) {
    return issuer + PATH + place;
  }

  /** The resource that is meant; throws where it is none of ours. */
  String resource(Optional<String> asked) throws RefusedException {
    if (asked.isEmpty()) {
      return resources.getFirst();
    }
    return resources.stream()
        .filter(ours -> ours.equals(asked.get()) || isRoot(ours, asked.get()))
        .findFirst()
        .orElseThrow(
            () -> new RefusedException("invalid_target", "resource", "there is no such resource"));
  }

  /** An address without a path is the same with a slash; clients write both. */
  private static boolean isRoot(String ours, String asked) {
    return asked.equals(ours + "/") && (ours.indexOf('/', ours.indexOf("//") + 2) < 0);
  }
}
