package dev.gatehouse.recordings.clock;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The kernel's clock status, asked of libc's {@code adjtimex}, which changes nothing. Immutable,
 * thread-safe.
 *
 * <p>Errors: none; where the platform is another, or the call is denied, the status is unknown and
 * says why. Source: adjtimex(2).
 */
public final class KernelClock implements Supplier<ClockStatus> {
  private static final Set<String> ARCHITECTURES = Set.of("amd64", "x86_64", "aarch64");

  private static final StructLayout CALL_STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO =
      CALL_STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

  private final Optional<MethodHandle> adjtimex;
  private final String missing;

  private KernelClock(Optional<MethodHandle> adjtimex, String missing) {
    this.adjtimex = adjtimex;
    this.missing = missing;
  }

  /** The clock of the host that this process runs on. */
  public static KernelClock ofHost() {
    return on(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
  }

  static KernelClock on(String system, String architecture) {
    if (!system.equals("Linux") || !ARCHITECTURES.contains(architecture)) {
      return new KernelClock(
          Optional.empty(), "not known how to ask " + system + " on " + architecture);
    }
    try {
      return new KernelClock(
          Linker.nativeLinker().defaultLookup().find("adjtimex").map(KernelClock::handle),
          "libc has no adjtimex");
    } catch (IllegalCallerException | UnsupportedOperationException e) {
      return new KernelClock(Optional.empty(), "native access is not enabled");
    }
  }

  // Restricted because a wrong descriptor can crash the process: int adjtimex(struct timex *).
  @SuppressWarnings("restricted")
  private static MethodHandle handle(MemorySegment symbol) {
    return Linker.nativeLinker()
        .downcallHandle(
            symbol,
            FunctionDescriptor.of(JAVA_INT, ADDRESS),
            Linker.Option.captureCallState("errno"));
  }

  @Override
  public ClockStatus get() {
    if (adjtimex.isEmpty()) {
      return new ClockStatus.Unknown(missing);
    }
    try (Arena arena = Arena.ofConfined()) {
      // All zero: modes of zero only read.
      MemorySegment timex = arena.allocate(Timex.BYTES, Long.BYTES);
      MemorySegment callState = arena.allocate(CALL_STATE);
      int timeState = call(adjtimex.get(), callState, timex);
      return timeState < 0
          ? new ClockStatus.Unknown("adjtimex failed, errno " + (int) ERRNO.get(callState, 0L))
          : Timex.read(timex).status(timeState);
    }
  }

  private static int call(MethodHandle adjtimex, MemorySegment callState, MemorySegment timex) {
    try {
      return (int) adjtimex.invokeExact(callState, timex);
    } catch (Throwable e) {
      throw new IllegalStateException("a downcall throws nothing", e);
    }
  }
}
