package dev.gatehouse.adapters.mcp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gatehouse.adapters.Deadline;
import dev.gatehouse.adapters.UpstreamException;
import dev.gatehouse.adapters.UpstreamException.Kind;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SseReaderTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "data: a~~ | a",
        "data:a~~ | a",
        "data:  a~~ | ` a`",
        "data: a~data: b~~ | a^b",
        "data: a~~data: b~~ | a;b",
        ": ping~~data: a~~ | a",
        "data: a~: ping~data: b~~ | a^b",
        "event: message~data: a~~ | a",
        "event: other~data: a~~data: b~~ | b",
        "id: 7~data:~~data: a~~ | a",
        "id: 7~~retry: 100~~data: a~~ | a",
        "retry: 1~event:~data: a~id: 8~~ | a",
        "data~~data: a~~ | a",
        "data~data~~ | ^",
        "unknown: x~data: a~~ | a",
        "dataa: x~data: a~~ | a",
        "~~~data: a~~ | a",
        "\uFEFFdata: a~~ | a",
        "data: \uFEFFé😀~~ | \uFEFFé😀",
        "data: a:b: c~~ | a:b: c",
      })
  void findsEvents(String stream, String events) throws Exception {
    for (String end : List.of("\n", "\r\n", "\r")) {
      byte[] bytes = stream.strip().replace("~", end).getBytes(UTF_8);
      assertEquals(events.replace("^", "\n"), read(bytes, bytes.length, 1_000), end);
      assertEquals(events.replace("^", "\n"), read(bytes, 1, 1_000), end);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "data: a", "data: a\n", "data: a\r", "data: a\r\n", ": x\n\n"})
  void findsNoneWhereTheEndCutsItOff(String stream) throws Exception {
    assertEquals("", read(stream.getBytes(UTF_8), 3, 1_000));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6})
  void findsTheSameHoweverTheStreamIsCut(int seed) throws Exception {
    Random random = new Random(seed);
    String[] parts = {"data: x", "data:", "event: other", "\n", "\r", "\r\n", ": c", "é", "\n\n"};
    for (int i = 0; i < 500; i++) {
      StringBuilder text = new StringBuilder();
      for (int n = random.nextInt(20); n > 0; n--) {
        text.append(parts[random.nextInt(parts.length)]);
      }
      byte[] bytes = text.toString().getBytes(UTF_8);
      String whole = read(bytes, bytes.length + 1, 10_000);
      assertEquals(whole, read(bytes, 1 + random.nextInt(5), 10_000), text.toString());
    }
  }

  @Test
  void refusesAnEventBeyondTheLimit() throws Exception {
    String line = "data: " + "x".repeat(100) + "\n";
    assertEquals("x".repeat(100), read((line + "\n").getBytes(UTF_8), 7, 100));
    Calls.refused(
        Kind.UNINTELLIGIBLE,
        () -> read((line + "data: xxxxxxxxxxxxxxxxxx\n\n").getBytes(UTF_8), 7, 100));
    Calls.refused(Kind.UNINTELLIGIBLE, () -> read("x".repeat(200).getBytes(UTF_8), 7, 100));
    Calls.refused(Kind.UNINTELLIGIBLE, () -> read((":" + "x".repeat(200)).getBytes(UTF_8), 7, 100));
  }

  private static String read(byte[] stream, int atOnce, int bytesMax)
      throws UpstreamException, InterruptedException {
    ByteArrayInputStream in = new ByteArrayInputStream(stream);
    SseReader reader =
        new SseReader(
            (into, _) -> in.read(into, 0, Math.min(Math.max(1, atOnce), into.length)),
            bytesMax,
            new Failures("u"));
    List<String> events = new ArrayList<>();
    Deadline deadline = Deadline.after(Duration.ofSeconds(1));
    Optional<byte[]> event = reader.next(deadline);
    while (event.isPresent()) {
      events.add(new String(event.get(), UTF_8));
      event = reader.next(deadline);
    }
    return String.join(";", events);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "data: a~~ | ` `",
        "id: 7~data: a~~ | 7 ",
        "id: 7~retry: 100~data:~~data: a~~ | 7 100",
        "id: 7~~data: a~~id: 8~data: b~ | 7 ",
        "id: 7~~id:~data: a~~ | ` `",
        "id: 7~~id: \u00e9~data: a~~ | 7 ",
        "event: x~id: 7~data: a~~ | 7 ",
        "retry: 1s~retry: -1~retry:~data: a~~ | ` `",
        "retry: 9999999999~data: a~~ | ` `",
        "retry: 0~data: a~~ | ` 0`",
      })
  void remembersWhereItCanBeTakenUpAgain(String stream, String expected) throws Exception {
    byte[] bytes = stream.strip().replace("~", "\n").getBytes(UTF_8);
    ByteArrayInputStream in = new ByteArrayInputStream(bytes);
    SseReader reader =
        new SseReader((into, _) -> in.read(into, 0, into.length), 1_000, new Failures("u"));
    while (reader.next(Deadline.after(Duration.ofSeconds(1))).isPresent()) {
      // To the end.
    }
    SseReader.Position position = reader.position();
    assertEquals(
        expected.strip(),
        (position.lastId().orElse("")
                + " "
                + position.retry().map(wait -> "" + wait.toMillis()).orElse(""))
            .strip());
  }
}
