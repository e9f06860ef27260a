package dev.gatehouse.gateway.signin.saml;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** Reads elements by namespace and name, never by prefix and never at any depth. */
final class Elements {
  private Elements() {}

  static boolean is(Node node, String namespace, String name) {
    return namespace.equals(node.getNamespaceURI()) && name.equals(node.getLocalName());
  }

  static List<Element> children(Element parent) {
    List<Element> children = new ArrayList<>();
    for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node instanceof Element child) {
        children.add(child);
      }
    }
    return children;
  }

  static List<Element> children(Element parent, String namespace, String name) {
    return children(parent).stream().filter(child -> is(child, namespace, name)).toList();
  }

  /** More than one is refused: which of them counts would be a matter of taste. */
  static Optional<Element> atMostOne(Element parent, String namespace, String name, Refusal refusal)
      throws RefusedException {
    List<Element> found = children(parent, namespace, name);
    if (found.size() > 1) {
      throw new RefusedException(refusal);
    }
    return found.stream().findFirst();
  }

  static Element one(Element parent, String namespace, String name, Refusal refusal)
      throws RefusedException {
    return atMostOne(parent, namespace, name, refusal)
        .orElseThrow(() -> new RefusedException(refusal));
  }

  /** All of its text, exactly; refused when it holds anything else. */
  static String exactText(Element element) throws RefusedException {
    StringBuilder text = new StringBuilder();
    for (Node node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node.getNodeType() != Node.TEXT_NODE) {
        throw new RefusedException(Refusal.SHAPE);
      }
      text.append(node.getNodeValue());
    }
    return text.toString();
  }

  /** Its text without blanks around it, as printers of XML leave them. */
  static String text(Element element) throws RefusedException {
    return exactText(element).strip();
  }

  /** An absent attribute is as one without value. */
  static void require(Element element, String attribute, String value, Refusal refusal)
      throws RefusedException {
    if (!value.equals(element.getAttribute(attribute))) {
      throw new RefusedException(refusal);
    }
  }

  /**
   * A time without zone is refused: SAML has UTC, and who leaves it out may mean something else.
   */
  static Optional<Instant> time(Element element, String attribute) throws RefusedException {
    if (!element.hasAttribute(attribute)) {
      return Optional.empty();
    }
    try {
      return Optional.of(OffsetDateTime.parse(element.getAttribute(attribute)).toInstant());
    } catch (DateTimeException _) {
      throw new RefusedException(Refusal.TIME);
    }
  }
}
