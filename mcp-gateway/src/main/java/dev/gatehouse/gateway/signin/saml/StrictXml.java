package dev.gatehouse.gateway.signin.saml;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/**
 * Reads XML of strangers: namespaces, no document type, no entities, nothing fetched.
 *
 * <p>Guarantee: the JDK's own parser, whichever others lie on the class path; nothing on standard
 * error. Thread-safe.
 */
final class StrictXml {
  private static final String NO_DOCTYPE = "http://apache.org/xml/features/disallow-doctype-decl";

  private StrictXml() {}

  /** The root of the document. */
  static Element parse(byte[] xml) throws RefusedException {
    try {
      Document document = builder().parse(new ByteArrayInputStream(xml));
      // Canonical XML, over which signatures are made, is defined for 1.0 alone.
      if (!"1.0".equals(document.getXmlVersion())) {
        throw new RefusedException(Refusal.XML);
      }
      return document.getDocumentElement();
    } catch (SAXException | IOException _) {
      throw new RefusedException(Refusal.XML);
    }
  }

  private static DocumentBuilder builder() {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultNSInstance();
    try {
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setFeature(NO_DOCTYPE, true);
      factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_DTD, "");
      factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
      factory.setXIncludeAware(false);
      factory.setExpandEntityReferences(false);
      DocumentBuilder builder = factory.newDocumentBuilder();
      // The default one writes to standard error; this one throws what is fatal and is silent.
      builder.setErrorHandler(new DefaultHandler());
      builder.setEntityResolver(
          (_, _) -> {
            throw new IOException("entities are not resolved");
          });
      return builder;
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException("the JDK's XML parser has no such feature", e);
    }
  }
}
