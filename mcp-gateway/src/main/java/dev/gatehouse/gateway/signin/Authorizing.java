package dev.gatehouse.gateway.signin;

import dev.gatehouse.recordings.RecordingException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * The way of a browser: a client sends it here, its person agrees, signs in at the provider, and it
 * goes back to the client with a code.
 *
 * <p>Guarantee: nobody is sent to the provider for a client that they have not agreed to, and who
 * comes back is in the browser that was sent. A browser is sent only to where its client may have
 * it; other faults are shown on a page. Thread-safe.
 *
 * <p>Source: OAuth 2.1 §4.1; RFC 9700 §4.7, §4.11; MCP security best practices.
 */
final class Authorizing {
  private final SigninSettings settings;
  private final Clients clients;
  private final AuthorizationRequests requests;
  private final Attempts attempts;
  private final Consents consents;
  private final PersonSource source;
  private final Arrivals arrivals;
  private final Cookies cookies;
  private final Redirecting redirecting;
  private final BiConsumer<String, String> refused;
  private final PeerLimit limit = new PeerLimit(600, Duration.ofMinutes(1));

  /**
   * Authorizing.
   *
   * @param refused is told of what a peer tried, in one word
   */
  Authorizing(
      SigninSettings settings,
      Clients clients,
      Attempts attempts,
      Consents consents,
      PersonSource source,
      Arrivals arrivals,
      BiConsumer<String, String> refused) {
    this.settings = settings;
    this.clients = clients;
    this.requests = new AuthorizationRequests(settings);
    this.attempts = attempts;
    this.consents = consents;
    this.source = source;
    this.arrivals = arrivals;
    this.cookies = new Cookies(settings);
    this.redirecting = new Redirecting(settings.issuer());
    this.refused = refused;
  }

  /** A client sends a browser. */
  Answer authorize(Asked asked) throws SQLException {
    if (!limit.admits(asked.peer())) {
      refused.accept(asked.peer(), "too-many");
      return Pages.message(429, "Too many sign-ins", "Wait a minute, then try again.");
    }
    Client client;
    Fields fields;
    String redirect;
    try {
      fields = Fields.of(asked.query());
      client =
          clients
              .find(fields.required("client_id"), asked.peer())
              .orElseThrow(
                  () ->
                      RefusedException.request("client-unknown", "the program is not known here"));
      redirect = AuthorizationRequests.redirect(client, fields);
    } catch (RefusedException e) {
      refused.accept(asked.peer(), e.reason());
      return refusal(e);
    }
    try {
      Wanted wanted = requests.wanted(client, redirect, fields);
      return begun(asked, wanted, fields.get("prompt").isPresent());
    } catch (RefusedException e) {
      refused.accept(asked.peer(), e.reason());
      // Whoever describes itself could else use us to send people anywhere.
      return client.origin() == Client.Origin.CONFIGURED || Redirects.isHere(redirect)
          ? redirecting.error(redirect, fields.get("state"), e)
          : refusal(e);
    }
  }

  private static Answer refusal(RefusedException e) {
    return Pages.message(
        e.status(),
        "This sign-in cannot go on",
        "The program that sent you here asked for something that cannot be: "
            + e.description()
            + ". Nothing was shared with it.");
  }

  private Answer begun(Asked asked, Wanted wanted, boolean asks)
      throws RefusedException, SQLException {
    String browser = cookies.browser(asked).orElseGet(Handles::fresh);
    Optional<String> known =
        asks ? Optional.empty() : consents.given(cookies.consents(asked), wanted);
    Answer answer =
        known.isPresent() ? sent(asked, wanted, browser, known) : asking(asked, wanted, browser);
    return answer.withCookie(cookies.browser(browser));
  }

  /** The page that asks its person, for a device that began elsewhere. */
  Answer askedByDevice(Asked asked, Wanted wanted) throws RefusedException {
    String browser = cookies.browser(asked).orElseGet(Handles::fresh);
    return asking(asked, wanted, browser).withCookie(cookies.browser(browser));
  }

  private Answer asking(Asked asked, Wanted wanted, String browser) throws RefusedException {
    String token = Handles.fresh();
    String handle =
        attempts.wait(new Attempts.Waiting(wanted, Handles.digest(browser), token), asked.peer());
    return Pages.consent(wanted, handle, token);
  }

