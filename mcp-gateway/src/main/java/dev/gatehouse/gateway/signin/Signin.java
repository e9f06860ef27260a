package dev.gatehouse.gateway.signin;

import dev.gatehouse.adapters.dial.Dialler;
import dev.gatehouse.gateway.database.DatabaseException;
import dev.gatehouse.recordings.EntryLog;
import dev.gatehouse.recordings.RecordingException;
import jakarta.json.Json;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * The authorization server of one gateway.
 *
 * <p>Guarantee: what cannot be kept or recorded does not happen; the caller is told to come back.
 * Thread-safe.
 */
public final class Signin implements AutoCloseable {
  private static final Logger LOG = System.getLogger(Signin.class.getName());

  /** Seconds: most of what passes has passed by then. */
  private static final String RETRY_AFTER = "10";

  private final SigninSettings settings;
  private final KeptTable table;
  private final SigningKeys keys;
  private final Authorizing authorizing;
  private final TokenEndpoint tokens;
  private final Registrations registrations;
  private final Devices devices;
  private final BiConsumer<String, String> refused;
  private final Optional<String> providerMetadata;
  private final PostedForms posted;

  private Signin(
      SigninSettings settings,
      KeptTable table,
      PersonSource source,
      EntryLog log,
      Dialler dialler,
      BiConsumer<String, String> refused,
      InstantSource clock) {
    this.settings = settings;
    this.table = table;
    this.refused = refused;
    SigninEntries entries = new SigninEntries(log);
    // Else whoever names an address could look around behind our own door.
    boolean isHere = settings.isOnThisMachine();
    Fetching fetching =
        new Fetching(isHere ? Fetching.Reach.THIS_MACHINE : Fetching.Reach.INTERNET, dialler);
    KeySets trusted =
        new KeySets(new Fetching(Fetching.Reach.ANYWHERE, trusted(settings, dialler)), clock);
    this.keys = new SigningKeys(table, settings.keyLife(), settings.tokenLife(), clock);
    this.registrations = new Registrations(settings, table, entries, clock);
    Clients clients =
        new Clients(settings, new ClientDocuments(fetching, isHere, clock), registrations);
    Codes codes = new Codes();
    this.devices = new Devices(settings, clock);
    Attempts attempts = new Attempts();
    this.posted = new PostedForms(attempts);
    this.authorizing =
        new Authorizing(
            settings,
            clients,
            attempts,
            new Consents(table, clock),
            source,
            new Arrivals(settings, codes, devices, registrations, entries),
            refused);
    this.tokens =
        new TokenEndpoint(
            settings,
            new ClientProofs(settings, clients, new KeySets(fetching, clock), trusted),
            codes,
            devices,
            new Families(table, source, entries, clock),
            new BroughtGrants(settings, trusted),
            new AccessTokens(settings, keys, clock),
            entries);
    this.providerMetadata = source.metadata();
  }

  /**
   * Opens it; the table is made when it is first needed.
   *
   * @param file where the table lies
   * @param log where everything is recorded, and whose secret encrypts the table
   * @param dialler by which documents of clients and keys are fetched
   * @param refused is told of what a peer tried, in one word
   */
  public static Signin open(
      SigninSettings settings,
      Path file,
      PersonSource source,
      EntryLog log,
      Dialler dialler,
      BiConsumer<String, String> refused,
      InstantSource clock) {
    KeptTable table = KeptTable.inFile(file, log.secret("signin"));
    return new Signin(settings, table, source, log, dialler, refused, clock);
  }

  private static Dialler trusted(SigninSettings settings, Dialler dialler) {
    return settings.grants().map(it -> dialler.naming(URI.create(it.jwks()))).orElse(dialler);
  }

  /** The public keys that check its tokens, as a JWK set; an empty one where they cannot be had. */
  public String keySet() {
    try {
      return keys.published();
    } catch (SQLException e) {
      LOG.log(Level.ERROR, "event=signin-keys-unavailable cause=" + told(e));
      return "{\"keys\":[]}";
    }
  }

  /** Answers a request. */
  public Answer answer(Asked asked) {
    boolean isPage = isPage(asked.path());
    try {
      return answered(asked);
    } catch (RefusedException e) {
      refused.accept(asked.peer(), e.reason());
      return isPage
          ? Pages.message(e.status(), "This sign-in cannot go on", sentence(e.description()))
          : error(e);
    } catch (SQLException e) {
      return unavailable(isPage, told(e));
    } catch (RecordingException e) {
      return unavailable(isPage, "cannot record: " + e.getMessage());
    }
  }

  private static String sentence(String text) {
    return text.isEmpty() ? text : Character.toUpperCase(text.charAt(0)) + text.substring(1) + ".";
  }

  private static boolean isPage(String path) {
    return switch (path.substring(Math.min(path.length(), SigninSettings.PATH.length()))) {
      case "/authorize", "/consent", "/callback", "/device", "/saml" -> true;
      default -> false;
    };
  }

  private static String told(SQLException e) {
    return DatabaseException.told(e);
  }

