package dev.gatehouse.adapters.dial;

import dev.gatehouse.adapters.Deadline;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import jdk.net.ExtendedSocketOptions;

/**
 * Opens connections for HTTP, to addresses that the rules admit.
 *
 * <p>Guarantee: a host is resolved once for each connection, and what is connected to is one of the
 * addresses that were checked. A name of which one address is refused is refused: what mixes them
 * is no mistake. Thread-safe.
 */
public final class Dialler {
  private static final Logger LOG = System.getLogger(Dialler.class.getName());
  private static final int ADDRESSES_MAX = 8;
  // A server that is gone without a word is noticed by who listens to it in minutes, not in hours.
  private static final int KEEP_ALIVE_SECONDS = 60;

  /** How a host's addresses are found out. */
  @FunctionalInterface
  public interface Resolver {
    /** Its addresses, at least one. */
    List<InetAddress> addresses(String host) throws UnknownHostException;
  }

  /**
   * A connection.
   *
   * @param channel that carries it
   * @param socket the channel's own, or TLS over it
   */
  public record Dialled(SocketChannel channel, Socket socket) {}

  private final DialRules rules;
  private final SSLContext tls;
  private final Resolver resolver;

  /** By these rules, trusting whom this context trusts, and asking this resolver. */
  public Dialler(DialRules rules, SSLContext tls, Resolver resolver) {
    this.rules = rules;
    this.tls = tls;
    this.resolver = resolver;
  }

  /** By these rules, trusting whom this context trusts, and asking the operating system. */
  public Dialler(DialRules rules, SSLContext tls) {
    this(rules, tls, host -> List.of(InetAddress.getAllByName(host)));
  }

  /** To public addresses, trusting whom this Java trusts. */
  public static Dialler standard() {
    try {
      return new Dialler(DialRules.PUBLIC, SSLContext.getDefault());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no default TLS context", e);
    }
  }

  /** The same, which may also connect to the address in this URL, where one stands in it. */
  public Dialler naming(URI configured) {
    return new Dialler(rules.naming(configured), tls, resolver);
  }

  /** The same by other rules, trusting the same authorities. */
  public Dialler by(DialRules other) {
    return new Dialler(other, tls, resolver);
  }

  /**
   * A connection to the host of this URL; with TLS, where it begins with {@code https}.
   *
   * @throws DialRefusedException where the rules do not admit its address
   * @throws IOException where none can be opened
   */
  public Dialled dial(URI uri, Deadline deadline) throws IOException {
    String host = DialRules.host(uri);
    List<InetAddress> addresses = resolver.addresses(host);
    for (InetAddress address : addresses) {
      Optional<String> refusal = rules.refusal(host, address);
      if (refusal.isPresent()) {
        // Clients are told no addresses: this is the only place where the reason is said.
        LOG.log(Level.WARNING, "event=not-dialled cause=\"" + refusal.get() + "\"");
        throw new DialRefusedException(refusal.get());
      }
    }
    IOException last = new IOException("the host has no address");
    // Each in turn: `localhost` is two addresses, and a server may listen on one of them only.
    for (InetAddress address : addresses.subList(0, Math.min(addresses.size(), ADDRESSES_MAX))) {
      try {
        return open(uri, new InetSocketAddress(address, port(uri)), deadline);
      } catch (IOException e) {
        last = e;
        if (Thread.currentThread().isInterrupted() || deadline.hasPassed()) {
          break;
        }
      }
    }
    throw last;
  }

  // Whoever dialled owns the channel.
  @SuppressWarnings("resource")
  private Dialled open(URI uri, InetSocketAddress address, Deadline deadline) throws IOException {
    SocketChannel channel = SocketChannel.open();
    try {
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
      if (channel.supportedOptions().contains(ExtendedSocketOptions.TCP_KEEPIDLE)) {
        channel.setOption(ExtendedSocketOptions.TCP_KEEPIDLE, KEEP_ALIVE_SECONDS);
      }
      channel.socket().connect(address, millis(deadline));
      return new Dialled(
          channel, isTls(uri) ? secured(channel.socket(), uri, deadline) : channel.socket());
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private SSLSocket secured(Socket plain, URI uri, Deadline deadline) throws IOException {
    SSLSocket socket =
        (SSLSocket)
            tls.getSocketFactory().createSocket(plain, DialRules.host(uri), port(uri), true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    parameters.setApplicationProtocols(new String[] {"http/1.1"});
    socket.setSSLParameters(parameters);
    socket.setSoTimeout(millis(deadline));
    socket.startHandshake();
    return socket;
  }

  private static int millis(Deadline deadline) {
    return Math.clamp(deadline.remaining().toMillis(), 1, Integer.MAX_VALUE);
  }

  private static boolean isTls(URI uri) {
    return uri.getScheme().toLowerCase(Locale.ROOT).equals("https");
  }

  private static int port(URI uri) {
    if (uri.getPort() >= 0) {
      return uri.getPort();
    }
    return isTls(uri) ? 443 : 80;
  }
}
