package dev.gatehouse.gateway.signin.saml;

import static dev.gatehouse.gateway.signin.saml.TestResponses.cut;
import static dev.gatehouse.gateway.signin.saml.TestResponses.replace;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.interfaces.ECPublicKey;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

/** What providers say of themselves, and what we say of us. */
class ProviderMetadataTest {
  private static final TestProvider RSA = TestProvider.rsa();
  private static final TestProvider EC = TestProvider.ec();
  private static final String GOOD = TestProvider.metadata(RSA, EC);

  @Test
  void readsNameAddressesAndKeys() throws IOException {
    Provider provider = read(GOOD);
    assertEquals(TestResponses.PROVIDER, provider.entityId());
    assertEquals(
        Optional.of(URI.create("https://idp.example/sso?realm=acme")), provider.redirect());
    assertEquals(Optional.of(URI.create("https://idp.example/sso/post")), provider.post());
    assertEquals(List.of(RSA.keys().getPublic(), EC.keys().getPublic()), provider.keys());
    assertTrue(provider.isValidAt(Instant.MAX));
  }

  @Test
  void findsTheProviderThatIsExpectedAmongOthers() throws IOException {
    String other = GOOD.replace(TestResponses.PROVIDER, "https://other");
    String service = GOOD.replace("IDPSSODescriptor", "SPSSODescriptor");
    String all =
        "<!-- of all --><md:EntitiesDescriptor xmlns:md=\"%s\">%s%s%s</md:EntitiesDescriptor>"
            .formatted(SamlNames.METADATA, service, other, GOOD);
    assertEquals(
        "https://other",
        ProviderMetadata.read(bytes(all), Optional.of("https://other")).entityId());
    assertRefused("describes 2 such identity providers, expected one", all);
    assertRefused(
        "describes 0 such identity providers, expected one", bytes(all), Optional.of("https://x"));
    assertRefused("describes 0 such identity providers, expected one", service);
  }

  @Test
  void takesAKeyWithoutUseAndLeavesOneForEncryption() throws IOException {
    assertEquals(2, read(GOOD.replace(" use=\"signing\"", "")).keys().size());
    Provider provider = read(GOOD.replaceFirst("use=\"signing\"", "use=\"encryption\""));
    assertTrue(provider.keys().getFirst() instanceof ECPublicKey);
    assertEquals(1, provider.keys().size());
    assertRefused("has 0 signing certificates", GOOD.replace("\"signing\"", "\"encryption\""));
  }

  @Test
  void takesNoWeakKey() throws Exception {
    TestProvider weak = new TestProvider(TestProvider.pair("RSA", 1024), RSA.algorithm());
    assertEquals(List.of(RSA.keys().getPublic()), read(TestProvider.metadata(weak, RSA)).keys());
    assertRefused("has 0 signing certificates", TestProvider.metadata(weak));
  }

  @Test
  void sendsNobodyWhereNoWebIs() {
    for (String evil : List.of("javascript:alert(1)", "sso", "ftp://idp.example/", "https://a b")) {
      assertRefused("is no web address", replace(GOOD, "https://idp.example/sso?realm=acme", evil));
    }
  }

  @Test
  void knowsWhenMetadataIsOver() throws IOException {
    Instant end = Instant.parse("2026-12-01T00:00:00Z");
    String limited = replace(GOOD, "entityID=", "validUntil=\"2026-12-01T00:00:00Z\" entityID=");
    String role = "<md:IDPSSODescriptor ";
    String twice = replace(limited, role, role + "validUntil=\"2026-12-02T00:00:00Z\" ");
    assertEquals(Optional.of(end), read(twice).validUntil());
    assertTrue(read(twice).isValidAt(end.minusSeconds(1)));
    assertTrue(!read(twice).isValidAt(end));
  }

  @Test
  void refusesWhatIsNoMetadata() {
    assertRefused("not as SAML has it: xml", "<html>");
    assertRefused("not as SAML has it: xml", "<!DOCTYPE a>" + GOOD);
    assertRefused("describes 0", "<html/>");
    assertRefused("describes 0", replace(GOOD, SamlNames.PROTOCOL, "urn:saml:1.1"));
    assertRefused("no `entityID`", replace(GOOD, TestResponses.PROVIDER, ""));
    String certificate = cut(GOOD, "<ds:X509Certificate>", "</ds:X509Certificate>");
    String none = "<ds:X509Certificate>MAAA</ds:X509Certificate>";
    assertRefused("a certificate that is none", replace(GOOD, certificate, none));
    String text = "<ds:X509Certificate>?</ds:X509Certificate>";
    assertRefused("a certificate that is none", replace(GOOD, certificate, text));
  }

  @Test
  void describesUsAsAProviderReadsIt() throws Exception {
    OwnKey key = OwnKeyMaker.make(TestResponses.SERVICE, TestResponses.NOW);
    SamlSettings settings = TestSettings.in(Path.of("unused")).settings();
    Element root = StrictXml.parse(new OwnMetadata(settings, key).bytes());
    assertEquals("EntityDescriptor", root.getLocalName());
    assertEquals(TestResponses.SERVICE, root.getAttribute("entityID"));
    Element role = Elements.children(root, SamlNames.METADATA, "SPSSODescriptor").getFirst();
    assertEquals("true", role.getAttribute("AuthnRequestsSigned"));
    assertEquals("true", role.getAttribute("WantAssertionsSigned"));
    List<String> parts = Elements.children(role).stream().map(Element::getLocalName).toList();
    assertEquals(
        List.of("KeyDescriptor", "KeyDescriptor", "NameIDFormat", "AssertionConsumerService"),
        parts);
    assertEquals(List.of(key.certificate().getPublicKey()), ProviderKeys.read(role));
    Element consumer = Elements.children(role).getLast();
    assertEquals(TestResponses.CONSUMER, consumer.getAttribute("Location"));
    assertEquals(SamlNames.POST_BINDING, consumer.getAttribute("Binding"));
  }

  @Test
  void offersNoEncryptionToAKeyThatCannotOpenIt() throws Exception {
    OwnKey key = new OwnKey(EC.keys().getPrivate(), EC.certificate());
    SamlSettings settings = TestSettings.in(Path.of("unused")).namedBy("mail").settings();
    byte[] bytes = new OwnMetadata(settings, key).bytes();
    Element root = StrictXml.parse(bytes);
    Element role = Elements.children(root).getFirst();
    List<String> parts = Elements.children(role).stream().map(Element::getLocalName).toList();
    assertEquals(List.of("KeyDescriptor", "AssertionConsumerService"), parts);
    String ours = Base64.getEncoder().encodeToString(EC.keys().getPrivate().getEncoded());
    assertTrue(!new String(bytes, UTF_8).contains(ours));
  }

  private static Provider read(String xml) throws IOException {
    return ProviderMetadata.read(bytes(xml), Optional.empty());
  }

  private static void assertRefused(String problem, String xml) {
    assertRefused(problem, bytes(xml), Optional.empty());
  }

  private static void assertRefused(String problem, byte[] xml, Optional<String> expected) {
    IOException refused =
        assertThrows(IOException.class, () -> ProviderMetadata.read(xml, expected));
    assertTrue(refused.toString().contains(problem), refused.toString());
  }

  private static byte[] bytes(String xml) {
    return xml.getBytes(UTF_8);
  }
}
