package dev.gatehouse.gateway.signin.saml;

import static dev.gatehouse.gateway.signin.saml.TestResponses.assertion;
import static dev.gatehouse.gateway.signin.saml.TestResponses.cut;
import static dev.gatehouse.gateway.signin.saml.TestResponses.field;
import static dev.gatehouse.gateway.signin.saml.TestResponses.ofAlice;
import static dev.gatehouse.gateway.signin.saml.TestResponses.replace;
import static dev.gatehouse.gateway.signin.saml.TestResponses.response;
import static dev.gatehouse.gateway.signin.saml.TestResponses.saying;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The forms in which providers send what is good; each has its twins in {@link ForgedForms}. */
class GoodResponsesTest {
  private static final TestProvider PROVIDER = TestProvider.rsa();
  private static final TestProvider ROLLED = TestProvider.ec();
  private static final OwnKey OURS = OwnKeyMaker.make(TestResponses.SERVICE, TestResponses.NOW);
  private static final TestEncryption ENCRYPTION =
      TestEncryption.best(OURS.certificate().getPublicKey());
  private static final TestSettings SERVICE = TestSettings.in(Path.of("unused"));

  @Test
  void readsWhatAnAssertionSays() throws RefusedException {
    Assertion alice = read(PROVIDER.signAssertion(ofAlice()));
    assertEquals("_a1", alice.id());
    assertEquals("alice", alice.nameId());
    assertEquals(SamlNames.PERSISTENT, alice.nameIdFormat());
    assertEquals(Instant.parse("2026-11-23T12:05:00Z"), alice.confirmedUntil());
    assertEquals(Optional.of(Instant.parse("2026-11-23T20:00:00Z")), alice.sessionEnds());
    assertEquals(
        Map.of("groups", List.of("payments", "auditors"), "mail", List.of("alice@example.com")),
        alice.attributes());
  }

