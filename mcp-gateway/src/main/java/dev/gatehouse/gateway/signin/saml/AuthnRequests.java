package dev.gatehouse.gateway.signin.saml;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/**
 * Requests to sign somebody in, signed, in the two forms that browsers carry. Immutable.
 *
 * <p>Source: SAML core §3.4.1; bindings §3.4.4.1 (the signature of a redirect is over its query)
 * and §3.5.4.
 */
record AuthnRequests(SamlSettings settings, OwnKey key) {

  Beginning.Sending redirect(URI signOn, String id, String relayState, Instant now) {
    String query =
        "SAMLRequest="
            + encoded(Base64.getEncoder().encodeToString(deflated(request(signOn, id, now))))
            + (relayState.isEmpty() ? "" : "&RelayState=" + encoded(relayState))
            + "&SigAlg="
            + encoded(key.signatureAlgorithm());
    String signature;
    try {
      signature = Base64.getEncoder().encodeToString(key.sign(query.getBytes(US_ASCII)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a key that signed at the start no longer does", e);
    }
    String joint = signOn.getRawQuery() == null ? "?" : "&";
    return new Beginning.Sending.Redirect(
        URI.create(signOn + joint + query + "&Signature=" + encoded(signature)));
  }

  Beginning.Sending form(URI signOn, String id, String relayState, Instant now) {
    byte[] signed = EnvelopedSignature.sign(request(signOn, id, now), key);
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("SAMLRequest", Base64.getEncoder().encodeToString(signed));
    if (!relayState.isEmpty()) {
      fields.put("RelayState", relayState);
    }
    return new Beginning.Sending.Form(signOn, fields);
  }

  private byte[] request(URI signOn, String id, Instant now) {
    return XmlWriting.bytes(
        xml -> {
          xml.writeStartElement("samlp", "AuthnRequest", SamlNames.PROTOCOL);
          xml.writeNamespace("samlp", SamlNames.PROTOCOL);
          xml.writeNamespace("saml", SamlNames.ASSERTION);
          xml.writeAttribute("ID", id);
          xml.writeAttribute("Version", "2.0");
          xml.writeAttribute("IssueInstant", now.truncatedTo(ChronoUnit.SECONDS).toString());
          xml.writeAttribute("Destination", signOn.toString());
          if (settings.signInAgain()) {
            xml.writeAttribute("ForceAuthn", "true");
          }
          xml.writeAttribute("ProtocolBinding", SamlNames.POST_BINDING);
          xml.writeAttribute(
              "AssertionConsumerServiceURL", settings.assertionConsumer().toString());
          xml.writeStartElement("saml", "Issuer", SamlNames.ASSERTION);
          xml.writeCharacters(settings.entityId());
          xml.writeEndElement();
          // With a name from an attribute any kind will do, and some providers know but one.
          if (settings.nameAttribute().isEmpty()) {
            xml.writeEmptyElement("samlp", "NameIDPolicy", SamlNames.PROTOCOL);
            xml.writeAttribute("Format", SamlNames.PERSISTENT);
            xml.writeAttribute("AllowCreate", "true");
          }
        });
  }

  private static byte[] deflated(byte[] request) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (Deflater raw = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        DeflaterOutputStream deflating = new DeflaterOutputStream(out, raw)) {
      deflating.write(request);
    } catch (IOException e) {
      throw new IllegalStateException("memory could not be written", e);
    }
    return out.toByteArray();
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, UTF_8);
  }
}
