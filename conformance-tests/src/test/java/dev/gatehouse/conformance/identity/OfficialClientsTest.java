package dev.gatehouse.conformance.identity;

import static dev.gatehouse.conformance.identity.NodeApplication.call;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.conformance.fixture.Answer;
import dev.gatehouse.conformance.fixture.FixtureUpstream;
import dev.gatehouse.conformance.identity.NodeApplication.Said;
import dev.gatehouse.conformance.product.FreePort;
import dev.gatehouse.conformance.product.GatehouseProcess;
import dev.gatehouse.conformance.product.Installation;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The official clients find out by themselves where to sign in, and a person does so in a real
 * browser: at the page that asks for consent, and at Keycloak.
 */
@TestInstance(Lifecycle.PER_CLASS)
@ResourceLock(Keycloak.REALM)
class OfficialClientsTest {
  private static final String READ = "crm__read";
  private static final String DELETE = "crm__delete_all";
  private static final List<String> CONSENT_AND_LOGIN = List.of("consent", "login");
  private static final String REGISTRATION = "POST /signin/register";
  private static final String CODE = "POST /signin/token authorization_code";
  private static final String REFRESH = "POST /signin/token refresh_token";

  /** The shortest that there is; what is over by a second is over. */
  private static final Duration TOKEN_LIFE = Duration.ofMinutes(1);

  @TempDir static Path folder;

  private final AtomicReference<List<Said>> idled = new AtomicReference<>(List.of());
  private FixtureUpstream crm;
  private ClientDocument document;
  private ClientDocument distrusted;
  private Installation installation;
  private GatehouseProcess gateway;
  private Thread idling;

  @BeforeAll
  void start() throws Exception {
    Chromium.assumeThere();
    Keycloak keycloak = Keycloak.shared();
    crm =
        FixtureUpstream.legacy()
            .tool("read", Answer.text("read"))
            .tool("delete_all", Answer.text("deleted"));
    document = document("vendor", "Described desk");
    distrusted = document("stranger", "Strange desk");
    int port = FreePort.find();
    installation =
        new Installation(Files.createDirectory(folder.resolve("gateway")))
            .port(port)
            .identity(identity("http", port))
            .more(
                """
                signin:
                  token-life: %dm
                  provider:
                    issuer: %s
                    client-id: %s
                    client-secret: %s
                    claims: { name: preferred_username, groups: groups }
                outbound: { authorities: [ "%s" ] }
                """
                    .formatted(
                        TOKEN_LIFE.toMinutes(),
                        keycloak.issuer(),
                        Keycloak.CLIENT,
                        Keycloak.CLIENT_SECRET,
                        document.authority()))
            .upstream("crm", crm.uri());
    gateway = installation.serve();
    // While the others work it waits, which costs nothing.
    idling =
        Thread.startVirtualThread(
            () ->
                idled.set(
                    NodeApplication.second(gateway.mcp())
                        .plays(
                            "bob",
                            call(READ),
                            NodeApplication.wait(TOKEN_LIFE.plusSeconds(1)),
                            call(READ))));
  }

  @AfterAll
  void stop() throws InterruptedException {
    if (gateway != null) {
      idling.join();
      gateway.close();
      document.close();
      distrusted.close();
      crm.close();
      installation.verify().expecting(0);
    }
  }

  private static ClientDocument document(String host, String name) throws Exception {
    return new ClientDocument(
        Files.createDirectory(folder.resolve(host)), name, "http://127.0.0.1/callback");
  }

  private static String identity(String scheme, int port) {
    return """
    identity:
      mode: oidc
      resource: %s://127.0.0.1:%d/mcp
      scopes: { required: [ "mcp:use" ], tools: [ { scope: "crm:write", tools: [ "crm__delete_*" ] } ] }
    """
        .formatted(scheme, port);
  }

  @Test
  void secondVersionRegistersItselfAndStepsUp() {
    List<Said> said =
        NodeApplication.second(gateway.mcp())
            .plays("alice", call(READ), call(DELETE).add("decision", "deny"), call(DELETE));

    Said first = said.get(0);
    assertEquals(Optional.of("read"), first.ok(), first::toString);
    assertEquals(List.of(CONSENT_AND_LOGIN), first.visits());
    assertEquals(List.of(REGISTRATION, CODE), first.posts());
    assertTrue(first.consent().contains("Second desk"), first::consent);
    assertTrue(first.consent().contains("registered by itself"), first::consent);
    assertTrue(!first.consent().contains("crm:write"), first::consent);

    Said denied = said.get(1);
    assertEquals(Optional.of("refused: access_denied"), denied.error(), denied::toString);
    assertTrue(denied.consent().contains("crm:write"), denied::consent);

    Said steppedUp = said.get(2);
    assertEquals(Optional.of("deleted"), steppedUp.ok(), steppedUp::toString);
    assertEquals(List.of(List.of("consent")), steppedUp.visits(), "Keycloak knows the browser");
    assertEquals(List.of(CODE), steppedUp.posts());
  }

  @Test
  void secondVersionIsKnownByItsDocument() {
    Said said =
        NodeApplication.second(gateway.mcp())
            .describedBy(document.uri())
            .plays("alice", call(READ))
            .getFirst();

    assertEquals(Optional.of("read"), said.ok(), said::toString);
    assertEquals(List.of(CODE), said.posts());
    assertTrue(said.consent().contains("Described desk"), said::consent);
    assertTrue(said.consent().contains("described by localhost"), said::consent);
    assertEquals(1, document.fetches());
  }

