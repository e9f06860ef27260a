package dev.gatehouse.gateway.login;

import dev.gatehouse.adapters.dial.Documents;
import jakarta.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Signing in by a code that is typed into a browser elsewhere.
 *
 * <p>Source: RFC 8628.
 */
final class DeviceSignin {
  /** An issuer that wants more means something else. */
  private static final Duration LIFE_MAX = Duration.ofMinutes(30);

  private static final Duration INTERVAL = Duration.ofSeconds(5);
  private static final Duration INTERVAL_MAX = Duration.ofMinutes(1);

  /** Source: RFC 8628 §3.5. */
  private static final Duration SLOWER = Duration.ofSeconds(5);

  /** Letters, digits and what stands between them: it is shown on a terminal. */
  private static final String CODE = "[A-Za-z0-9 -]{1,64}";

  /** How time passes between two questions. */
  interface Pause {
    /** Returns after so long. */
    void pause(Duration length) throws InterruptedException;
  }

  private final Request request;
  private final Web web;
  private final TokenEndpoint tokens;
  private final InstantSource clock;
  private final Pause pause;

  DeviceSignin(Request request, Web web, TokenEndpoint tokens, InstantSource clock, Pause pause) {
    this.request = request;
    this.web = web;
    this.tokens = tokens;
    this.clock = clock;
    this.pause = pause;
  }

  private record Begun(String code, Duration interval, Instant end) {}

  /** Has the person sign in. */
  Tokens signIn(Client client, Person person) throws LoginException, InterruptedException {
    Begun begun = begin(client, person);
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", Registration.DEVICE);
    form.put("device_code", begun.code());
    Duration interval = begun.interval();
    while (true) {
      pause.pause(interval);
      if (!clock.instant().isBefore(begun.end())) {
        throw tooLate();
      }
      TokenEndpoint.Answer answer =
          tokens.ask(request.server().token(), client, request.with(form, false), request.scopes());
      switch (answer) {
        case TokenEndpoint.Answer.Given(Tokens given) -> {
          return given;
        }
        case TokenEndpoint.Answer.Refused(String error) -> interval = interval.plus(slower(error));
        case TokenEndpoint.Answer.Away(String _) ->
            interval = shorter(interval.multipliedBy(2), INTERVAL_MAX);
      }
    }
  }

  /** By how much more to wait; throws where there is nothing to wait for. */
  private Duration slower(String error) throws LoginException {
    return switch (error) {
      case "authorization_pending" -> Duration.ZERO;
      case "slow_down" -> SLOWER;
      case "expired_token" -> throw tooLate();
      case "access_denied" -> throw new LoginException("the sign-in was refused: access_denied");
      default -> throw new LoginException(request.server().issuer() + " gives no token: " + error);
    };
  }

  private static LoginException tooLate() {
    return new LoginException("nobody signed in while the code was good");
  }

  private Begun begin(Client client, Person person) throws LoginException {
    URI endpoint = request.endpoint(request.server().device(), "by a code");
    Documents.Answer answer =
        web.postForm(endpoint, client.header(), client.form(request.with(Map.of(), true)));
    Optional<JsonObject> said =
        answer.status() == 200 ? JsonText.object(answer.body()) : Optional.empty();
    Optional<String> code = said.flatMap(json -> JsonText.text(json, "device_code"));
    Optional<String> shown =
        said.flatMap(json -> JsonText.text(json, "user_code")).filter(it -> it.matches(CODE));
    Optional<URI> address = said.flatMap(json -> address(json, "verification_uri"));
    if (said.isEmpty() || code.isEmpty() || shown.isEmpty() || address.isEmpty()) {
      throw new LoginException(
          "%s gives no code to type (HTTP status %d): this client may not be allowed to ask for one"
              .formatted(request.server().issuer(), answer.status()));
    }
    person.enter(
        new Person.Code(
            address.get(), shown.get(), address(said.get(), "verification_uri_complete")));
    Duration life = seconds(said.get(), "expires_in").orElse(LIFE_MAX);
    Duration interval = seconds(said.get(), "interval").orElse(INTERVAL);
    return new Begun(
        code.get(), shorter(interval, INTERVAL_MAX), clock.instant().plus(shorter(life, LIFE_MAX)));
  }

  private Optional<URI> address(JsonObject json, String member) {
    URI issuer = URI.create(request.server().issuer());
    return JsonText.text(json, member)
        .flatMap(Places::parsed)
        .filter(uri -> Places.isUsable(uri, issuer));
  }

  private static Optional<Duration> seconds(JsonObject json, String member) {
    return JsonText.number(json, member).stream()
        .filter(seconds -> seconds > 0)
        .mapToObj(seconds -> Duration.ofSeconds(Math.min(seconds, LIFE_MAX.toSeconds())))
        .findFirst();
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
