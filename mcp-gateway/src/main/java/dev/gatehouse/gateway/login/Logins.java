package dev.gatehouse.gateway.login;

import dev.gatehouse.adapters.dial.Dialler;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The sign-ins of this user.
 *
 * <p>Guarantee: of all programs that use a sign-in at one time, one renews it and the others take
 * what it got. Thread-safe.
 */
public final class Logins {
  /** Asks for tokens that are renewed, where an issuer knows the word; OpenID Connect Core §11. */
  static final String OFFLINE = "offline_access";

  /** What an issuer says of a refresh token that is good no more; RFC 6749 §5.2. */
  private static final String ENDED = "invalid_grant";

  /** Makes connections. */
  @FunctionalInterface
  public interface Trust {
    /** What dials where the authorities in these files are trusted beside the usual ones. */
    Dialler dialler(List<Path> authorities) throws LoginException;
  }

  private final LoginFolder folder;
  private final Trust trust;
  private final InstantSource clock;
  private final Handles handles;
  private final DeviceSignin.Pause pause;

  Logins(
      Path folder,
      Trust trust,
      InstantSource clock,
      SecureRandom random,
      DeviceSignin.Pause pause) {
    this.folder = new LoginFolder(folder);
    this.trust = trust;
    this.clock = clock;
    this.handles = new Handles(random);
    this.pause = pause;
  }

  /** Those in this folder, which is made when somebody signs in. */
  public static Logins in(Path folder, Trust trust) {
    return new Logins(folder, trust, InstantSource.system(), new SecureRandom(), Thread::sleep);
  }

  /**
   * Where they are kept, by these variables of the environment; nothing where the user has no
   * folder, for the one that a program works in may be another's.
   */
  public static Optional<Path> folder(Map<String, String> environment) {
    // Source: XDG Base Directory Specification 0.8; a relative path is to be ignored.
    return absolute(environment.get("XDG_CONFIG_HOME"))
        .or(() -> absolute(environment.get("HOME")).map(home -> home.resolve(".config")))
        .or(() -> absolute(System.getProperty("user.home")).map(home -> home.resolve(".config")))
        .map(folder -> folder.resolve("gatehouse").resolve("logins"));
  }

  private static Optional<Path> absolute(@Nullable String path) {
    return Optional.ofNullable(path).map(Path::of).filter(Path::isAbsolute);
  }

  /** All of them, by the names of their gateways. */
  public List<KeptLogin> all() throws LoginException {
    return folder.all().stream().sorted(Comparator.comparing(KeptLogin::resource)).toList();
  }

  /** The one for the gateway at this address: the closest, and of those the latest. */
  public Optional<KeptLogin> find(URI gateway) throws LoginException {
    return folder.all().stream()
        .filter(login -> login.isFor(gateway))
        .max(
            Comparator.<KeptLogin>comparingInt(login -> login.resource().length())
                .thenComparing(KeptLogin::signedIn));
  }

  /** Signs somebody in, in place of who was signed in there before. */
  public KeptLogin signIn(Wish wish, Person person) throws LoginException, InterruptedException {
    Web web = new Web(trust.dialler(wish.authorities().stream().toList()));
    TokenEndpoint tokens = new TokenEndpoint(web, clock);
    Discovery.Found found = new Discovery(web).find(wish.gateway(), wish.issuer());
    requireProofOfBeginning(found.server(), wish);
    if (wish.issuer().isEmpty() && !isByDevice(wish.way(), found.server())) {
      requireOwnPage(found.server());
    }
    LoginFolder.Key key = LoginFolder.Key.of(found.resource(), found.server().issuer());
    Optional<KeptLogin> before = folder.read(key);
    Request request = new Request(found.server(), found.resource(), scopes(found, wish, before));
    person.begins(wish.gateway(), found.server().issuer(), request.scopes());
    String state = handles.fresh();
    Optional<Client> known = before.map(KeptLogin::client);
    try (RedirectCatcher catcher = RedirectCatcher.listen(port(known), state)) {
      Client client =
          new Registration(web, tokens, handles)
              .client(found.server(), wish.clientId(), known, catcher.address());
      Tokens given =
          isByDevice(wish.way(), found.server())
              ? new DeviceSignin(request, web, tokens, clock, pause).signIn(client, person)
              : new BrowserSignin(request, tokens, catcher, handles).signIn(client, state, person);
      return kept(key, login(wish, request, client, given), tokens);
    }
  }