  /** A person agrees, or does not. */
  Answer decided(Asked asked) throws RefusedException {
    Fields fields = form(asked);
    Optional<String> origin = asked.header("origin");
    if (origin.isPresent() && !settings.isOurOrigin(origin.get())) {
      throw RefusedException.request("another-origin", "it was sent from another page");
    }
    Attempts.Waiting attempt =
        attempts
            .takeWaiting(fields.required("attempt"))
            .orElseThrow(
                () -> RefusedException.request("attempt-unknown", "it took too long, start again"));
    String browser = bound(asked, attempt.browser());
    if (!Handles.same(attempt.token(), fields.get("token").orElse(""))) {
      throw RefusedException.request("no-token", "the page was not ours");
    }
    return switch (fields.get("decision").orElse("")) {
      case "allow" -> sent(asked, attempt.wanted(), browser, Optional.empty());
      case "deny" -> arrivals.denied(attempt.wanted());
      default -> throw RefusedException.request("decision", "nothing was chosen");
    };
  }

  private static Fields form(Asked asked) throws RefusedException {
    if (!asked.isOf("application/x-www-form-urlencoded")) {
      throw RefusedException.request("no-form", "expected a form");
    }
    Fields fields = Fields.of(asked.body());
    fields.onceEach();
    return fields;
  }

  private String bound(Asked asked, String digest) throws RefusedException {
    return cookies
        .browser(asked)
        .filter(value -> Handles.same(Handles.digest(value), digest))
        .orElseThrow(
            () ->
                RefusedException.request(
                    "another-browser",
                    "it was begun in another browser, or cookies are off; start again"));
  }

  private Answer sent(Asked asked, Wanted wanted, String browser, Optional<String> subject)
      throws RefusedException {
    String state = Handles.fresh();
    PersonSource.Beginning beginning = source.begin(state);
    switch (beginning) {
      case PersonSource.Beginning.Begun begun -> {
        attempts.send(state, sending(wanted, browser, begun.memory(), subject), asked.peer());
        return Answer.redirect(begun.address().toString());
      }
      case PersonSource.Beginning.BegunByForm begun -> {
        attempts.send(state, sending(wanted, browser, begun.memory(), subject), asked.peer());
        return Pages.onward(begun.address(), begun.fields());
      }
      case PersonSource.Beginning.Unavailable _ -> {
        return Pages.message(
            503,
            "Signing in does not work now",
            "The company’s sign-in cannot be reached. Try again in a moment.");
      }
    }
  }

  private static Attempts.Sent sending(
      Wanted wanted, String browser, String memory, Optional<String> subject) {
    return new Attempts.Sent(wanted, Handles.digest(browser), memory, subject);
  }

  /**
   * A browser comes back from the provider.
   *
   * @param returned what it brings
   * @param state that it brings
   */
  Answer returned(Asked asked, Map<String, String> returned, Optional<String> state)
      throws RefusedException, SQLException, RecordingException {
    Attempts.Sent attempt =
        state
            .flatMap(attempts::takeSent)
            .orElseThrow(
                () -> RefusedException.request("state-unknown", "it took too long, start again"));
    String browser = bound(asked, attempt.browser());
    return switch (source.finish(returned, attempt.memory())) {
      case PersonSource.Outcome.Refused(String reason) -> {
        refused.accept(asked.peer(), "provider-" + reason);
        yield arrivals.failed(attempt.wanted());
      }
      case PersonSource.Outcome.Signed(Person person, Optional<String> renewal) ->
          arrived(asked, attempt, person, renewal, browser);
    };
  }

  private Answer arrived(
      Asked asked, Attempts.Sent attempt, Person person, Optional<String> renewal, String browser)
      throws RefusedException, SQLException, RecordingException {
    if (!person.isNamed()) {
      refused.accept(asked.peer(), "provider-name");
      return arrivals.failed(attempt.wanted());
    }
    if (attempt.subject().isPresent() && !attempt.subject().get().equals(person.subject())) {
      refused.accept(asked.peer(), "another-person");
      // Somebody else has agreed to it in this browser: who is here now is asked.
      return asking(asked, attempt.wanted(), browser).withCookie(cookies.browser(browser));
    }
    Wanted wanted = attempt.wanted();
    Answer answer = arrivals.arrived(wanted, person, renewal);
    return attempt.subject().isEmpty() && Consents.isRemembered(wanted)
        ? answer.withCookie(
            cookies.consents(consents.remember(cookies.consents(asked), person, wanted)))
        : answer.withCookie(cookies.browser(browser));
  }
}
