package dev.gatehouse.gateway.signin.saml;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.adapters.dial.Dialler;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The company's identity provider, as far as signing in goes: where to send a browser, and who came
 * back.
 *
 * <p>Guarantee: a person was named by the provider, for us, in the answer to this request, not
 * longer ago than the provider says, and not with this answer before. That the browser is the one
 * that was sent is for the caller to see to, who keeps the request's id with it. Thread-safe.
 */
public final class SamlProvider {
  /** As long as people take over a password and a second factor. */
  private static final Duration REQUEST_GOOD_FOR = Duration.ofMinutes(10);

  /** Providers cut longer ones off. Source: SAML bindings §3.4.3, §3.5.3. */
  private static final int RELAY_STATE_BYTES_MAX = 80;

  private static final int ID_BYTES = 20;

  private final SamlSettings settings;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();
  private final OwnKey key;
  private final AuthnRequests requests;
  private final KnownProvider provider;
  private final SeenAssertions seen;
  private final PersonNaming naming;

  private SamlProvider(SamlSettings settings, Dialler dialler, InstantSource clock, OwnKey key) {
    this.settings = settings;
    this.clock = clock;
    this.key = key;
    this.requests = new AuthnRequests(settings, key);
    this.provider = new KnownProvider(settings, dialler, clock);
    this.seen = new SeenAssertions(clock);
    this.naming = new PersonNaming(settings.nameAttribute(), settings.groupsAttribute());
  }

  /**
   * Reads our key, or makes it. Fetches nothing: the provider need not be up when we start.
   *
   * @throws SamlKeyException when there is no key that could be used; nobody can sign in then
   */
  public static SamlProvider open(SamlSettings settings, Dialler dialler, InstantSource clock)
      throws SamlKeyException {
    return new SamlProvider(settings, dialler, clock, OwnKeyFiles.open(settings, clock.instant()));
  }

  /**
   * Begins a sign-in.
   *
   * @param relayState comes back unchanged beside the answer, unsigned: at most 80 bytes, empty for
   *     none, and nothing that is believed without being looked up
   */
  public Beginning begin(String relayState) {
    if (relayState.getBytes(UTF_8).length > RELAY_STATE_BYTES_MAX) {
      throw new IllegalArgumentException(
          "expected a relay state of at most " + RELAY_STATE_BYTES_MAX + " bytes");
    }
    Optional<Provider> known = provider.current();
    if (known.isEmpty()) {
      return new Beginning.Unavailable(Refusal.PROVIDER);
    }
    Instant now = clock.instant();
    String id = newId();
    URI signOn = known.get().signOn(settings.binding()).orElseThrow();
    Beginning.Sending sending =
        switch (settings.binding()) {
          case REDIRECT -> requests.redirect(signOn, id, relayState, now);
          case POST -> requests.form(signOn, id, relayState, now);
        };
    return new Beginning.Begun(sending, id, now.plus(REQUEST_GOOD_FOR));
  }

  /**
   * Ends a sign-in.
   *
   * @param samlResponse the form field {@code SAMLResponse} as it came
   * @param expectedRequestId of the request that this browser was sent with, taken out of the
   *     caller's store before: it is good once, whatever comes of it
   */
  public Outcome finish(String samlResponse, String expectedRequestId) {
    if (expectedRequestId.isEmpty()) {
      return new Outcome.Refused(Refusal.REQUEST);
    }
    Optional<Provider> known = provider.current();
    if (known.isEmpty()) {
      return new Outcome.Refused(Refusal.PROVIDER);
    }
    Outcome outcome = judge(samlResponse, expectedRequestId, known.get());
    if (!outcome.equals(new Outcome.Refused(Refusal.SIGNATURE))) {
      return outcome;
    }
    // By a key that the provider may have begun to use since we looked.
    return provider
        .after(known.get())
        .map(newer -> judge(samlResponse, expectedRequestId, newer))
        .orElse(outcome);
  }

  /** Our metadata, for the provider to read. */
  public byte[] metadata() {
    return new OwnMetadata(settings, key).bytes();
  }

  private Outcome judge(String samlResponse, String requestId, Provider by) {
    try {
      Assertion assertion = ResponseReader.read(samlResponse, expected(requestId, by));
      Outcome.Person person = naming.person(assertion, by);
      // Last, so that what is refused for another reason is not taken for seen.
      return seen.isFirst(assertion.id(), assertion.confirmedUntil().plus(settings.clockSkew()))
          ? person
          : new Outcome.Refused(Refusal.REPLAYED);
    } catch (RefusedException e) {
      return new Outcome.Refused(e.refusal());
    }
  }

  private Expected expected(String requestId, Provider by) {
    return new Expected(
        settings.entityId(),
        settings.assertionConsumer().toString(),
        requestId,
        by,
        key.decryption(),
        new Expected.Rules(settings.encryptedOnly(), settings.cbcAllowed()),
        clock.instant(),
        settings.clockSkew());
  }

  /** Begins with a letter or an underscore, as ids in XML do. */
  private String newId() {
    byte[] bytes = new byte[ID_BYTES];
    random.nextBytes(bytes);
    return "_" + HexFormat.of().formatHex(bytes);
  }
}
