package dev.gatehouse.recordings.verify;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.gatehouse.recordings.Mutations;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class LineBufferFuzzTest {
  @Test
  void readsLinesStrictly() {
    String lines = "{\"entry\":0}\n" + "x".repeat(70_000) + "\n\n{\"entry\":1}\n";
    Mutations.requireStrict(
        lines.getBytes(US_ASCII),
        IOException.class,
        bytes -> {
          LineBuffer reader = new LineBuffer();
          reader.begin(new ByteArrayInputStream(bytes));
          StringBuilder again = new StringBuilder();
          while (reader.nextLine()) {
            int length = reader.lineEnd() - reader.lineStart();
            again.append(new String(reader.bytes(), reader.lineStart(), length, ISO_8859_1));
            again.append('\n');
          }
          return again.toString().getBytes(ISO_8859_1);
        });
  }
}
