package dev.gatehouse.gateway.cli;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The browser of this machine. */
final class Browser {
  private Browser() {}

  /** Whether there may be one that somebody sees. */
  static boolean isThere(Map<String, String> environment) {
    return !isLinux()
        || List.of("BROWSER", "DISPLAY", "WAYLAND_DISPLAY").stream()
            .anyMatch(name -> !environment.getOrDefault(name, "").isEmpty());
  }

  /** Opens an address, where that can be done; whoever waits for it can type it, too. */
  static void open(URI address, Map<String, String> environment) {
    String chosen = environment.getOrDefault("BROWSER", "");
    List<String> command =
        chosen.isEmpty() ? usual(address.toString()) : List.of(chosen, address.toString());
    try {
      new ProcessBuilder(command)
          .redirectOutput(Redirect.DISCARD)
          .redirectError(Redirect.DISCARD)
          .start();
    } catch (IOException _) {
      // The address is on the screen already.
    }
  }

  private static List<String> usual(String address) {
    String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    if (system.startsWith("windows")) {
      return List.of("rundll32", "url.dll,FileProtocolHandler", address);
    }
    return List.of(system.startsWith("mac") ? "open" : "xdg-open", address);
  }

  private static boolean isLinux() {
    return System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("linux");
  }
}
