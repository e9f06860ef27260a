package dev.gatehouse.gateway.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.adapters.dial.DialRules;
import dev.gatehouse.gateway.channels.ChannelPerson;
import dev.gatehouse.gateway.channels.ChannelSettings;
import dev.gatehouse.gateway.config.Configuration.Limits;
import dev.gatehouse.gateway.credentials.CredentialSettings;
import dev.gatehouse.gateway.credentials.Secret;
import dev.gatehouse.gateway.identity.CertificateRules;
import dev.gatehouse.gateway.identity.ClaimMapping;
import dev.gatehouse.gateway.identity.ClaimPath;
import dev.gatehouse.gateway.identity.IssuerSettings;
import dev.gatehouse.gateway.identity.RoleGrants;
import dev.gatehouse.gateway.identity.ScopeRules;
import dev.gatehouse.gateway.tls.TestAuthority;
import dev.gatehouse.gateway.tls.TlsSettings;
import dev.gatehouse.gateway.unseal.AuditorKeyPair;
import dev.gatehouse.policies.yaml.Problem;
import dev.gatehouse.recordings.LogSettings;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationFileTest {
  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "CRM_TOKEN",
          "crm-secret",
          "FILES_KEY",
          "files-secret",
          "SIGNING",
          "0123456789abcdef0123456789abcdef",
          "HOOK",
          "https://hooks.example.com/hidden",
          "TEAMS_TOKEN",
          "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3",
          "WEBHOOK",
          "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3",
          "WEBHOOK_ANSWERS",
          "whsec_OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5");

  private static final String SMALL =
      """
      recordings: { directory: data }
      policies: policy.yaml
      upstreams:
        crm: { url: "http://127.0.0.1:9/mcp" }
      """;

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void writeTheFullFile() throws Exception {
    file = folder.resolve("gatehouse.yaml");
    for (String name : List.of("full.yaml", "auditor.public.jwk")) {
      try (InputStream in = ConfigurationFileTest.class.getResourceAsStream(name)) {
        Files.write(folder.resolve(name.replace("full", "gatehouse")), in.readAllBytes());
      }
    }
    Files.writeString(folder.resolve("key.txt"), "file-secret\n");
    TestAuthority authority = new TestAuthority("acme");
    authority.server().write(folder.resolve("cert.pem"), folder.resolve("key.pem"));
    Files.writeString(folder.resolve("clients.pem"), TestAuthority.pem(authority.certificate()));
  }

  @Test
  void readsEveryKeyOfTheFullFile() {
    Configuration read = accepted();
    assertEquals(new ListenAddress("::1", 0), read.listen());
    assertEquals(
        new IdentitySettings.Tokens(
            List.of(
                new IssuerSettings(
                    "https://id.example.com/realms/acme",
                    List.of("https://gateway.example.com/mcp"),
                    List.of("ES256", "EdDSA"),
                    new IssuerSettings.Keys.Discovered(),
                    new ClaimMapping(
                        new ClaimPath("preferred_username"),
                        new ClaimPath("roles"),
                        new ClaimPath("scope"),
                        Optional.empty()),
                    List.of(),
                    List.of(),
                    Duration.ofSeconds(10),
                    Optional.empty(),
                    false)),
            ScopeRules.NONE,
            RoleGrants.NONE,
            Optional.of(URI.create("https://gateway.example.com/mcp"))),
        read.identity());
    assertEquals(
        LogSettings.of(folder.resolve("data"))
            .withOrigin("log.example.com")
            .withCheckpointEvery(Duration.ofSeconds(5))
            .withFreeBytesMin(1L << 30)
            .withClock(read.recordings().log().clock()),
        read.recordings().log());
    assertEquals(
        List.of("auditor's key 511zO0d5X-8Q_ZqdupI7d__rpdaJw99bBy2jEqgp7uc"),
        read.recordings().sealKeys().stream().map(Object::toString).toList());
    assertEquals(
        List.of(folder.resolve("policies/first.yaml"), folder.resolve("policies/second.yaml")),
        read.policies());
    assertEquals(
        new Limits(64 << 10, 32, 8, 4, 6, Duration.ofSeconds(30), Duration.ofMinutes(1)),
        read.limits());
    assertTrue(read.offersSse());
    assertEquals(
        List.of("https://console.example.com", "http://localhost:5173"), read.allowedOrigins());
    assertEquals(List.of("gateway.example.com", "gateway.example.com:8443"), read.allowedHosts());
  }

  @Test
  void readsHowClientsAndServersAreConnectedTo() {
    Configuration read = accepted();
    assertEquals(
        Optional.of(
            new FrontSettings(
                new TlsSettings(
                    folder.resolve("cert.pem"),
                    folder.resolve("key.pem"),
                    Optional.of(new TlsSettings.Clients(folder.resolve("clients.pem"), true))),
                Optional.of(
                    new CertificateRules(
                        CertificateRules.Name.SAN_DNS,
                        Optional.of("workshop"),
                        List.of("robots"),
                        Set.of("mcp:use"),
                        List.of())))),
        read.tls());
    assertEquals(URI.create("https://[::1]:9"), read.address(9));
    assertEquals(
        new OutboundSettings(
            DialRules.PUBLIC
                .allowing("10.0.0.0/8")
                .orElseThrow()
                .allowing("*.internal")
                .orElseThrow(),
            List.of(folder.resolve("clients.pem"))),
        read.outbound());
  }

  @Test
  void readsHowCallsWaitForPeople() {
    ApprovalSettings read = accepted().approvals();
    assertEquals(Duration.ofSeconds(40), read.hold());
    assertEquals(Duration.ofHours(1), read.keep());
    assertEquals(List.of("console"), read.applications());
    assertEquals(
        new ChannelSettings(
            "team",
            List.of("approvers"),
            false,
            5,
            new ChannelSettings.Slack(
                new ChannelSettings.Posting.ByToken(
                    URI.create("https://slack-gov.com/api/"), new Secret("crm-secret"), "C0123456"),
                Optional.of(new Secret("0123456789abcdef0123456789abcdef")))),
        read.channels().getFirst());
    assertEquals(
        new ChannelSettings.Mail(
            "mail.example.com",
            2525,
            ChannelSettings.Encryption.IMPLICIT,
            Optional.of(new ChannelSettings.Login("gatehouse", new Secret("file-secret"))),
            "gatehouse@example.com",
            List.of("ada@example.com", "ops@example.com")),
        read.channels().get(3).kind());
    assertEquals(
        List.of(true, false, true, false, true),
        read.channels().stream().map(ChannelSettings::decides).toList());
    assertEquals(
        List.of(
            new ChannelPerson(
                "ada",
                Optional.of("https://id.example.com/realms/acme"),
                List.of("approvers"),
                Map.of("team", "U0123", "pager", "ada"))),
        read.people());
  }

  @Test
  void warnsOfChannelsOnWhichNobodyCanAnswer() {
    var reading = ConfigurationFile.read(file, ENVIRONMENT);
    var warnings = assertInstanceOf(ConfigurationReading.Accepted.class, reading).warnings();
    List<String> said =
        warnings.stream().map(Problem::message).filter(it -> it.contains("`people`")).toList();
    assertEquals(
        List.of(
            "answers on the channel `office` are signed, but nobody of `people` has an id there:"
                + " nobody can answer on it"),
        said);
  }

  @Test
  void readsUpstreamsWithTheirSecrets() {
    assertEquals(
        List.of(
            new UpstreamSettings.Http(
                "crm",
                URI.create("https://crm.example.com/mcp"),
                Map.of(
                    "Authorization",
                    "Bearer crm-secret",
                    "X-Key",
                    "file-secret",
                    "X-Literal",
                    "${env:NOT_LOOKED_UP}"),
                Optional.of(new CredentialSettings.Query("key", new Secret("crm-secret"))),
                Duration.ofSeconds(90),
                Duration.ofMillis(250)),
            new UpstreamSettings.Stdio(
                "files-2",
                List.of("server", "--flag"),
                Map.of("KEY", "files-secret", "EMPTY", ""),
                folder,
                Duration.ofMinutes(2))),
        accepted().upstreams());
  }

  @Test
  void showsNoSecretAsText() {
    String text = accepted().toString();
    assertTrue(text.contains("Authorization"), text);
    assertFalse(text.contains("secret"), text);
  }

  @Test
  void readsWithoutSecretsWhereNoneIsSet() throws IOException {
    Files.delete(folder.resolve("key.txt"));
    var reading = ConfigurationFile.readWithoutSecrets(file);
    var read = assertInstanceOf(ConfigurationReading.Accepted.class, reading).configuration();
    assertEquals(folder.resolve("data"), read.recordings().directory());
    var http = assertInstanceOf(UpstreamSettings.Http.class, read.upstreams().getFirst());
    assertEquals("", http.headers().get("Authorization"));
  }

  @Test
  void fillsInWhatASmallFileLeavesOut() throws IOException {
    Files.writeString(file, SMALL);
    Configuration read = accepted();
    assertEquals(new ListenAddress("127.0.0.1", 7411), read.listen());
    assertEquals(new IdentitySettings.Local(), read.identity());
    assertEquals("gatehouse.local", read.recordings().log().origin());
    assertEquals(Limits.STANDARD, read.limits());
    assertEquals(ApprovalSettings.STANDARD, read.approvals());
    assertEquals(List.of(), read.allowedOrigins());
    assertEquals(
        List.of(
            new UpstreamSettings.Http(
                "crm",
                URI.create("http://127.0.0.1:9/mcp"),
                Map.of(),
                Optional.empty(),
                Duration.ofSeconds(60),
                Duration.ofSeconds(10))),
        read.upstreams());
  }

  @Test
  void namesTheFileByItsTextAndNotByItsSecrets() throws IOException {
    String digest = accepted().digest();
    Files.writeString(folder.resolve("key.txt"), "another-secret");
    assertEquals(digest, accepted().digest());
    Files.writeString(file, Files.readString(file) + "# changed\n");
    assertNotEquals(digest, accepted().digest());
    assertTrue(digest.matches("[0-9a-f]{64}"), digest);
  }

  @Test
  void warnsOfSecretsInClear() throws IOException {
    Files.writeString(
        file,
        """
        listen: 0.0.0.0:7411
        identity: { mode: oidc, issuer: "https://id.example.com", audience: gateway }
        recordings: { directory: data }
        policies: policy.yaml
        upstreams:
          crm: { url: "http://crm.example.com/mcp", headers: { X-Key: "k" } }
          near: { url: "http://127.0.0.1:9/mcp", headers: { X-Key: "k" } }
        """);
    var reading = ConfigurationFile.read(file, Map.of());
    var warnings = assertInstanceOf(ConfigurationReading.Accepted.class, reading).warnings();
    assertEquals(
        List.of(
            "1:9: tokens arrive here in clear; expected `tls`, or a proxy with TLS in front whose"
                + " address is named as `resource` under `identity`",
            "6:15: the headers of upstream `crm` travel in clear"),
        warnings.stream().map(w -> w.line() + ":" + w.column() + ": " + w.message()).toList());
  }

  @Test
  void warnsOfCommandsThatReachTheRecordings() throws IOException {
    Files.createDirectories(folder.resolve("shared"));
    Files.writeString(
        file,
        """
        recordings: { directory: data }
        policies: policy.yaml
        upstreams:
          all: { command: [ server, "." ] }
          above: { command: [ server, ".." ], directory: shared }
          apart: { command: [ server, shared, data-of-others ] }
        """);
    var reading = ConfigurationFile.read(file, Map.of());
    var warnings = assertInstanceOf(ConfigurationReading.Accepted.class, reading).warnings();
    assertEquals(List.of(4, 5), warnings.stream().map(w -> w.line()).toList());
    assertEquals(
        "the folder `.` holds the recordings and their keys; whoever may use upstream `all` may"
            + " reach them",
        warnings.getFirst().message());
  }

  @Test
  void saysWhatIsWrongWithEachKeyToSealTo() throws IOException {
    AuditorKeyPair pair = AuditorKeyPair.generate();
    Files.writeString(folder.resolve("private.jwk"), pair.privateJwk());
    Files.writeString(folder.resolve("text.pem"), "no key");
    String keys = "[ private.jwk, none.jwk, text.pem, auditor.public.jwk, auditor.public.jwk ]";
    Files.writeString(
        file, SMALL.replace("directory: data", "directory: data, seal-keys: " + keys));
    var reading = ConfigurationFile.read(file, Map.of());
    var problems = assertInstanceOf(ConfigurationReading.Rejected.class, reading).problems();
    assertEquals(
        List.of(
            "1:45: `private.jwk` holds a private key, with which the gateway could open what it"
                + " seals; expected the public half alone",
            "1:58: `none.jwk` cannot be read",
            "1:68: `text.pem` expected to hold a JSON Web Key or one key in PEM",
            "1:98: `auditor.public.jwk` holds the key 511zO0d5X-8Q_ZqdupI7d__rpdaJw99bBy2jEqgp7uc,"
                + " which is listed already"),
        problems.stream().map(p -> p.line() + ":" + p.column() + ": " + p.message()).toList());
    assertFalse(problems.toString().contains(pair.privateJwk().substring(20, 60)));
    assertInstanceOf(
        ConfigurationReading.Accepted.class, ConfigurationFile.readWithoutSecrets(file));
  }

  @Test
  void takesFourKeysToSealToAndNoMore() throws IOException {
    List<String> keys = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      keys.add(AuditorKeyPair.generate().publicJwk());
    }
    Files.writeString(
        file, SMALL.replace("directory: data", "directory: data, seal-keys: keys.jwks"));
    Path set = folder.resolve("keys.jwks");
    Files.writeString(set, "{\"keys\":[" + String.join(",", keys.subList(1, 5)) + "]}");
    assertEquals(4, accepted().recordings().sealKeys().size());

    Files.writeString(set, "{\"keys\":[" + String.join(",", keys) + "]}");
    var reading = ConfigurationFile.read(file, Map.of());
    var problems = assertInstanceOf(ConfigurationReading.Rejected.class, reading).problems();
    assertEquals("expected at most 4 keys, found 5", problems.getFirst().message());
  }

  private Configuration accepted() {
    var reading = ConfigurationFile.read(file, ENVIRONMENT);
    return assertInstanceOf(ConfigurationReading.Accepted.class, reading, reading::toString)
        .configuration();
  }
}