  @Test
  void documentOfAHostThatNobodyTrustsLetsNobodyIn() {
    Said said =
        NodeApplication.second(gateway.mcp())
            .describedBy(distrusted.uri())
            .plays("alice", call(READ))
            .getFirst();

    assertTrue(endsElsewhere(said, 503), said::toString);
    assertEquals(List.of(), said.posts());
    assertEquals(0, distrusted.fetches());
  }

  @Test
  void secondVersionRefreshesWhatHasExpiredWithoutABrowser() throws InterruptedException {
    idling.join();

    List<Said> said = idled.get();
    assertEquals(2, said.size(), said::toString);
    assertEquals(List.of(CONSENT_AND_LOGIN), said.getFirst().visits());
    assertEquals(Optional.of("read"), said.getLast().ok(), said::toString);
    assertEquals(List.of(), said.getLast().visits());
    assertEquals(List.of(REFRESH), said.getLast().posts());
  }

  @Test
  void clientOfAPersonWhoDeclinesIsToldSo() {
    Said said =
        NodeApplication.second(gateway.mcp())
            .plays("carol", call(READ).add("decision", "deny"))
            .getFirst();

    assertEquals(Optional.of("refused: access_denied"), said.error());
    assertEquals(List.of(List.of("consent")), said.visits());
    assertEquals(List.of(REGISTRATION), said.posts());
  }

  /** As somebody would have it who wants a victim to end a sign-in that he has begun. */
  @ParameterizedTest
  @ValueSource(strings = {"cookies", "state"})
  void signInThatComesBackToAnotherBrowserOrAsAnotherGivesNothing(String spoilt) {
    Said said =
        NodeApplication.second(gateway.mcp())
            .plays("carol", call(READ).add("spoil", spoilt))
            .getFirst();

    assertTrue(endsElsewhere(said, 400), said::toString);
    assertEquals(List.of(REGISTRATION), said.posts());
  }

  private static boolean endsElsewhere(Said said, int status) {
    return said.error().orElse("").startsWith("the browser ended elsewhere: " + status);
  }

  @Test
  void firstVersionSignsInAndStepsUp() {
    List<Said> said =
        NodeApplication.first(gateway.mcp(), "authorization_code")
            .plays("alice", call(READ), call(DELETE), call(READ));

    assertEquals(Optional.of("read"), said.get(0).ok(), said::toString);
    assertEquals(List.of(CONSENT_AND_LOGIN), said.get(0).visits());
    assertEquals(List.of(REGISTRATION, CODE), said.get(0).posts());
    assertEquals(Optional.of("deleted"), said.get(1).ok(), said::toString);
    assertEquals(List.of(List.of("consent")), said.get(1).visits());
    assertEquals(Optional.of("read"), said.get(2).ok(), said::toString);
    assertEquals(List.of(), said.get(2).visits(), "what it could before, it still can");
  }

  /** It refreshes where it should ask for more, and a refresh must not give more. */
  @Test
  void firstVersionWithARefreshTokenDoesNotStepUp() {
    List<Said> said =
        NodeApplication.first(gateway.mcp(), "authorization_code", "refresh_token")
            .plays("alice", call(READ), call(DELETE));

    assertEquals(Optional.of("read"), said.get(0).ok(), said::toString);
    assertTrue(said.get(1).error().orElse("").contains("403"), said::toString);
    assertEquals(List.of(REFRESH), said.get(1).posts());
  }

  @Test
  void javaClientSignsInAndStepsUpByItsHooks() {
    try (JavaApplication application = new JavaApplication(gateway.mcp(), "alice")) {
      application.connect();
      assertEquals("read", application.call(READ));
      assertEquals(1, application.visits().size());
      assertEquals("deleted", application.call(DELETE));
      assertEquals(2, application.visits().size());
      assertEquals(CONSENT_AND_LOGIN, application.visits().getFirst().pages());
    }
  }

  /**
   * Where TLS is spoken, as everywhere but on one machine: the provider's answer comes by a form
   * from another site, with which a browser sends no cookie of ours.
   */
  @Test
  void secondVersionSignsItsPersonInAtASamlProviderOverTls() throws Exception {
    Path own = Files.createDirectory(folder.resolve("saml"));
    HostCertificate certificate = new HostCertificate(own);
    int port = FreePort.find();
    Keycloak keycloak = Keycloak.shared();
    Installation saml =
        new Installation(own)
            .port(port)
            .identity(identity("https", port))
            .more(
                """
                tls: { certificate: %s, key: %s }
                signin:
                  saml:
                    metadata: %s
                    entity-id: %s
                    name: username
                    groups: groups
                """
                    .formatted(
                        certificate.certificate(),
                        certificate.key(),
                        keycloak.samlDescriptor(),
                        Keycloak.ENTITY))
            .upstream("crm", crm.uri());
    try (GatehouseProcess other = saml.serve()) {
      keycloak.admin().serviceProvider(fetched(other.at("/signin/saml"), certificate));
      NodeApplication application =
          NodeApplication.second(other.mcp()).trusting(certificate.certificate());
      Said said = application.plays("alice", call(READ)).getFirst();
      assertEquals(Optional.of("read"), said.ok(), said::toString);
      assertEquals(List.of(CONSENT_AND_LOGIN), said.visits());

      Said spoilt = application.plays("alice", call(READ).add("spoil", "cookies")).getFirst();
      assertTrue(endsElsewhere(spoilt, 400), spoilt::toString);
    }
    saml.verify().expecting(0);
  }

  private static String fetched(URI address, HostCertificate trusted) throws Exception {
    try (HttpClient http = HttpClient.newBuilder().sslContext(trusted.tls()).build()) {
      return http.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString()).body();
    }
  }
}