  private KeptLogin login(Wish wish, Request request, Client client, Tokens given) {
    return new KeptLogin(
        request.resource(),
        request.server().issuer(),
        request.server().token(),
        request.server().revocation(),
        client,
        given,
        clock.instant().truncatedTo(ChronoUnit.SECONDS),
        wish.authorities().map(Path::toAbsolutePath));
  }

  private KeptLogin kept(LoginFolder.Key key, KeptLogin login, TokenEndpoint tokens)
      throws LoginException, InterruptedException {
    try (LoginFolder.Held held = folder.hold(key)) {
      Optional<KeptLogin> before = held.read();
      held.write(login);
      // What another client was given nobody else would end. What the same client was given may be
      // of the session that goes on: at some issuers the new tokens end with the old.
      before
          .filter(old -> !old.client().id().equals(login.client().id()))
          .ifPresent(old -> giveBack(old, tokens));
      return login;
    }
  }

  private static boolean isByDevice(Wish.Way way, AuthorizationServer server) {
    return switch (way) {
      case BROWSER -> false;
      case DEVICE -> true;
      case DEVICE_WHERE_OFFERED -> server.device().isPresent();
    };
  }

  /** Some issuers can do it and do not say so: a person who names a client knows the issuer. */
  private static void requireProofOfBeginning(AuthorizationServer server, Wish wish)
      throws LoginException {
    boolean isUnsaid = server.challenges().isEmpty() && wish.clientId().isPresent();
    if (!isUnsaid && !server.challenges().contains("S256")) {
      throw new LoginException(
          server.issuer()
              + " does not say that it takes PKCE with S256, without which codes could"
              + " be stolen; where you know that it does, name a client by --client-id");
    }
  }

  /**
   * Where answers do not say who they are from, an issuer could send the browser to another one and
   * be brought what that one gives. Source: RFC 9700 §4.4.
   */
  private static void requireOwnPage(AuthorizationServer server) throws LoginException {
    Optional<URI> issuer = Places.parsed(server.issuer());
    Optional<URI> elsewhere =
        server
            .authorization()
            .filter(page -> issuer.filter(at -> Places.isSame(page, at)).isEmpty());
    if (!server.sendsIssuer() && elsewhere.isPresent()) {
      throw new LoginException(
          "%s has people sign in at %s, and its answers do not say who they are from; where you"
                  .formatted(server.issuer(), elsewhere.get().getAuthority())
              + " know that both belong together, name it by --issuer");
    }
  }

  /** What is asked for: enough for the gateway, and no less than before. */
  private static Set<String> scopes(Discovery.Found found, Wish wish, Optional<KeptLogin> before) {
    Set<String> scopes = Scopes.all(found.scopes(), wish.scopes());
    before.ifPresent(login -> scopes.addAll(login.scopes()));
    if (found.server().scopes().contains(OFFLINE)) {
      scopes.add(OFFLINE);
    }
    return scopes;
  }

  /** Some issuers take no other port than the one that was registered. */
  private static int port(Optional<Client> known) {
    return known
        .flatMap(Client::redirect)
        .flatMap(Places::parsed)
        .map(URI::getPort)
        .filter(port -> port > 0)
        .orElse(0);
  }

  /**
   * A token that is good for a while.
   *
   * @throws LoginException where somebody has to sign in again, or the issuer is away
   */
  public String token(KeptLogin login) throws LoginException, InterruptedException {
    KeptLogin now = folder.read(LoginFolder.Key.of(login)).orElseThrow(() -> over(login));
    return now.tokens().isFresh(clock.instant())
        ? now.tokens().access()
        : renewed(login, Optional.empty());
  }

  /**
   * Another token in place of this one, which the gateway refused.
   *
   * @throws LoginException where there is no other
   */
  public String another(KeptLogin login, String refused)
      throws LoginException, InterruptedException {
    return renewed(login, Optional.of(refused));
  }

