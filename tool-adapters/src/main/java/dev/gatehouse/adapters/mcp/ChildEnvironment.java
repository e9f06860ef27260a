package dev.gatehouse.adapters.mcp;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The environment of a child process: what is configured for it, and what any program needs to run.
 * Nothing else of ours, because it may hold credentials.
 */
final class ChildEnvironment {
  // Where programs, the home and temporary files are, who runs them, and how text is written.
  private static final List<String> PASSED_ON =
      List.of(
          "PATH",
          "HOME",
          "USER",
          "LOGNAME",
          "SHELL",
          "TERM",
          "TMPDIR",
          "TZ",
          "LANG",
          "LC_ALL",
          "LC_CTYPE",
          // The same on Windows.
          "APPDATA",
          "HOMEDRIVE",
          "HOMEPATH",
          "LOCALAPPDATA",
          "PATHEXT",
          "PROCESSOR_ARCHITECTURE",
          "PROGRAMFILES",
          "SYSTEMDRIVE",
          "SYSTEMROOT",
          "TEMP",
          "TMP",
          "USERNAME",
          "USERPROFILE");

  private ChildEnvironment() {}

  /** The whole environment, given ours and what is configured, which wins. */
  static Map<String, String> of(Map<String, String> ours, Map<String, String> configured) {
    Map<String, String> environment = new HashMap<>();
    for (String name : PASSED_ON) {
      Optional.ofNullable(ours.get(name)).ifPresent(value -> environment.put(name, value));
    }
    environment.putAll(configured);
    return environment;
  }
}
