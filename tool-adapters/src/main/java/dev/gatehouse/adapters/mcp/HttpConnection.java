package dev.gatehouse.adapters.mcp;

import dev.gatehouse.adapters.Deadline;
import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.DataWriter;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.common.socket.PlainSocket;
import io.helidon.webclient.api.ClientConnection;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One connection to a server, with what Helidon's own lacks: each read ends at the call's deadline,
 * a peer that sends more than is allowed is cut off before it fills the heap (Helidon reads a whole
 * chunk, whatever size the peer states), and a connection that the peer has closed is noticed
 * before it is used again. Interrupting a thread that reads or writes closes it. Confined to one
 * thread at a time.
 */
final class HttpConnection implements ClientConnection {

  /** The peer sent more than was allowed. */
  static final class TooLongException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooLongException(long bytesMax) {
      super("more than " + bytesMax + " bytes");
    }
  }

  private static final int READ_BYTES = 16 << 10;

  private final SocketChannel channel;
  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;
  private final DataReader reader;
  private final HelidonSocket helidonSocket;
  private final byte[] buffer = new byte[READ_BYTES];
  private Deadline deadline = Deadline.after(Duration.ZERO);
  private long bytesMax;
  private long bytesLeft;
  private long idleSince;

  /**
   * Over a connected channel.
   *
   * @param socket the channel's own, or TLS over it
   */
  HttpConnection(SocketChannel channel, Socket socket) throws IOException {
    this.channel = channel;
    this.socket = socket;
    this.in = socket.getInputStream();
    this.out = socket.getOutputStream();
    this.reader = DataReader.create(this::pull);
    this.helidonSocket = PlainSocket.client(socket, "upstream");
  }

  /** Prepares it for one exchange. */
  void begin(Deadline ends, long mayReceive) {
    deadline = ends;
    bytesMax = mayReceive;
    bytesLeft = mayReceive;
  }

  /** From now on, its reads end at this deadline. */
  void until(Deadline ends) {
    deadline = ends;
  }

  /** Allows the full amount again, because what came so far has been taken. */
  void allowMore() {
    bytesLeft = bytesMax;
  }

  /** Notes that it is not used from now on. */
  void rest() {
    idleSince = System.nanoTime();
  }

  /** Whether nobody has used it for so long. */
  boolean restedFor(Duration duration) {
    return System.nanoTime() - idleSince > duration.toNanos();
  }

  /**
   * Whether it can carry another request: it rested for less than {@code idleMax}, and the peer has
   * neither closed it nor sent anything that nobody asked for.
   */
  boolean isFresh(Duration idleMax) {
    if (restedFor(idleMax)) {
      return false;
    }
    try {
      channel.configureBlocking(false);
      boolean silent = channel.read(ByteBuffer.allocate(1)) == 0;
      channel.configureBlocking(true);
      return silent;
    } catch (IOException _) {
      return false;
    }
  }

  @Override
  public DataReader reader() {
    return reader;
  }

  @Override
  public DataWriter writer() {
    return new DirectWriter(out);
  }

  @Override
  public String channelId() {
    return "upstream";
  }

  @Override
  public HelidonSocket helidonSocket() {
    return helidonSocket;
  }

  /** Nothing: the deadline counts, not the time of each read. */
  @Override
  public void readTimeout(Duration readTimeout) {}

  /** Nothing: whether it is used again is decided by who took it from the pool. */
  @Override
  public void releaseResource() {}

  @Override
  public void closeResource() {
    try {
      // Not through TLS, whose farewell could block behind an unread answer.
      channel.close();
    } catch (IOException _) {
      // It is closed as far as we are concerned.
    }
  }

  /** What came next; nothing, which is Helidon's sign for the end, where the peer closed. */
  private byte @Nullable [] pull() {
    Duration left = deadline.remaining();
    if (left.isZero()) {
      throw new UncheckedIOException(new SocketTimeoutException("the deadline has passed"));
    }
    try {
      socket.setSoTimeout(Math.clamp(left.toMillis(), 1, Integer.MAX_VALUE));
      int count = in.read(buffer);
      if (count < 0) {
        return null;
      }
      bytesLeft -= count;
      if (bytesLeft < 0) {
        throw new TooLongException(bytesMax);
      }
      return Arrays.copyOf(buffer, count);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes at once: a request is written in one piece. */
  private record DirectWriter(OutputStream out) implements DataWriter {
    @Override
    public void write(BufferData... buffers) {
      for (BufferData each : buffers) {
        each.writeTo(out);
      }
    }

    @Override
    public void write(BufferData each) {
      each.writeTo(out);
    }

    @Override
    public void writeNow(BufferData... buffers) {
      write(buffers);
    }

    @Override
    public void writeNow(BufferData each) {
      each.writeTo(out);
    }
  }
}
