package dev.gatehouse.gateway.signin.oidc;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.adapters.dial.Dialler;
import dev.gatehouse.gateway.signin.JsonDocuments;
import dev.gatehouse.gateway.signin.Person;
import dev.gatehouse.gateway.signin.PersonSource;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Persons who sign in at an OpenID provider. Thread-safe. */
public final class OidcSource implements PersonSource {
  private static final Logger LOG = System.getLogger(OidcSource.class.getName());
  private static final int BYTES = 32;

  /** What a provider answers to a refresh where it is done with a person, or wants them there. */
  private static final Set<String> NO_TO_THE_PERSON =
      Set.of("invalid_grant", "interaction_required", "login_required", "consent_required");

  private final OidcSettings settings;
  private final ProviderHttp http;
  private final Discovery discovery;
  private final IdTokens idTokens;
  private final SecureRandom random = new SecureRandom();

  /** Fetches nothing yet: the provider need not be up when the gateway starts. */
  public OidcSource(OidcSettings settings, Dialler dialler) {
    this.settings = settings;
    this.http = new ProviderHttp(dialler.naming(URI.create(settings.issuer())));
    this.discovery = new Discovery(settings.issuer(), http);
    this.idTokens = new IdTokens(settings);
  }

  @Override
  public Beginning begin(String state) {
    Optional<Discovery.Provider> provider = discovery.provider();
    if (provider.isEmpty()) {
      return new Beginning.Unavailable("provider-away");
    }
    String nonce = fresh();
    String verifier = fresh();
    Map<String, String> query = new LinkedHashMap<>();
    query.put("response_type", "code");
    query.put("client_id", settings.clientId());
    query.put("redirect_uri", settings.callback().toString());
    query.put("scope", String.join(" ", settings.scopes()));
    query.put("state", state);
    query.put("nonce", nonce);
    query.put("code_challenge", challenge(verifier));
    query.put("code_challenge_method", "S256");
    String address = provider.get().authorization().toString();
    String separator = address.indexOf('?') < 0 ? "?" : "&";
    return new Beginning.Begun(
        URI.create(address + separator + ProviderHttp.encoded(query)), nonce + " " + verifier);
  }

