package dev.gatehouse.gateway.transport;

import dev.gatehouse.gateway.tls.FrontTls;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How the HTTP edge listens and what it lets in.
 *
 * @param host an address of this machine
 * @param port 0 for a free one
 * @param isLoopback whether nobody but this machine can connect
 * @param bodyBytesMax of one message
 * @param concurrentMax messages at work at one time; more are told to come back
 * @param streamsMax streams of server messages open at one time, which are no messages at work
 * @param silenceMax how long the stream of a call may say nothing before it is closed, for its
 *     client to come back for the rest
 * @param offersSse whether the transport of 2024-11-05 is served too
 * @param allowedOrigins of pages that may call, beside those of this machine on loopback
 * @param allowedHosts values of {@code Host} that are accepted; without any, on another interface
 *     than loopback, every one is
 * @param resourceMetadata JSON of RFC 9728, where tokens are asked for
 * @param origin scheme, host and port by which clients know the gateway
 * @param tls what is spoken with them, where it is not plain HTTP
 */
public record HttpSettings(
    String host,
    int port,
    boolean isLoopback,
    int bodyBytesMax,
    int concurrentMax,
    int streamsMax,
    Duration silenceMax,
    boolean offersSse,
    List<String> allowedOrigins,
    List<String> allowedHosts,
    Optional<String> resourceMetadata,
    URI origin,
    Optional<FrontTls> tls) {
  /** Where the metadata of RFC 9728 is served, there and below. */
  public static final String METADATA_PATH = "/.well-known/oauth-protected-resource";

  public HttpSettings {
    allowedOrigins = List.copyOf(allowedOrigins);
    allowedHosts = List.copyOf(allowedHosts);
  }
}
