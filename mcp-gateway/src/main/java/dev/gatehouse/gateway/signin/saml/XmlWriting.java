package dev.gatehouse.gateway.signin.saml;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Writes XML of ours, in which whatever needs escaping is escaped. */
final class XmlWriting {

  /** What writes one document. */
  interface Content {
    void write(XMLStreamWriter xml) throws XMLStreamException;
  }

  private XmlWriting() {}

  static byte[] bytes(Content content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      XMLStreamWriter xml =
          XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(out, UTF_8.name());
      content.write(xml);
      xml.writeEndDocument();
      xml.close();
      return out.toByteArray();
    } catch (XMLStreamException e) {
      throw new IllegalStateException("a document of ours could not be written", e);
    }
  }
}
