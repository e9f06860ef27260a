package dev.gatehouse.gateway.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * The key and the certificate that clients are shown, which can be replaced at any time. A
 * handshake that began with one pair ends with it. Thread-safe.
 */
final class ServerKeys extends X509ExtendedKeyManager {

  /** The pair in force, and the one before it, which handshakes may still be at. */
  private record Pairs(PemSet current, Optional<PemSet> before) {}

  private volatile Pairs pairs;

  ServerKeys(PemSet first) {
    pairs = new Pairs(first, Optional.empty());
  }

  synchronized void replace(PemSet next) {
    pairs = new Pairs(next, Optional.of(pairs.current()));
  }

  @Override
  public @Nullable String chooseServerAlias(
      @Nullable String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
    PemSet current = pairs.current();
    boolean fits = keyType != null && keyType.split("_", 2)[0].equals(current.key().getAlgorithm());
    return fits ? current.digest() : null;
  }

  @Override
  public @Nullable String chooseEngineServerAlias(
      @Nullable String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
    return chooseServerAlias(keyType, issuers, null);
  }

  @Override
  public X509Certificate @Nullable [] getCertificateChain(@Nullable String alias) {
    return named(alias).map(set -> set.chain().toArray(X509Certificate[]::new)).orElse(null);
  }

  @Override
  public @Nullable PrivateKey getPrivateKey(@Nullable String alias) {
    return named(alias).map(PemSet::key).orElse(null);
  }

  @Override
  public String @Nullable [] getServerAliases(
      @Nullable String keyType, Principal @Nullable [] issuers) {
    String alias = chooseServerAlias(keyType, issuers, null);
    return alias == null ? null : new String[] {alias};
  }

  @Override
  public String @Nullable [] getClientAliases(
      @Nullable String keyType, Principal @Nullable [] issuers) {
    return null;
  }

  @Override
  public @Nullable String chooseClientAlias(
      String @Nullable [] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return null;
  }

  private Optional<PemSet> named(@Nullable String alias) {
    Pairs known = pairs;
    return Arrays.asList(Optional.of(known.current()), known.before()).stream()
        .flatMap(Optional::stream)
        .filter(set -> set.digest().equals(alias))
        .findFirst();
  }
}
