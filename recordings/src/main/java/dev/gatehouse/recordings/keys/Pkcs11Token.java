package dev.gatehouse.recordings.keys;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.recordings.keys.Cryptoki.Function;
import dev.gatehouse.recordings.note.KeyType;
import dev.gatehouse.recordings.note.MalformedNoteException;
import dev.gatehouse.recordings.note.VerifierKey;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.security.GeneralSecurityException;
import java.util.Arrays;

/**
 * A session with a token that holds an Ed25519 key pair. Thread-safe.
 *
 * <p>Source: PKCS #11 Specification 3.1, section 6.3.15, "EdDSA".
 */
final class Pkcs11Token implements AutoCloseable {
  private static final long SERIAL_SESSION = 4;
  private static final long USER = 1;
  private static final long CLASS = 0;
  private static final long LABEL = 3;
  private static final long EC_POINT = 0x181;
  private static final long PUBLIC_KEY = 2;
  private static final long PRIVATE_KEY = 3;
  private static final long EDDSA = 0x1057;
  private static final int TOKEN_INFO_BYTES = 256;
  private static final int LABEL_BYTES = 32;
  private static final int SLOTS_MAX = 64;
  private static final int ED25519_BYTES = 32;
  private static final int SIGNATURE_BYTES = 64;

  private final Cryptoki cryptoki;
  private final long session;
  private final long privateKey;
  private final byte[] publicKey;

  private Pkcs11Token(Cryptoki cryptoki, long session, String key) throws GeneralSecurityException {
    this.cryptoki = cryptoki;
    this.session = session;
    this.privateKey = find(PRIVATE_KEY, key);
    this.publicKey = point(find(PUBLIC_KEY, key));
  }

  /**
   * Logs into the token that {@code source} names.
   *
   * <p>Errors: {@code GeneralSecurityException} where there is no such token or key, or it refuses
   * the PIN.
   */
  static Pkcs11Token open(KeySource.Pkcs11 source) throws GeneralSecurityException {
    Cryptoki cryptoki = Cryptoki.load(source.library());
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment session = arena.allocate(JAVA_LONG);
      cryptoki.call(
          Function.OPEN_SESSION,
          slot(cryptoki, source.token()),
          SERIAL_SESSION,
          MemorySegment.NULL,
          MemorySegment.NULL,
          session);
      return login(cryptoki, session.get(JAVA_LONG, 0), source);
    }
  }

  private static Pkcs11Token login(Cryptoki cryptoki, long session, KeySource.Pkcs11 source)
      throws GeneralSecurityException {
    boolean complete = false;
    try (Arena arena = Arena.ofConfined()) {
      byte[] pin = source.pin().getBytes(UTF_8);
      // A login is the process's: another log may have come before.
      cryptoki.callOr(
          Cryptoki.ALREADY_LOGGED_IN,
          Function.LOGIN,
          session,
          USER,
          arena.allocateFrom(JAVA_BYTE, pin),
          (long) pin.length);
      Pkcs11Token token = new Pkcs11Token(cryptoki, session, source.key());
      complete = true;
      return token;
    } finally {
      if (!complete) {
        cryptoki.call(Function.CLOSE_SESSION, session);
      }
    }
  }

  private static long slot(Cryptoki cryptoki, String token) throws GeneralSecurityException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment slots = arena.allocate(JAVA_LONG, SLOTS_MAX);
      MemorySegment count = arena.allocateFrom(JAVA_LONG, SLOTS_MAX);
      cryptoki.call(Function.GET_SLOT_LIST, (byte) 1, slots, count);
      for (long i = 0; i < count.get(JAVA_LONG, 0); i++) {
        long slot = slots.getAtIndex(JAVA_LONG, i);
        MemorySegment about = arena.allocate(TOKEN_INFO_BYTES);
        cryptoki.call(Function.GET_TOKEN_INFO, slot, about);
        byte[] label = about.asSlice(0, LABEL_BYTES).toArray(JAVA_BYTE);
        if (new String(label, UTF_8).strip().equals(token)) {
          return slot;
        }
      }
    }
    throw new GeneralSecurityException("there is no token called `" + token + "`");
  }

  private long find(long objectClass, String label) throws GeneralSecurityException {
    try (Arena arena = Arena.ofConfined()) {
      byte[] name = label.getBytes(UTF_8);
      MemorySegment template = arena.allocate(2 * 24L, 8);
      attribute(template, 0, CLASS, arena.allocateFrom(JAVA_LONG, objectClass), 8);
      attribute(template, 1, LABEL, arena.allocateFrom(JAVA_BYTE, name), name.length);
      cryptoki.call(Function.FIND_OBJECTS_INIT, session, template, 2L);
      MemorySegment found = arena.allocate(JAVA_LONG, 2);
      MemorySegment count = arena.allocate(JAVA_LONG);
      cryptoki.call(Function.FIND_OBJECTS, session, found, 2L, count);
      cryptoki.call(Function.FIND_OBJECTS_FINAL, session);
      if (count.get(JAVA_LONG, 0) != 1) {
        throw new GeneralSecurityException(
            "the token has %d keys called `%s`, expected one pair"
                .formatted(count.get(JAVA_LONG, 0), label));
      }
      return found.get(JAVA_LONG, 0);
    }
  }

  /** One CK_ATTRIBUTE: type, pointer, length. */
  private static void attribute(
      MemorySegment template, int place, long type, MemorySegment content, long length) {
    template.set(JAVA_LONG, place * 24L, type);
    template.set(ADDRESS, place * 24L + 8, content);
    template.set(JAVA_LONG, place * 24L + 16, length);
  }

  private byte[] point(long key) throws GeneralSecurityException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment content = arena.allocate(128);
      MemorySegment template = arena.allocate(24, 8);
      attribute(template, 0, EC_POINT, content, 128);
      cryptoki.call(Function.GET_ATTRIBUTE_VALUE, session, key, template, 1L);
      byte[] point = content.asSlice(0, template.get(JAVA_LONG, 16)).toArray(JAVA_BYTE);
      // Raw, or in an OCTET STRING: tokens differ.
      if (point.length != ED25519_BYTES && point.length != ED25519_BYTES + 2) {
        throw new GeneralSecurityException("the token's key is no Ed25519 key");
      }
      return Arrays.copyOfRange(point, point.length - ED25519_BYTES, point.length);
    }
  }

  /** The public half, called {@code name}. */
  VerifierKey verifierKey(String name) throws MalformedNoteException {
    return VerifierKey.of(name, KeyType.ED25519, publicKey);
  }

  /** The Ed25519 signature of {@code message}. */
  synchronized byte[] sign(byte[] message) throws GeneralSecurityException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment mechanism = arena.allocate(24, 8);
      mechanism.set(JAVA_LONG, 0, EDDSA);
      cryptoki.call(Function.SIGN_INIT, session, mechanism, privateKey);
      MemorySegment signature = arena.allocate(SIGNATURE_BYTES);
      MemorySegment length = arena.allocateFrom(JAVA_LONG, SIGNATURE_BYTES);
      cryptoki.call(
          Function.SIGN,
          session,
          arena.allocateFrom(JAVA_BYTE, message),
          (long) message.length,
          signature,
          length);
      return signature.asSlice(0, length.get(JAVA_LONG, 0)).toArray(JAVA_BYTE);
    }
  }

  /** Ends the session; with the last one, the token forgets the PIN. */
  @Override
  public synchronized void close() throws GeneralSecurityException {
    cryptoki.call(Function.CLOSE_SESSION, session);
  }
}
