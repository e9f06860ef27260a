package dev.gatehouse.gateway.channels;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * TLS with one host over connections that are there already. It opens none itself, whoever asks:
 * the address would not have been looked at.
 *
 * <p>Guarantee: the certificate is for the host's name, or the handshake fails. Thread-safe.
 */
final class HostTls extends SSLSocketFactory {
  private final SSLSocketFactory factory;
  private final String host;
  private final int port;

  HostTls(SSLSocketFactory factory, String host, int port) {
    this.factory = factory;
    this.host = host;
    this.port = port;
  }

  /** TLS over this connection; the handshake comes with the first byte. */
  SSLSocket over(Socket socket) throws IOException {
    SSLSocket secured = (SSLSocket) factory.createSocket(socket, host, port, true);
    SSLParameters parameters = secured.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
    secured.setSSLParameters(parameters);
    return secured;
  }

  /** Over this connection, with our host, whatever name is given. */
  @Override
  public Socket createSocket(Socket socket, String name, int number, boolean autoClose)
      throws IOException {
    return over(socket);
  }

  @Override
  public String[] getDefaultCipherSuites() {
    return factory.getDefaultCipherSuites();
  }

  @Override
  public String[] getSupportedCipherSuites() {
    return factory.getSupportedCipherSuites();
  }

  @Override
  public Socket createSocket(String name, int number) throws IOException {
    throw new IOException("connections are dialled by the rules");
  }

  @Override
  public Socket createSocket(String name, int number, InetAddress local, int localPort)
      throws IOException {
    throw new IOException("connections are dialled by the rules");
  }

  @Override
  public Socket createSocket(InetAddress address, int number) throws IOException {
    throw new IOException("connections are dialled by the rules");
  }

  @Override
  public Socket createSocket(InetAddress address, int number, InetAddress local, int localPort)
      throws IOException {
    throw new IOException("connections are dialled by the rules");
  }
}
