package dev.gatehouse.gateway.signin.saml;

import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Who we are to the provider, where it is described, and what is accepted of it.
 *
 * @param entityId our name at the provider; also the audience that assertions must be meant for
 * @param assertionConsumer where the provider sends its responses, exactly as browsers reach it
 * @param metadata where the provider describes itself
 * @param provider its entity id; empty for the only one that its metadata names
 * @param keys where our own key comes from
 * @param binding how requests travel
 * @param encryptedOnly whether an assertion in clear is refused
 * @param cbcAllowed whether AES-CBC is accepted too, in responses that are themselves signed; in
 *     others whoever alters the text learns from the answers what it says
 * @param signInAgain whether the provider is to ask for the password even of those it knows
 * @param nameAttribute which attribute names the person; empty for the subject's name id
 * @param groupsAttribute which attribute lists the person's groups
 * @param clockSkew allowed between the provider's clock and ours, up to {@link #SKEW_MAX}
 * @param refetchAfter the least time between two looks at the metadata
 */
public record SamlSettings(
    String entityId,
    URI assertionConsumer,
    MetadataSource metadata,
    Optional<String> provider,
    Keys keys,
    Binding binding,
    boolean encryptedOnly,
    boolean cbcAllowed,
    boolean signInAgain,
    Optional<String> nameAttribute,
    Optional<String> groupsAttribute,
    Duration clockSkew,
    Duration refetchAfter) {

  /** More than that is no skew: the clock is wrong. */
  public static final Duration SKEW_MAX = Duration.ofMinutes(5);

  /** As SAML core §8.3.6 has it. */
  private static final int ENTITY_ID_CHARS_MAX = 1024;

  public SamlSettings {
    if (entityId.isBlank() || entityId.length() > ENTITY_ID_CHARS_MAX) {
      throw new IllegalArgumentException("expected an entity id of 1 to 1024 characters");
    }
    if (!isWeb(assertionConsumer)) {
      throw new IllegalArgumentException("expected an http or https address for responses");
    }
    if (clockSkew.isNegative() || clockSkew.compareTo(SKEW_MAX) > 0) {
      throw new IllegalArgumentException("expected a clock skew of at most " + SKEW_MAX);
    }
    if (refetchAfter.toSeconds() < 1) {
      throw new IllegalArgumentException("expected at least a second between two fetches");
    }
  }

  /** Where the provider's metadata lies. */
  public sealed interface MetadataSource {

    /** In a file, which is read again as an address would be. */
    record File(Path path) implements MetadataSource {}

    /**
     * At an address. What it says is believed for its connection alone, so it is https, or on this
     * machine.
     */
    record Address(URI uri) implements MetadataSource {
      public Address {
        if (!isWeb(uri) || !(uri.getScheme().equalsIgnoreCase("https") || isHere(uri.getHost()))) {
          throw new IllegalArgumentException("expected an https address for metadata");
        }
      }
    }
  }

  /** Where our own key and certificate come from. */
  public sealed interface Keys {

    /** A file of ours, made when it is not there. */
    record Made(Path file) implements Keys {}

    /** PEM files: an RSA or EC key in PKCS #8, and its certificate. */
    record Pem(Path key, Path certificate) implements Keys {}
  }

  /** How a request travels. */
  public enum Binding {
    REDIRECT,
    POST
  }

  static boolean isWeb(URI uri) {
    String scheme = String.valueOf(uri.getScheme());
    return (scheme.equalsIgnoreCase("https") || scheme.equalsIgnoreCase("http"))
        && uri.getHost() != null;
  }

  /** Names that stand for addresses are not looked up, but for the one that is ours everywhere. */
  private static boolean isHere(String host) {
    if (host.equalsIgnoreCase("localhost")) {
      return true;
    }
    try {
      return host.matches("[0-9.]+|\\[.*]") && InetAddress.ofLiteral(host).isLoopbackAddress();
    } catch (IllegalArgumentException _) {
      return false;
    }
  }
}
