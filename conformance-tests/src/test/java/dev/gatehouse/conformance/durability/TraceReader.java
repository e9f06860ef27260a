package dev.gatehouse.conformance.durability;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Reads what the traced process tells, until it ends. Confined to one thread. */
final class TraceReader {
  private static final int HEAD_BYTES = 32;
  private static final int BUFFER_BYTES = 1 << 20;

  private final Consumer<TraceEvent> to;

  TraceReader(Consumer<TraceEvent> to) {
    this.to = to;
  }

  /** Reads a pipe to its end, which is the end of the process. */
  void read(Path pipe) throws IOException {
    byte[] head = new byte[HEAD_BYTES];
    try (InputStream raw = Files.newInputStream(pipe);
        DataInputStream in = new DataInputStream(new BufferedInputStream(raw, BUFFER_BYTES))) {
      while (true) {
        try {
          in.readFully(head);
        } catch (EOFException e) {
          return;
        }
        ByteBuffer fields = ByteBuffer.wrap(head).order(ByteOrder.nativeOrder());
        int kind = fields.getInt();
        byte[] bytes = new byte[fields.getInt()];
        in.readFully(bytes);
        to.accept(event(kind, fields.getLong(), fields.getLong(), fields.getLong(), bytes));
      }
    }
  }

  private static TraceEvent event(int kind, long object, long thread, long number, byte[] bytes)
      throws IOException {
    return switch (kind) {
      case 1 -> new TraceEvent.Named(object, new String(bytes, StandardCharsets.UTF_8));
      case 2 -> new TraceEvent.Wrote(object, ByteBuffer.wrap(bytes));
      case 3 -> new TraceEvent.SyncBegan(object, thread);
      case 4 -> new TraceEvent.SyncEnded(object, thread, number == 1);
      case 5 -> new TraceEvent.SendBegan(object, thread);
      case 6 -> new TraceEvent.Sent(object, thread, (int) number, ByteBuffer.wrap(bytes));
      default -> throw new IOException("an unknown event " + kind);
    };
  }
}