  @Test
  void acceptsASignatureOverAssertionResponseOrBoth() throws RefusedException {
    assertAlice(PROVIDER.signAssertion(ofAlice()));
    assertAlice(PROVIDER.signResponse(ofAlice()));
    assertAlice(PROVIDER.signResponse(PROVIDER.signAssertion(ofAlice())));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2001/04/xmldsig-more#rsa-sha256",
        "2001/04/xmldsig-more#rsa-sha384",
        "2001/04/xmldsig-more#rsa-sha512",
        "2007/05/xmldsig-more#sha256-rsa-MGF1",
        "2007/05/xmldsig-more#sha384-rsa-MGF1",
        "2007/05/xmldsig-more#sha512-rsa-MGF1"
      })
  void acceptsWhatAnRsaKeySigned(String algorithm) throws RefusedException {
    assertAlice(PROVIDER.by("http://www.w3.org/" + algorithm).signAssertion(ofAlice()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ecdsa-sha256", "ecdsa-sha384", "ecdsa-sha512"})
  void acceptsWhatAnEcKeySigned(String algorithm) throws RefusedException {
    assertAlice(ROLLED.by(SamlNames.SIGNATURE_MORE + algorithm).signAssertion(ofAlice()));
  }

  @ParameterizedTest
  @CsvSource({
    "2009/xmlenc11#rsa-oaep, aes256-gcm, 32",
    "2009/xmlenc11#rsa-oaep, aes128-gcm, 16",
    "2001/04/xmlenc#rsa-oaep-mgf1p, aes256-gcm, 32"
  })
  void opensWhatIsEncryptedToUs(String transport, String content, int keyBytes)
      throws RefusedException {
    TestEncryption encryption =
        ENCRYPTION
            .transport("http://www.w3.org/" + transport)
            .content(SamlNames.ENCRYPTION_11 + content, keyBytes);
    assertAlice(response(encryption.encrypt(signedAssertion())));
    assertAlice(PROVIDER.signResponse(response(encryption.encrypt(assertion("_a1", "alice")))));
  }

  @Test
  void findsTheKeyBesideWhatItOpens() throws RefusedException {
    String inside = response(ENCRYPTION.encrypt(signedAssertion()));
    String key = cut(inside, "<e:EncryptedKey>", "</e:EncryptedKey>");
    String namespaces =
        " xmlns:e=\"%s\" xmlns:ds=\"%s\">".formatted(SamlNames.ENCRYPTION, SamlNames.SIGNATURE);
    String alone = replace(key, "<e:EncryptedKey>", "<e:EncryptedKey" + namespaces);
    String end = "</e:EncryptedData>";
    assertAlice(replace(replace(inside, key, ""), end, end + alone));
    assertEquals(Refusal.DECRYPTION, refused(SERVICE, replace(inside, key, "")));
  }

  @Test
  void acceptsCbcWhereAllowedAndOnlyInWhatIsSigned() throws RefusedException {
    TestEncryption cbc = ENCRYPTION.content(SamlNames.ENCRYPTION + "aes256-cbc", 32);
    TestSettings allowing = SERVICE.encryption(false, true);
    String unsigned = response(cbc.encrypt(signedAssertion()));
    String signed = PROVIDER.signResponse(unsigned);
    assertEquals("alice", read(allowing, field(signed)).nameId());
    assertEquals(Refusal.ALGORITHM, refused(allowing, unsigned));
    assertEquals(Refusal.ALGORITHM, refused(SERVICE, signed));
    String altered = signed.replaceFirst("(CipherValue>)[A-Za-z]", "$1/");
    assertEquals(Refusal.SIGNATURE, refused(allowing, altered));
  }

  @Test
  void refusesAnAssertionInClearWhereEncryptionIsAskedFor() throws RefusedException {
    TestSettings only = SERVICE.encryption(true, false);
    assertEquals(Refusal.CLEAR, refused(only, PROVIDER.signAssertion(ofAlice())));
    String encrypted = response(ENCRYPTION.encrypt(signedAssertion()));
    assertEquals("alice", read(only, field(encrypted)).nameId());
  }

  @Test
  void allowsForTheSkewOfClocksAndNoMore() throws RefusedException {
    assertAlice(saying(PROVIDER, s -> s.replace("12:05:00Z", "11:59:01Z")));
    String over = saying(PROVIDER, s -> s.replace("12:05:00Z", "11:59:00Z"));
    assertEquals(Refusal.EXPIRED, refused(SERVICE, over));
    assertAlice(
        saying(PROVIDER, s -> s.replace("\"2026-11-23T11:59:00Z", "\"2026-11-23T12:01:00Z")));
    String early =
        saying(PROVIDER, s -> s.replace("\"2026-11-23T11:59:00Z", "\"2026-11-23T12:01:01Z"));
    assertEquals(Refusal.EARLY, refused(SERVICE, early));
  }

  @Test
  void acceptsWhatProvidersDoDifferently() throws RefusedException {
    String other = "<saml:Audience>https://other</saml:Audience>";
    assertAlice(saying(PROVIDER, s -> replace(s, "<saml:Audience>", other + "<saml:Audience>")));
    assertAlice(
        saying(
            PROVIDER,
            s -> replace(s, "</saml:Conditions>", "<saml:OneTimeUse/></saml:Conditions>")));
    assertAlice(
        saying(PROVIDER, s -> replace(s, "Destination=\"" + TestResponses.CONSUMER + "\"", "")));
    assertAlice(
        saying(PROVIDER, s -> replace(s, " SessionNotOnOrAfter=\"2026-11-23T20:00:00Z\"", "")));
    assertAlice("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + PROVIDER.signAssertion(ofAlice()));
    byte[] octets = PROVIDER.signAssertion(ofAlice()).getBytes(UTF_8);
    assertEquals("alice", read(SERVICE, Base64.getMimeEncoder().encodeToString(octets)).nameId());
  }

  @Test
  void neverNamesAnotherWhateverIsChanged() {
    String good = PROVIDER.signAssertion(ofAlice());
    Random random = new Random(20261123);
    int refused = 0;
    for (int i = 0; i < 400; i++) {
      byte[] octets = good.getBytes(UTF_8);
      octets[random.nextInt(octets.length)] = (byte) (32 + random.nextInt(95));
      try {
        // What is not signed of the response may change, and what spaces mean nothing in.
        assertEquals("alice", read(SERVICE, Base64.getEncoder().encodeToString(octets)).nameId());
      } catch (RefusedException _) {
        refused++;
      }
    }
    int known = refused;
    assertTrue(known > 350, () -> "refused only " + known);
  }

  private static String signedAssertion() {
    return cut(PROVIDER.signAssertion(ofAlice()), "<saml:Assertion", "</saml:Assertion>");
  }

  private static void assertAlice(String xml) throws RefusedException {
    assertEquals("alice", read(xml).nameId());
  }

  private static Refusal refused(TestSettings service, String xml) {
    return assertThrows(RefusedException.class, () -> read(service, field(xml))).refusal();
  }

  private static Assertion read(String xml) throws RefusedException {
    return read(SERVICE, field(xml));
  }

  private static Assertion read(TestSettings service, String field) throws RefusedException {
    return ResponseReader.read(
        field, service.expected(OURS, ROLLED.keys().getPublic(), PROVIDER.keys().getPublic()));
  }
}
