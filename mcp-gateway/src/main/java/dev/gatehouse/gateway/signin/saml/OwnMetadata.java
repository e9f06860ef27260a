package dev.gatehouse.gateway.signin.saml;

import java.security.cert.CertificateEncodingException;
import java.util.Base64;
import java.util.List;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * What an identity provider needs to know of us, as it reads it from a file or an address.
 *
 * <p>Source: SAML metadata §2.4.4.
 */
record OwnMetadata(SamlSettings settings, OwnKey key) {

  byte[] bytes() {
    return XmlWriting.bytes(
        xml -> {
          xml.writeStartDocument("UTF-8", "1.0");
          start(xml, "EntityDescriptor");
          xml.writeNamespace("md", SamlNames.METADATA);
          xml.writeNamespace("ds", SamlNames.SIGNATURE);
          xml.writeAttribute("entityID", settings.entityId());
          start(xml, "SPSSODescriptor");
          xml.writeAttribute("AuthnRequestsSigned", "true");
          xml.writeAttribute("WantAssertionsSigned", "true");
          xml.writeAttribute("protocolSupportEnumeration", SamlNames.PROTOCOL);
          key(xml, "signing", List.of());
          if (key.isRsa()) {
            key(xml, "encryption", encryptionMethods());
          }
          if (settings.nameAttribute().isEmpty()) {
            start(xml, "NameIDFormat");
            xml.writeCharacters(SamlNames.PERSISTENT);
            xml.writeEndElement();
          }
          xml.writeEmptyElement("md", "AssertionConsumerService", SamlNames.METADATA);
          xml.writeAttribute("Binding", SamlNames.POST_BINDING);
          xml.writeAttribute("Location", settings.assertionConsumer().toString());
          xml.writeAttribute("index", "0");
          xml.writeAttribute("isDefault", "true");
        });
  }

  /** In the order of our preference; those that settings alone allow are not offered. */
  private static List<String> encryptionMethods() {
    return List.of(
        ContentCipher.AES256_GCM.uri(),
        ContentCipher.AES128_GCM.uri(),
        KeyTransport.OAEP,
        KeyTransport.OAEP_MGF1P);
  }

  private void key(XMLStreamWriter xml, String use, List<String> methods)
      throws XMLStreamException {
    start(xml, "KeyDescriptor");
    xml.writeAttribute("use", use);
    for (String name : List.of("KeyInfo", "X509Data", "X509Certificate")) {
      xml.writeStartElement("ds", name, SamlNames.SIGNATURE);
    }
    xml.writeCharacters(certificate());
    for (int i = 0; i < 3; i++) {
      xml.writeEndElement();
    }
    for (String method : methods) {
      xml.writeEmptyElement("md", "EncryptionMethod", SamlNames.METADATA);
      xml.writeAttribute("Algorithm", method);
    }
    xml.writeEndElement();
  }

  private String certificate() {
    try {
      return Base64.getEncoder().encodeToString(key.certificate().getEncoded());
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("a certificate of ours has no encoding", e);
    }
  }

  private static void start(XMLStreamWriter xml, String name) throws XMLStreamException {
    xml.writeStartElement("md", name, SamlNames.METADATA);
  }
}