  private String renewed(KeptLogin login, Optional<String> refused)
      throws LoginException, InterruptedException {
    try (LoginFolder.Held held = folder.hold(LoginFolder.Key.of(login))) {
      KeptLogin now = held.read().orElseThrow(() -> over(login));
      Tokens tokens = now.tokens();
      boolean isRefused = refused.equals(Optional.of(tokens.access()));
      if (!isRefused && tokens.isFresh(clock.instant())) {
        // Another program was faster.
        return tokens.access();
      }
      Optional<String> old =
          isRefused || !tokens.isGood(clock.instant())
              ? Optional.empty()
              : Optional.of(tokens.access());
      return tokens.refresh().isPresent()
          ? renewed(held, now, tokens.refresh().get(), old)
          : old.orElseThrow(() -> over(login));
    }
  }

  /**
   * Renews it.
   *
   * @param old an access token that is still good
   */
  private String renewed(
      LoginFolder.Held held, KeptLogin login, String refresh, Optional<String> old)
      throws LoginException {
    Web web = new Web(trust.dialler(login.authorities().stream().toList()));
    Map<String, String> form =
        Map.of(
            "grant_type",
            Registration.REFRESH,
            "refresh_token",
            refresh,
            "resource",
            login.resource());
    try {
      held.prepare();
    } catch (LoginException e) {
      // A refresh token is good once: it is not used where what comes for it would be lost.
      return old.orElseThrow(() -> e);
    }
    TokenEndpoint.Answer answer =
        new TokenEndpoint(web, clock)
            .ask(login.token(), login.client(), form, login.tokens().scopes());
    return switch (answer) {
      case TokenEndpoint.Answer.Given(Tokens given) -> {
        // If we crash here the old refresh token is used up, and somebody has to sign in again.
        try {
          held.writePrepared(login.with(given.orRefresh(refresh)));
        } catch (LoginException _) {
          // What is under way need not fail for it; the next renewal says that it is over.
          yield given.access();
        }
        yield given.access();
      }
      case TokenEndpoint.Answer.Refused(String error) when error.equals(ENDED) -> {
        held.write(login.with(login.tokens().withoutRefresh()));
        yield old.orElseThrow(() -> over(login));
      }
      // Of all that can be wrong at an issuer, the next attempt may find it mended.
      case TokenEndpoint.Answer.Refused(String error) ->
          old.orElseThrow(() -> notNow(login, login.issuer() + " says: " + error));
      case TokenEndpoint.Answer.Away(String reason) -> old.orElseThrow(() -> notNow(login, reason));
    };
  }

  private static LoginException notNow(KeptLogin login, String reason) {
    return new LoginException(
        "the sign-in cannot be renewed now: %s; where that lasts, run `gatehouse login %s`"
            .formatted(reason, login.resource()));
  }

  private static LoginException over(KeptLogin login) {
    return new LoginException(
        "the sign-in at %s is over: run `gatehouse login %s`"
            .formatted(login.resource(), login.resource()));
  }

  /**
   * Signs out: the session ends, and the tokens are removed.
   *
   * @return whether the issuer has ended the session
   */
  public boolean signOut(KeptLogin login) throws LoginException, InterruptedException {
    LoginFolder.Key key = LoginFolder.Key.of(login);
    try (LoginFolder.Held held = folder.hold(key)) {
      KeptLogin now = held.read().orElse(login);
      Web web = new Web(trust.dialler(now.authorities().stream().toList()));
      boolean isGivenBack = giveBack(now, new TokenEndpoint(web, clock));
      held.delete();
      return isGivenBack;
    }
  }

  private static boolean giveBack(KeptLogin login, TokenEndpoint tokens) {
    if (login.revocation().isEmpty() || login.tokens().refresh().isEmpty()) {
      return login.tokens().refresh().isEmpty();
    }
    try {
      return tokens.revoke(
          login.revocation().get(), login.client(), login.tokens().refresh().get());
    } catch (LoginException _) {
      return false;
    }
  }
}
