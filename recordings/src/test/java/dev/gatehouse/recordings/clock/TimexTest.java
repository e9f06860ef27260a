package dev.gatehouse.recordings.clock;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TimexTest {
  private static final String LAYOUT =
      """
      #include <stddef.h>
      #include <stdio.h>
      #include <sys/timex.h>
      #define AT(field) offsetof(struct timex, field)
      int main(void) {
        printf("%zu %zu %zu %zu %zu %zu", sizeof(struct timex), AT(offset), AT(freq), AT(maxerror),
               AT(esterror), AT(status));
      }
      """;

  private static Timex timex(int status, long offset) {
    MemorySegment bytes = MemorySegment.ofArray(new long[(int) Timex.BYTES / 8]);
    bytes.set(JAVA_LONG, 8, offset);
    bytes.set(JAVA_LONG, 16, -65_536L * 3);
    bytes.set(JAVA_LONG, 24, 900);
    bytes.set(JAVA_LONG, 32, 12);
    bytes.set(JAVA_INT, 40, status);
    assertEquals(0, bytes.get(JAVA_BYTE, Timex.BYTES - 1));
    return Timex.read(bytes);
  }

  @Test
  void laysTheStructureOutAsTheCompilerDoes(@TempDir Path temporary)
      throws IOException, InterruptedException {
    assumeTrue(System.getProperty("os.name").equals("Linux"), "no Linux here");
    Path source = Files.writeString(temporary.resolve("layout.c"), LAYOUT);
    Path program = temporary.resolve("layout");
    boolean compiled = false;
    try {
      compiled =
          new ProcessBuilder("cc", "-o", program.toString(), source.toString())
                  .redirectErrorStream(true)
                  .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                  .start()
                  .waitFor()
              == 0;
    } catch (IOException e) {
      // Said by the assumption below.
    }
    assumeTrue(compiled, "no C compiler on the path");
    Process layout = new ProcessBuilder(program.toString()).start();
    assertEquals("208 8 16 24 32 40", new String(layout.getInputStream().readAllBytes(), UTF_8));
  }

  @Test
  void readsAClockThatIsKept() {
    ClockStatus.Known known = timex(0x0001, 7).status(0);
    assertEquals(new ClockStatus.Known(true, ClockStatus.Leap.NONE, 7, 12, 900, -3_000), known);
    assertEquals("ok", known.state());
  }

  @Test
  void readsNanosecondsWhereTheKernelCountsThem() {
    assertEquals(7, timex(0x2001, 7_999).status(0).offsetMicros());
    assertEquals(7_999, timex(0x0001, 7_999).status(0).offsetMicros());
  }

  @Test
  void readsAClockThatNobodyKeeps() {
    assertFalse(timex(0x0040, 0).status(5).synchronised());
    assertFalse(timex(0x0040, 0).status(0).synchronised());
    assertFalse(timex(0x1001, 0).status(0).synchronised());
    assertFalse(timex(0x0001, 0).status(5).synchronised());
    assertEquals("unsynchronised", timex(0x0040, 0).status(5).state());
  }

  @Test
  void readsLeapSeconds() {
    assertEquals(ClockStatus.Leap.INSERT_PENDING, timex(0x0011, 0).status(1).leap());
    assertEquals(ClockStatus.Leap.DELETE_PENDING, timex(0x0021, 0).status(2).leap());
    assertEquals(ClockStatus.Leap.IN_PROGRESS, timex(0x0011, 0).status(3).leap());
    assertEquals(ClockStatus.Leap.DONE, timex(0x0011, 0).status(4).leap());
    assertTrue(timex(0x0011, 0).status(1).synchronised());
  }
}
