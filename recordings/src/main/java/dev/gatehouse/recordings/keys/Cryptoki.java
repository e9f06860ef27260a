package dev.gatehouse.recordings.keys;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Map;

/**
 * The functions of a PKCS#11 module, called as C calls them. Not thread-safe; alive as long as the
 * process.
 *
 * <p>The JDK's own PKCS#11 provider has no EdDSA. Source: PKCS #11 Specification 3.1, sections 3
 * and 5; its C binding on systems where {@code CK_ULONG} has 64 bits.
 */
final class Cryptoki {
  private static final long OK = 0;
  private static final long ALREADY_INITIALIZED = 0x191;

  /** What a second login in one process is told. */
  static final long ALREADY_LOGGED_IN = 0x100;

  /** What an operator is likely to meet, in words. */
  private static final Map<Long, String> WORDS =
      Map.of(
          0x30L, "the device has an error",
          0x32L, "the token was removed",
          0xA0L, "the PIN is wrong",
          0xA1L, "the PIN has characters that it cannot have",
          0xA2L, "the PIN is too short or too long",
          0xA4L, "the PIN is locked",
          0x70L, "it does not sign by EdDSA",
          0x68L, "the key must not be used to sign",
          0xE1L, "there is no such token any more");

  private final MemorySegment functions;

  private Cryptoki(MemorySegment functions) {
    this.functions = functions;
  }

  /** The functions that are called here, by their place in the module's list. */
  enum Function {
    INITIALIZE(0),
    GET_SLOT_LIST(4),
    GET_TOKEN_INFO(6),
    OPEN_SESSION(12),
    CLOSE_SESSION(13),
    LOGIN(18),
    GET_ATTRIBUTE_VALUE(24),
    FIND_OBJECTS_INIT(26),
    FIND_OBJECTS(27),
    FIND_OBJECTS_FINAL(28),
    SIGN_INIT(42),
    SIGN(43);

    private final int place;

    Function(int place) {
      this.place = place;
    }
  }

  /** Loads and initialises the module in {@code library}. */
  @SuppressWarnings("restricted")
  static Cryptoki load(Path library) throws GeneralSecurityException {
    try (Arena arena = Arena.ofConfined()) {
      SymbolLookup symbols = SymbolLookup.libraryLookup(library, Arena.global());
      MemorySegment entry =
          symbols
              .find("C_GetFunctionList")
              .orElseThrow(() -> new GeneralSecurityException(library + " is no PKCS#11 module"));
      MemorySegment place = arena.allocate(ADDRESS);
      MethodHandle getFunctionList =
          Linker.nativeLinker().downcallHandle(entry, FunctionDescriptor.of(JAVA_LONG, ADDRESS));
      require("C_GetFunctionList", (long) getFunctionList.invokeExact(place));
      // The version's two bytes are padded to a pointer's alignment; 68 functions follow.
      MemorySegment functions = place.get(ADDRESS, 0).reinterpret(8 + 68 * 8L);
      Cryptoki cryptoki = new Cryptoki(functions);
      long initialized = cryptoki.result(Function.INITIALIZE, MemorySegment.NULL);
      if (initialized != ALREADY_INITIALIZED) {
        require("C_Initialize", initialized);
      }
      return cryptoki;
    } catch (IllegalArgumentException e) {
      throw new GeneralSecurityException("cannot load the PKCS#11 module " + library, e);
    } catch (GeneralSecurityException | Error | RuntimeException e) {
      throw e;
    } catch (Throwable e) {
      throw new GeneralSecurityException("cannot call the PKCS#11 module " + library, e);
    }
  }

  /**
   * Calls a function whose arguments are numbers ({@code Long}), a flag ({@code Byte}) or pointers.
   */
  void call(Function function, Object... arguments) throws GeneralSecurityException {
    require("C_" + function, result(function, arguments));
  }

  /** The same, where one answer other than success is as good. */
  void callOr(long accepted, Function function, Object... arguments)
      throws GeneralSecurityException {
    long result = result(function, arguments);
    if (result != accepted) {
      require("C_" + function, result);
    }
  }

  @SuppressWarnings("restricted")
  private long result(Function function, Object... arguments) throws GeneralSecurityException {
    MemoryLayout[] layouts = new MemoryLayout[arguments.length];
    for (int i = 0; i < arguments.length; i++) {
      Object argument = arguments[i];
      layouts[i] =
          argument instanceof Long ? JAVA_LONG : argument instanceof Byte ? JAVA_BYTE : ADDRESS;
    }
    MemorySegment address = functions.get(ADDRESS, 8 + 8L * function.place);
    MethodHandle handle =
        Linker.nativeLinker().downcallHandle(address, FunctionDescriptor.of(JAVA_LONG, layouts));
    try {
      return (long) handle.invokeWithArguments(arguments);
    } catch (Error | RuntimeException e) {
      throw e;
    } catch (Throwable e) {
      throw new GeneralSecurityException("cannot call " + function, e);
    }
  }

  private static void require(String function, long result) throws GeneralSecurityException {
    if (result != OK) {
      throw new GeneralSecurityException(
          "the token answers %s with 0x%x: %s"
              .formatted(function, result, WORDS.getOrDefault(result, "see its manual")));
    }
  }
}
