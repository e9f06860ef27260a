package dev.gatehouse.recordings.keys;

import dev.gatehouse.recordings.note.KeyType;
import dev.gatehouse.recordings.note.MalformedNoteException;
import dev.gatehouse.recordings.note.SigningKey;
import dev.gatehouse.recordings.note.SigningKeys;
import dev.gatehouse.recordings.note.VerifierKey;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.UnrecoverableKeyException;
import java.util.Optional;

/** The keys in a PKCS#12 key store. */
final class Pkcs12File {
  private static final String ED25519 = "ed25519";
  private static final String ML_DSA_44 = "ml-dsa-44";

  private Pkcs12File() {}

  /**
   * Reads the keys, which are called {@code origin} from now on.
   *
   * <p>Errors: {@code IOException} where it cannot be read or opened; {@link
   * MalformedNoteException} where it holds other keys.
   */
  static SigningKeys read(KeySource.Pkcs12 source, String origin)
      throws IOException, MalformedNoteException {
    char[] password = source.password().toCharArray();
    try (InputStream file = Files.newInputStream(source.file())) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(file, password);
      SigningKey ed25519 =
          key(store, source, ED25519, password, origin, KeyType.ED25519)
              .orElseThrow(
                  () -> new IOException(source.file() + " has no key called `" + ED25519 + "`"));
      return new SigningKeys(
          ed25519, key(store, source, ML_DSA_44, password, origin, KeyType.ML_DSA_44));
    } catch (GeneralSecurityException e) {
      throw new IOException("cannot read the keys in " + source.file() + ": " + e.getMessage(), e);
    } catch (IOException e) {
      if (e.getCause() instanceof UnrecoverableKeyException) {
        throw new IOException("the password does not open " + source.file(), e);
      }
      throw e;
    }
  }

  private static Optional<SigningKey> key(
      KeyStore store,
      KeySource.Pkcs12 source,
      String alias,
      char[] password,
      String origin,
      KeyType type)
      throws GeneralSecurityException, MalformedNoteException {
    if (!store.isKeyEntry(alias)) {
      return Optional.empty();
    }
    try {
      if (store.getKey(alias, password) instanceof PrivateKey key) {
        VerifierKey verifierKey =
            VerifierKey.of(origin, type, store.getCertificate(alias).getPublicKey());
        return Optional.of(SigningKey.of(key, verifierKey));
      }
      return Optional.empty();
    } catch (MalformedNoteException e) {
      throw new MalformedNoteException(
          "`" + alias + "` in " + source.file() + ": " + e.getMessage(), e);
    }
  }
}
