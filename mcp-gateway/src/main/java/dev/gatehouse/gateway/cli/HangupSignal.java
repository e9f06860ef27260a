package dev.gatehouse.gateway.cli;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * SIGHUP, by which operators have long told servers to read their files again.
 *
 * <p>The JDK's only way to hear of a signal is {@code sun.misc.Signal} of the module {@code
 * jdk.unsupported}, which every JDK exports and the compiler warns of in a manner that cannot be
 * turned off. So it is called by name. Where there is none, as on Windows or under {@code nohup},
 * the signal keeps the meaning that it has there.
 */
final class HangupSignal {
  private static final Logger LOG = System.getLogger(HangupSignal.class.getName());

  private HangupSignal() {}

  /** Runs this on a thread of its own whenever the signal comes. */
  static void onEach(Runnable action) {
    try {
      MethodHandles.Lookup lookup = MethodHandles.publicLookup();
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      MethodHandle run =
          MethodHandles.lookup()
              .bind(action, "run", MethodType.methodType(void.class))
              .asType(MethodType.methodType(void.class));
      Object heard =
          MethodHandleProxies.asInterfaceInstance(
              handler, MethodHandles.dropArguments(run, 0, signal));
      Object hangup =
          lookup
              .findConstructor(signal, MethodType.methodType(void.class, String.class))
              .invoke("HUP");
      lookup
          .findStatic(signal, "handle", MethodType.methodType(handler, signal, handler))
          .invoke(hangup, heard);
    } catch (Throwable e) {
      if (e instanceof Error fatal && !(e instanceof LinkageError)) {
        throw fatal;
      }
      LOG.log(Level.INFO, "event=no-hangup-signal cause=" + e.getMessage());
    }
  }
}
