package dev.gatehouse.gateway.connect;

import dev.gatehouse.gateway.credentials.Ask;
import dev.gatehouse.gateway.credentials.ConnectException;
import dev.gatehouse.gateway.credentials.GrantState;
import dev.gatehouse.gateway.credentials.PersonGrants;
import dev.gatehouse.gateway.signin.Answer;
import dev.gatehouse.gateway.signin.Asked;
import dev.gatehouse.gateway.signin.OwnOrigin;
import dev.gatehouse.gateway.signin.Pages;
import dev.gatehouse.recordings.RecordingException;
import jakarta.json.Json;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * The pages on which people connect upstreams, below {@link PersonGrants#PATH}.
 *
 * <p>Shape: {@code /connect/crm?ask=…} is the link; {@code /connect/crm/signed-in} and {@code
 * /connect/crm/callback} are where browsers come back to from our sign-in and from the upstream's
 * authorization server; {@code /connect/client.json} describes the gateway to the latter.
 *
 * <p>Guarantee: a browser is sent to an upstream's authorization server only behind a page of ours
 * that says for whom, and only for the person whose call asked; what comes back counts in that
 * browser alone. Thread-safe.
 */
public final class Connect {
  private static final Logger LOG = System.getLogger(Connect.class.getName());
  private static final Duration COOKIE = Duration.ofMinutes(20);
  private static final int PATH_CHARS = PersonGrants.PATH.length() + 1;
  private static final String DOCUMENT = PersonGrants.PATH + "/client.json";
  private static final String SIGNED_IN = "/signed-in";
  private static final String CALLBACK = "/callback";

  private final PersonGrants grants;
  private final PersonProof proof;
  private final BiConsumer<String, String> refused;
  private final Waiting signing = new Waiting();
  private final Waiting proven = new Waiting();

  /**
   * Pages for these.
   *
   * @param refused is told of what a peer tried, in one word
   */
  public Connect(PersonGrants grants, PersonProof proof, BiConsumer<String, String> refused) {
    this.grants = grants;
    this.proof = proof;
    this.refused = refused;
  }

  /** Answers a request. */
  public Answer answer(Asked asked) {
    try {
      return answered(asked);
    } catch (ConnectException e) {
      refused.accept(asked.peer(), e.reason());
      return Pages.message(400, "Not connected", sentence(e.told()));
    } catch (SQLException e) {
      return unavailable(PersonGrants.told(e));
    } catch (RecordingException e) {
      return unavailable("cannot record: " + e.getMessage());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return unavailable("interrupted");
    } catch (RuntimeException e) {
      // A bug of ours, whose text may hold what came in.
      return unavailable("a bug: " + e.getClass().getName());
    }
  }

  private static Answer unavailable(String why) {
    LOG.log(Level.ERROR, "event=connect-unavailable cause=" + why);
    return Pages.message(503, "Connecting does not work now", "Try again in a moment.");
  }

  private static String sentence(String text) {
    return text.isEmpty() ? text : Character.toUpperCase(text.charAt(0)) + text.substring(1) + ".";
  }

  private Answer answered(Asked asked)
      throws ConnectException, SQLException, RecordingException, InterruptedException {
    if (grants.base().isEmpty()) {
      // It listens a moment before it knows its own address.
      return unavailable("starting");
    }
    boolean isGet = asked.method().equals("GET");
    if (asked.path().equals(DOCUMENT)) {
      return isGet ? document() : notAllowed("GET");
    }
    String rest = asked.path().substring(Math.min(asked.path().length(), PATH_CHARS));
    int slash = rest.indexOf('/');
    String upstream = slash < 0 ? rest : rest.substring(0, slash);
    if (grants.host(upstream).isEmpty()) {
      return missing();
    }
    return switch (slash < 0 ? "" : rest.substring(slash)) {
      case "" -> {
        if (asked.method().equals("POST")) {
          yield begun(asked, upstream);
        }
        yield isGet ? opened(asked, upstream) : notAllowed("GET, POST");
      }
      case SIGNED_IN -> isGet ? signedIn(asked, upstream) : notAllowed("GET");
      case CALLBACK -> isGet ? returned(asked, upstream) : notAllowed("GET");
      default -> missing();
    };
  }

  private static Answer missing() {
    return Pages.message(404, "There is no such page", "Call the tool again for a new link.");
  }

  private static Answer notAllowed(String allowed) {
    return Pages.message(405, "Not like this", "Call the tool again for a new link.")
        .with("Allow", allowed);
  }

  /** Somebody opens a link. */
  private Answer opened(Asked asked, String upstream) throws ConnectException, SQLException {
    String handle = fields(asked.query()).getOrDefault("ask", "");
    Ask ask = ask(handle, upstream);
    String browser = cookie(asked).orElseGet(Waiting::fresh);
    Answer answer =
        switch (proof) {
          case PersonProof.ByLink() -> question(ask, handle, browser);
          case PersonProof.BySignin(PersonProof.Door door) -> {
            String verifier = Waiting.fresh();
            String state = signing.put(new Waiting.One(handle, browser, verifier));
            yield Answer.redirect(
                door.address(redirect(upstream), state, Waiting.digest(verifier)));
          }
        };
    return answer.withCookie(cookie(browser));
  }

  private Ask ask(String handle, String upstream) throws ConnectException {
    return grants
        .asked(handle)
        .filter(it -> it.upstream().equals(upstream))
        .orElseThrow(
            () ->
                new ConnectException(
                    "link-unknown",
                    "this link was used before, or is too old; call the tool again"));
  }

  /** Somebody has signed in: it must be the one whose call asked. */
  private Answer signedIn(Asked asked, String upstream) throws ConnectException, SQLException {
    if (!(proof instanceof PersonProof.BySignin(PersonProof.Door door))) {
      return missing();
    }
    Map<String, String> fields = fields(asked.query());
    Waiting.One one =
        signing
            .take(fields.getOrDefault("state", ""), cookie(asked))
            .orElseThrow(
                () ->
                    new ConnectException(
                        "another-browser",
                        "it took too long, was begun in another browser, or cookies are off"));
    Ask ask = ask(one.handle(), upstream);
    Optional<String> owner =
        Optional.ofNullable(fields.get("code"))
            .flatMap(code -> door.owner(code, redirect(upstream), one.verifier(), asked.peer()));
    if (owner.isEmpty()) {
      throw new ConnectException("not-signed-in", "the sign-in did not say who you are");
    }
    if (!owner.get().equals(ask.owner())) {
      throw new ConnectException(
          "another-person",
          "the call that asked for this was made by somebody else, or with a token of another"
              + " issuer; do not open links that others send you");
    }
    return question(ask, one.handle(), one.browser());
  }

  private Answer question(Ask ask, String handle, String browser) throws SQLException {
    Map<String, String> lines = new LinkedHashMap<>();
    lines.put("Service", ask.upstream() + " (" + grants.host(ask.upstream()).orElse("") + ")");
    lines.put("Connected for", ask.person());
    Optional<GrantState> before = grants.state(ask);
    before.ifPresent(
        it -> {
          lines.put("Connected since", it.connected().toString());
          lines.put("It may", it.scopes().isEmpty() ? "what the service says" : words(it.scopes()));
        });
    if (!ask.scopes().isEmpty()) {
      lines.put("Asked for now", words(ask.scopes()));
    }
    return Pages.question(
        "Connect “" + ask.upstream() + "”?",
        lines,
        "The service will ask you to sign in there and to agree. Tools of it that are called for "
            + ask.person()
            + " then act by your account there. Go on only if you called such a tool yourself.",
        PersonGrants.PATH + "/" + ask.upstream(),
        Map.of("proof", proven.put(new Waiting.One(handle, browser, ""))),
        "Continue");
  }

  private static String words(List<String> scopes) {
    return String.join(", ", scopes);
  }

  /** The person goes on. */
  private Answer begun(Asked asked, String upstream)
      throws ConnectException, SQLException, InterruptedException {
    Optional<String> origin = asked.header("origin");
    if (origin.isPresent() && !origin().is(origin.get())) {
      throw new ConnectException("another-origin", "it was sent from another page");
    }
    if (!asked.isOf("application/x-www-form-urlencoded")) {
      throw new ConnectException("no-form", "expected a form");
    }
    Waiting.One one =
        proven
            .take(fields(asked.body()).getOrDefault("proof", ""), cookie(asked))
            .orElseThrow(
                () ->
                    new ConnectException(
                        "another-browser",
                        "it took too long, was begun in another browser, or cookies are off"));
    ask(one.handle(), upstream);
    return Answer.redirect(grants.begin(one.handle(), one.browser()).toString())
        .withCookie(cookie(one.browser()));
  }

  /** The browser comes back from the upstream's authorization server. */
  private Answer returned(Asked asked, String upstream)
      throws ConnectException, SQLException, RecordingException, InterruptedException {
    GrantState state = grants.finish(upstream, fields(asked.query()), cookie(asked).orElse(""));
    return Pages.message(
        200,
        "“" + upstream + "” is connected",
        "Tools of it act by your account there when they are called for "
            + state.person()
            + ". You can close this page and call the tool again.");
  }

  private static Map<String, String> fields(String encoded) throws ConnectException {
    return Asked.fields(encoded)
        .orElseThrow(
            () -> new ConnectException("parameters", "the parameters are not as expected"));
  }

  /** As whom authorization servers know us that take addresses of documents. */
  private Answer document() {
    String id = base().resolve(DOCUMENT).toString();
    if (!grants.documents().contains(id)) {
      return missing();
    }
    return Answer.document(
        Json.createObjectBuilder()
            .add("client_id", id)
            .add("client_name", "Gatehouse")
            .add(
                "redirect_uris",
                Json.createArrayBuilder(
                    grants.upstreams().stream()
                        .map(each -> base().resolve(PersonGrants.callback(each)).toString())
                        .toList()))
            .add(
                "grant_types",
                Json.createArrayBuilder(List.of("authorization_code", "refresh_token")))
            .add("response_types", Json.createArrayBuilder(List.of("code")))
            .add("token_endpoint_auth_method", "none")
            .build());
  }

  /** Where a browser comes back to from our own sign-in, at this upstream's page. */
  public static String signedInPath(String upstream) {
    return PersonGrants.PATH + "/" + upstream + SIGNED_IN;
  }

  private String redirect(String upstream) {
    return base().resolve(signedInPath(upstream)).toString();
  }

  private URI base() {
    return grants.base().orElseThrow(() -> new IllegalStateException("there are no pages yet"));
  }

  private OwnOrigin origin() {
    return new OwnOrigin(base().getScheme() + "://" + base().getRawAuthority());
  }

  private String name() {
    return (isSecure() ? "__Host-" : "") + "gatehouse-connect";
  }

  private boolean isSecure() {
    return origin().isWithTls();
  }

  private Optional<String> cookie(Asked asked) {
    return asked.cookie(name()).filter(value -> value.matches("[A-Za-z0-9_-]{43}"));
  }

  private String cookie(String value) {
    return name()
        + "="
        + value
        + "; Path=/; HttpOnly; SameSite=Lax; Max-Age="
        + COOKIE.toSeconds()
        + (isSecure() ? "; Secure" : "");
  }
}
