package dev.gatehouse.gateway.signin.saml;

import static dev.gatehouse.gateway.signin.saml.Elements.children;
import static dev.gatehouse.gateway.signin.saml.Elements.is;

import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.w3c.dom.Element;

/**
 * Reads what a provider says of itself. Believed because of where it was had from: signatures of
 * metadata are not looked at.
 *
 * <p>Errors: an {@link IOException} that says what is missing, for the operator.
 *
 * <p>Source: SAML metadata §2.3.2, §2.4.3; metadata interoperability profile 1.0 (of a certificate
 * nothing counts but its key).
 */
final class ProviderMetadata {
  private ProviderMetadata() {}

  /** The provider of this name, or the only one when no name is expected. */
  static Provider read(byte[] xml, Optional<String> expected) throws IOException {
    try {
      Element root = StrictXml.parse(xml);
      List<Element> entities = entities(root).filter(entity -> isNamed(entity, expected)).toList();
      if (entities.size() != 1) {
        throw new IOException(
            "the metadata describes " + entities.size() + " such identity providers, expected one");
      }
      return provider(root, entities.getFirst());
    } catch (RefusedException e) {
      throw new IOException("the metadata is not as SAML has it: " + e.refusal().word());
    }
  }

  private static Stream<Element> entities(Element root) {
    if (is(root, SamlNames.METADATA, "EntitiesDescriptor")) {
      return children(root).stream().flatMap(ProviderMetadata::entities);
    }
    return is(root, SamlNames.METADATA, "EntityDescriptor") && roles(root).findAny().isPresent()
        ? Stream.of(root)
        : Stream.empty();
  }

  private static boolean isNamed(Element entity, Optional<String> expected) {
    return expected.isEmpty() || expected.get().equals(entity.getAttribute("entityID"));
  }

  private static Stream<Element> roles(Element entity) {
    return children(entity, SamlNames.METADATA, "IDPSSODescriptor").stream()
        .filter(
            role ->
                List.of(role.getAttribute("protocolSupportEnumeration").split("\\s+"))
                    .contains(SamlNames.PROTOCOL));
  }

  private static Provider provider(Element root, Element entity)
      throws RefusedException, IOException {
    Element role = roles(entity).findFirst().orElseThrow();
    Provider provider =
        new Provider(
            entity.getAttribute("entityID"),
            signOn(role, SamlNames.REDIRECT_BINDING),
            signOn(role, SamlNames.POST_BINDING),
            ProviderKeys.read(role),
            firstEnd(root, entity, role));
    if (provider.entityId().isBlank()) {
      throw new IOException("the metadata gives the identity provider no `entityID`");
    }
    return provider;
  }

  /** A browser is sent there: other schemes than those of the web would run in it. */
  private static Optional<URI> signOn(Element role, String binding) throws IOException {
    for (Element service : children(role, SamlNames.METADATA, "SingleSignOnService")) {
      if (service.getAttribute("Binding").equals(binding)) {
        try {
          URI location = URI.create(service.getAttribute("Location"));
          if (SamlSettings.isWeb(location) && location.getRawFragment() == null) {
            return Optional.of(location);
          }
        } catch (IllegalArgumentException _) {
          // As one of another scheme.
        }
        throw new IOException("the metadata has a `Location` for sign-on that is no web address");
      }
    }
    return Optional.empty();
  }

  private static Optional<Instant> firstEnd(Element... parts) throws RefusedException {
    Optional<Instant> first = Optional.empty();
    for (Element part : parts) {
      Optional<Instant> end = Elements.time(part, "validUntil");
      if (end.isPresent() && (first.isEmpty() || end.get().isBefore(first.get()))) {
        first = end;
      }
    }
    return first;
  }
}