  private static Answer unavailable(boolean isPage, String why) {
    LOG.log(Level.ERROR, "event=signin-unavailable cause=" + why);
    return isPage
        ? Pages.message(503, "Signing in does not work now", "Try again in a moment.")
        : error(new RefusedException("temporarily_unavailable", "unavailable", "come back later"));
  }

  private static Answer error(RefusedException e) {
    Answer answer =
        Answer.json(
            e.status(),
            Json.createObjectBuilder()
                .add("error", e.error())
                .add("error_description", e.description())
                .build());
    return switch (e.status()) {
      // A client that showed itself in another way may try the header, too.
      case 401 -> answer.with("WWW-Authenticate", "Basic realm=\"gatehouse\"");
      case 503 -> answer.with("Retry-After", RETRY_AFTER);
      default -> answer;
    };
  }

  private Answer answered(Asked asked) throws RefusedException, SQLException, RecordingException {
    if (asked.method().equals("OPTIONS")) {
      return preflight();
    }
    if (asked.path().equals(SigninSettings.METADATA_PATH)) {
      return isGet(asked) ? Answer.document(Metadata.of(settings)) : notAllowed("GET");
    }
    String place = asked.path().substring(SigninSettings.PATH.length());
    return switch (place) {
      case "/authorize" -> isGet(asked) ? authorizing.authorize(asked) : notAllowed("GET");
      case "/callback" -> isGet(asked) ? callback(asked) : notAllowed("GET");
      case "/device" -> isGet(asked) ? device(asked) : notAllowed("GET");
      case "/keys" ->
          isGet(asked)
              ? Answer.document(JsonDocuments.object(keys.published()))
              : notAllowed("GET");
      case "/consent" -> isPost(asked) ? authorizing.decided(asked) : notAllowed("POST");
      case "/token" -> isPost(asked) ? tokens.token(asked) : notAllowed("POST");
      case "/revoke" -> isPost(asked) ? tokens.revoked(asked) : notAllowed("POST");
      case "/device_authorization" -> isPost(asked) ? tokens.device(asked) : notAllowed("POST");
      case "/register" -> isPost(asked) ? registrations.register(asked) : notAllowed("POST");
      case "/saml" -> saml(asked);
      default -> Pages.message(404, "There is no such page", "Start again from your program.");
    };
  }

  private static boolean isGet(Asked asked) {
    return asked.method().equals("GET");
  }

  private static boolean isPost(Asked asked) {
    return asked.method().equals("POST");
  }

  private static Answer notAllowed(String allowed) {
    return Pages.message(405, "Not like this", "Start again from your program.")
        .with("Allow", allowed);
  }

  /** Programs that run in browsers ask first. No cookie is of use where they are answered. */
  private static Answer preflight() {
    return new Answer(
        204,
        Map.of(
            "Access-Control-Allow-Origin", "*",
            "Access-Control-Allow-Methods", "GET, POST",
            "Access-Control-Allow-Headers", "Authorization, Content-Type, MCP-Protocol-Version",
            "Access-Control-Max-Age", "600"),
        java.util.List.of(),
        "");
  }

  private Answer device(Asked asked) throws RefusedException {
    Fields fields = Fields.of(asked.query());
    fields.onceEach();
    Optional<String> code = fields.get("user_code");
    if (code.isEmpty()) {
      return Pages.device("Sign in for a device", "Type the code that your device shows.");
    }
    Optional<Wanted> wanted = devices.of(code.get(), asked.peer());
    if (wanted.isEmpty()) {
      refused.accept(asked.peer(), "device-code");
      return Pages.device(
          "That code is not known", "It may have a mistake, or be older than ten minutes.");
    }
    return authorizing.askedByDevice(asked, wanted.get());
  }

  private Answer callback(Asked asked) throws RefusedException, SQLException, RecordingException {
    Fields fields = Fields.of(asked.query());
    fields.onceEach();
    Optional<String> handle = fields.get("posted");
    Map<String, String> returned =
        handle.isEmpty()
            ? fields.values()
            : posted
                .take(handle.get())
                .orElseThrow(
                    () ->
                        RefusedException.request(
                            "posted-unknown", "it took too long, start again"));
    Optional<String> state =
        Optional.ofNullable(returned.get(handle.isEmpty() ? "state" : "RelayState"));
    return authorizing.returned(asked, returned, state);
  }

  /** Where a SAML provider finds us; there is no such place beside a provider of another kind. */
  private Answer saml(Asked asked) throws RefusedException {
    if (providerMetadata.isEmpty()) {
      return Pages.message(404, "There is no such page", "Start again from your program.");
    }
    return isPost(asked)
        ? Answer.redirect(settings.at("/callback?posted=" + posted.keep(asked)))
        : new Answer(
            200,
            Map.of(
                "Content-Type", "application/samlmetadata+xml",
                "X-Content-Type-Options", "nosniff"),
            java.util.List.of(),
            providerMetadata.get());
  }

  @Override
  public void close() {
    table.close();
  }
}
