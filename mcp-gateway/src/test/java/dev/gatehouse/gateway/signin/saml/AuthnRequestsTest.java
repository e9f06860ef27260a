package dev.gatehouse.gateway.signin.saml;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

/** What a provider gets from us, read as a provider would. */
class AuthnRequestsTest {
  private static final OwnKey RSA = key(TestProvider.pair("RSA", 2048));
  private static final OwnKey EC = key(TestProvider.pair("EC", 256));
  private static final URI SIGN_ON = URI.create("https://idp.example/sso?realm=a&b=c");
  private static final TestSettings SERVICE = TestSettings.in(Path.of("unused"));

  @Test
  void sendsASignedRequestByRedirect() throws Exception {
    for (OwnKey key : List.of(RSA, EC)) {
      URI address = redirect(key, "a b&c=<d>");
      assertTrue(address.toString().startsWith("https://idp.example/sso?realm=a&b=c&SAMLRequest="));
      assertEquals("a b&c=<d>", value(address, "RelayState"));
      assertTrue(isSigned(address, key));
      URI altered = URI.create(address.toString().replace("RelayState=a", "RelayState=b"));
      assertFalse(isSigned(altered, key));
      Element request = StrictXml.parse(inflated(value(address, "SAMLRequest")));
      assertEquals("AuthnRequest", request.getLocalName());
      assertEquals("_id1", request.getAttribute("ID"));
      assertEquals("2.0", request.getAttribute("Version"));
      assertEquals("2026-11-23T12:00:00Z", request.getAttribute("IssueInstant"));
      assertEquals(SIGN_ON.toString(), request.getAttribute("Destination"));
      assertEquals(SamlNames.POST_BINDING, request.getAttribute("ProtocolBinding"));
      assertEquals(TestResponses.CONSUMER, request.getAttribute("AssertionConsumerServiceURL"));
      assertFalse(request.hasAttribute("ForceAuthn"));
      Element issuer = Elements.children(request).getFirst();
      assertEquals(TestResponses.SERVICE, issuer.getTextContent());
      Element policy = Elements.children(request).getLast();
      assertEquals(SamlNames.PERSISTENT, policy.getAttribute("Format"));
    }
  }

  @Test
  void leavesOutARelayStateThatIsEmpty() throws Exception {
    assertFalse(query(redirect(RSA, "")).containsKey("RelayState"));
    assertFalse(form(RSA, "").fields().containsKey("RelayState"));
  }

  @Test
  void sendsASignedRequestByForm() throws Exception {
    for (OwnKey key : List.of(RSA, EC)) {
      Beginning.Sending.Form form = form(key, "state");
      assertEquals(SIGN_ON, form.action());
      assertEquals("state", form.fields().get("RelayState"));
      byte[] octets = Base64.getDecoder().decode(form.fields().get("SAMLRequest"));
      assertFalse(new String(octets, UTF_8).contains("&#13;"));
      Element request = StrictXml.parse(octets);
      var public1 = List.of(key.certificate().getPublicKey());
      assertTrue(SignedElement.isSigned(request, public1));
      assertEquals("Signature", Elements.children(request).get(1).getLocalName());
      String altered = new String(octets, UTF_8).replace(TestResponses.CONSUMER, "https://evil");
      Element evil = StrictXml.parse(altered.getBytes(UTF_8));
      assertThrows(RefusedException.class, () -> SignedElement.isSigned(evil, public1));
    }
  }

  @Test
  void asksForThePasswordAgainAndForNoKindOfNameWhereSettingsSaySo() throws Exception {
    AuthnRequests requests = new AuthnRequests(SERVICE.namedBy("mail").settings(), RSA);
    var redirect =
        (Beginning.Sending.Redirect) requests.redirect(SIGN_ON, "_id1", "", TestResponses.NOW);
    Element request = StrictXml.parse(inflated(value(redirect.address(), "SAMLRequest")));
    assertEquals("true", request.getAttribute("ForceAuthn"));
    assertEquals(1, Elements.children(request).size());
    var form = (Beginning.Sending.Form) requests.form(SIGN_ON, "_id1", "", TestResponses.NOW);
    byte[] octets = Base64.getDecoder().decode(form.fields().get("SAMLRequest"));
    Element posted = StrictXml.parse(octets);
    assertTrue(SignedElement.isSigned(posted, List.of(RSA.certificate().getPublicKey())));
    assertEquals("Signature", Elements.children(posted).getLast().getLocalName());
  }

  private static URI redirect(OwnKey key, String relayState) {
    AuthnRequests requests = new AuthnRequests(SERVICE.settings(), key);
    var sending = requests.redirect(SIGN_ON, "_id1", relayState, TestResponses.NOW);
    return ((Beginning.Sending.Redirect) sending).address();
  }

  private static Beginning.Sending.Form form(OwnKey key, String relayState) {
    AuthnRequests requests = new AuthnRequests(SERVICE.settings(), key);
    return (Beginning.Sending.Form) requests.form(SIGN_ON, "_id1", relayState, TestResponses.NOW);
  }

  private static boolean isSigned(URI address, OwnKey key) throws GeneralSecurityException {
    String raw = address.getRawQuery();
    String signed = raw.substring(raw.indexOf("SAMLRequest="), raw.indexOf("&Signature="));
    boolean rsa = value(address, "SigAlg").endsWith("rsa-sha256");
    Signature signature =
        Signature.getInstance(rsa ? "SHA256withRSA" : "SHA256withECDSAinP1363Format");
    signature.initVerify(key.certificate().getPublicKey());
    signature.update(signed.getBytes(US_ASCII));
    return signature.verify(Base64.getDecoder().decode(value(address, "Signature")));
  }

  private static byte[] inflated(String base64) throws IOException {
    byte[] octets = Base64.getDecoder().decode(base64);
    try (var in = new InflaterInputStream(new ByteArrayInputStream(octets), new Inflater(true))) {
      return in.readAllBytes();
    }
  }

  private static String value(URI address, String name) {
    return query(address).getOrDefault(name, "");
  }

  private static Map<String, String> query(URI address) {
    Map<String, String> query = new HashMap<>();
    for (String pair : address.getRawQuery().split("&", -1)) {
      String[] sides = pair.split("=", 2);
      query.put(sides[0], URLDecoder.decode(sides[1], UTF_8));
    }
    return query;
  }

  private static OwnKey key(KeyPair pair) {
    return new OwnKey(pair.getPrivate(), TestProvider.certificate(pair));
  }
}
