package dev.gatehouse.recordings.clock;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KernelClockTest {
  /** The call's answer alone, which needs no layout: 208 bytes of zero only read. */
  private static final String ASK =
      """
      import ctypes, platform, sys
      if platform.system() != 'Linux' or ctypes.sizeof(ctypes.c_long) != 8: sys.exit(3)
      answer = ctypes.CDLL(None).adjtimex(ctypes.create_string_buffer(208))
      print('unknown' if answer < 0 else 'unsynchronised' if answer == 5 else 'ok')
      """;

  private static Optional<String> askPython() throws InterruptedException {
    try {
      Process python = new ProcessBuilder("python3", "-c", ASK).start();
      String said = new String(python.getInputStream().readAllBytes(), UTF_8).strip();
      return python.waitFor() == 0 ? Optional.of(said) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  @Test
  void saysOfThisHostWhatAnotherProgramIsTold() throws InterruptedException {
    Optional<String> python = askPython();
    assumeTrue(python.isPresent(), "no python3 on the path, or no 64-bit Linux");
    assertEquals(python.get(), KernelClock.ofHost().get().state());
  }

  @Test
  void readsFieldsWhereTheKernelPutsThem() {
    assumeTrue(System.getProperty("os.name").equals("Linux"), "no Linux here");
    ClockStatus status = KernelClock.ofHost().get();
    if (status instanceof ClockStatus.Known known) {
      assertTrue(known.maxErrorMicros() >= known.errorMicros(), known.toString());
      // The kernel lets nobody go beyond 500 parts per million.
      assertTrue(Math.abs(known.frequencyPpb()) <= 500_000, known.toString());
    } else {
      ClockStatus.Unknown unknown = assertInstanceOf(ClockStatus.Unknown.class, status);
      assertTrue(unknown.reason().contains("errno"), unknown.reason());
    }
  }

  @Test
  void saysWhyItDoesNotKnowElsewhere() {
    for (List<String> platform :
        List.of(List.of("Mac OS X", "aarch64"), List.of("Linux", "riscv64"), List.of("", ""))) {
      ClockStatus status = KernelClock.on(platform.getFirst(), platform.getLast()).get();
      ClockStatus.Unknown unknown = assertInstanceOf(ClockStatus.Unknown.class, status);
      assertTrue(unknown.reason().contains(platform.getLast()), unknown.reason());
    }
  }

  @Test
  void saysSoWhereNativeAccessIsForbidden() throws IOException, InterruptedException {
    assumeTrue(System.getProperty("os.name").equals("Linux"), "no Linux here");
    Process denied =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--illegal-native-access=deny",
                "-cp",
                System.getProperty("java.class.path"),
                KernelClockProcess.class.getName())
            .redirectErrorStream(true)
            .start();
    String said = new String(denied.getInputStream().readAllBytes(), UTF_8).strip();
    assertEquals(0, denied.waitFor(), said);
    assertEquals("Unknown[reason=native access is not enabled]", said);
  }
}