  @Override
  public Outcome finish(Map<String, String> returned, String memory) {
    Optional<Discovery.Provider> provider = discovery.provider();
    if (provider.isEmpty()) {
      return new Outcome.Refused("away");
    }
    String issuer = returned.getOrDefault("iss", "");
    boolean mayBeSilent = issuer.isEmpty() && !provider.get().saysIssuer();
    if (!mayBeSilent && !issuer.equals(settings.issuer())) {
      return new Outcome.Refused("issuer");
    }
    String code = returned.getOrDefault("code", "");
    if (returned.containsKey("error") || code.isEmpty()) {
      return new Outcome.Refused("error");
    }
    String[] kept = memory.split(" ", 2);
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "authorization_code");
    form.put("code", code);
    form.put("redirect_uri", settings.callback().toString());
    form.put("code_verifier", kept[1]);
    try {
      ProviderHttp.Got got = asked(provider.get(), form);
      return got.status() == 200
          ? signed(JsonDocuments.object(got.text()), provider.get(), kept[0])
          : new Outcome.Refused("code");
    } catch (IOException e) {
      return away(e, new Outcome.Refused("away"));
    } catch (JsonException | ClassCastException _) {
      return new Outcome.Refused("answer");
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return new Outcome.Refused("away");
    }
  }

  private Outcome signed(JsonObject answer, Discovery.Provider provider, String nonce) {
    return switch (checked(answer, provider, Optional.of(nonce))) {
      case IdTokens.Checked.Bad(String reason) -> new Outcome.Refused(reason);
      case IdTokens.Checked.Good(JsonObject claims) ->
          person(claims)
              .<Outcome>map(it -> new Outcome.Signed(it, text(answer, "refresh_token")))
              .orElseGet(() -> new Outcome.Refused("name"));
    };
  }

  @Override
  public Renewed renew(String renewal, String subject) {
    Optional<Discovery.Provider> provider = discovery.provider();
    if (provider.isEmpty()) {
      return new Renewed.Away();
    }
    try {
      ProviderHttp.Got got =
          asked(provider.get(), Map.of("grant_type", "refresh_token", "refresh_token", renewal));
      return switch (got.status()) {
        case 200 -> still(JsonDocuments.object(got.text()), provider.get(), renewal, subject);
        case 400 -> isNoToThePerson(got.text()) ? new Renewed.Over("refused") : new Renewed.Away();
        // We ourselves are not let in, or it has trouble: nothing is said of the person.
        default -> new Renewed.Away();
      };
    } catch (IOException e) {
      return away(e, new Renewed.Away());
    } catch (JsonException | ClassCastException _) {
      return new Renewed.Away();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return new Renewed.Away();
    }
  }

  /** All else is said by whatever stands between, or of us. Source: RFC 6749 §5.2. */
  private static boolean isNoToThePerson(String answer) {
    return NO_TO_THE_PERSON.contains(JsonDocuments.object(answer).getString("error", ""));
  }

  /** Without an id token nobody knows the groups of now, so that is a no. */
  private Renewed still(
      JsonObject answer, Discovery.Provider provider, String renewal, String subject) {
    return switch (checked(answer, provider, Optional.empty())) {
      // Its keys may have changed, and the new ones cannot be had yet.
      case IdTokens.Checked.Bad bad when bad.equals(IdTokens.UNSIGNED) -> new Renewed.Away();
      case IdTokens.Checked.Bad(String reason) -> new Renewed.Over(reason);
      case IdTokens.Checked.Good(JsonObject claims) ->
          person(claims)
              .filter(it -> it.subject().equals(subject) && it.isNamed())
              .<Renewed>map(
                  it -> new Renewed.Still(it, text(answer, "refresh_token").orElse(renewal)))
              .orElseGet(() -> new Renewed.Over("another-person"));
    };
  }

  private IdTokens.Checked checked(
      JsonObject answer, Discovery.Provider provider, Optional<String> nonce) {
    String token = answer.getString("id_token", "");
    Optional<String> accessToken = text(answer, "access_token");
    IdTokens.Checked checked = idTokens.check(token, provider.keys(), nonce, accessToken);
    return checked.equals(IdTokens.UNSIGNED)
        ? discovery
            .anew(provider)
            .map(newer -> idTokens.check(token, newer.keys(), nonce, accessToken))
            .orElse(checked)
        : checked;
  }

  private Optional<Person> person(JsonObject claims) {
    return settings
        .name()
        .text(claims)
        .map(
            name ->
                new Person(
                    claims.getString("sub"),
                    name,
                    settings.groups().texts(claims),
                    Optional.empty()));
  }

  private ProviderHttp.Got asked(Discovery.Provider provider, Map<String, String> form)
      throws IOException, InterruptedException {
    if (provider.takesPosts()) {
      Map<String, String> more = new LinkedHashMap<>(form);
      more.put("client_id", settings.clientId());
      more.put("client_secret", settings.clientSecret());
      return http.post(provider.token(), Optional.empty(), more);
    }
    String pair =
        ProviderHttp.encoded(settings.clientId())
            + ":"
            + ProviderHttp.encoded(settings.clientSecret());
    String basic = "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8));
    return http.post(provider.token(), Optional.of(basic), form);
  }

  private <T> T away(IOException e, T result) {
    LOG.log(
        Level.WARNING,
        "event=provider-away issuer=" + settings.issuer() + " cause=" + e.getMessage());
    return result;
  }

  @Override
  public Optional<String> metadata() {
    return Optional.empty();
  }

  private static Optional<String> text(JsonObject answer, String name) {
    return Optional.of(answer.getString(name, "")).filter(text -> !text.isEmpty());
  }

  private String fresh() {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static String challenge(String verifier) {
    try {
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(US_ASCII)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
