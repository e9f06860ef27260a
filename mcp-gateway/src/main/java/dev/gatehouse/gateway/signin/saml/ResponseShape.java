package dev.gatehouse.gateway.signin.saml;

import static dev.gatehouse.gateway.signin.saml.Elements.is;

import java.util.HashSet;
import java.util.Set;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.Node;

/**
 * One walk over a response, or over an assertion that was decrypted, before any of it is believed.
 *
 * <p>Guarantee: after it there are only elements and text (a comment would cut a name in two); ids
 * are unique; there is at most one assertion, and it is the root or its child; signatures are only
 * where the profile has them, and hold no objects. What is left for signature wrapping is caught by
 * {@link SignedElement}. Confined to one walk.
 */
final class ResponseShape {
  /** An assertion with thousands of groups has as many. */
  private static final int NODES_MAX = 20_000;

  /** Real ones have ten. */
  private static final int DEPTH_MAX = 40;

  private static final int ATTRIBUTES_MAX = 40;

  private final Element root;
  private final Set<String> ids = new HashSet<>();
  private int nodes;
  private int assertions;

  private ResponseShape(Element root) {
    this.root = root;
  }

  /** Refuses what is not as described. */
  static void check(Element root) throws RefusedException {
    Node node = root.getOwnerDocument().getFirstChild();
    ResponseShape walk = new ResponseShape(root);
    require(walk.isRoot(node) && node.getNextSibling() == null);
    walk.visit(root, 0);
    require(walk.assertions <= 1);
  }

  private void visit(Node node, int depth) throws RefusedException {
    nodes++;
    require(nodes <= NODES_MAX && depth <= DEPTH_MAX);
    if (node instanceof Element element) {
      place(element);
      identifiers(element.getAttributes());
      Node child = element.getFirstChild();
      for (; child != null; child = child.getNextSibling()) {
        visit(child, depth + 1);
      }
    } else {
      require(node.getNodeType() == Node.TEXT_NODE);
    }
  }

  private void place(Element element) throws RefusedException {
    if (isAssertion(element)) {
      assertions++;
      require(isRoot(element) || isRoot(element.getParentNode()));
    }
    if (is(element, SamlNames.PROTOCOL, "Response")) {
      require(isRoot(element));
    }
    if (is(element, SamlNames.SIGNATURE, "Signature")) {
      Node parent = element.getParentNode();
      require(
          isRoot(parent)
              || (is(parent, SamlNames.ASSERTION, "Assertion") && isRoot(parent.getParentNode())));
    }
    require(!is(element, SamlNames.SIGNATURE, "Object"));
    require(!is(element, SamlNames.SIGNATURE, "Manifest"));
  }

  private boolean isRoot(Node node) {
    return root.isSameNode(node);
  }

  private static boolean isAssertion(Element element) {
    return is(element, SamlNames.ASSERTION, "Assertion")
        || is(element, SamlNames.ASSERTION, "EncryptedAssertion");
  }

  /** In any case of letters and any namespace: whatever some reader may take for an id. */
  private void identifiers(NamedNodeMap attributes) throws RefusedException {
    require(attributes.getLength() <= ATTRIBUTES_MAX);
    for (int i = 0; i < attributes.getLength(); i++) {
      Node attribute = attributes.item(i);
      if (attribute.getLocalName().equalsIgnoreCase("id")) {
        require(ids.add(attribute.getNodeValue()));
      }
    }
  }

  private static void require(boolean holds) throws RefusedException {
    if (!holds) {
      throw new RefusedException(Refusal.SHAPE);
    }
  }
}
