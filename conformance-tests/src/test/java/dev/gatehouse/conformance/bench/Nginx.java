package dev.gatehouse.conformance.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A plain reverse proxy, where nginx is installed. */
final class Nginx implements AutoCloseable {
  private final Process process;
  private final URI uri;

  private Nginx(Process process, URI uri) {
    this.process = process;
    this.uri = uri;
  }

  /** Starts it before this upstream; nothing where there is no nginx. */
  static Optional<Nginx> before(URI upstream, Path folder) throws IOException {
    int port = freePort();
    Path configuration =
        Files.writeString(
            folder.resolve("nginx.conf"),
            """
            worker_processes auto;
            pid %1$s/nginx.pid;
            error_log %1$s/nginx-error.log;
            daemon off;
            events { worker_connections 1024; }
            http {
              access_log off;
              client_body_temp_path %1$s/nginx-body;
              proxy_temp_path %1$s/nginx-proxy;
              fastcgi_temp_path %1$s/nginx-fastcgi;
              uwsgi_temp_path %1$s/nginx-uwsgi;
              scgi_temp_path %1$s/nginx-scgi;
              keepalive_requests 100000000;
              upstream fixture { server %2$s; keepalive 128; keepalive_requests 100000000; }
              server {
                listen 127.0.0.1:%3$d;
                location / {
                  proxy_pass http://fixture;
                  proxy_http_version 1.1;
                  proxy_set_header Connection "";
                  proxy_buffers 16 64k;
                  proxy_buffer_size 64k;
                }
              }
            }
            """
                .formatted(folder, upstream.getAuthority(), port));
    try {
      Process process =
          new ProcessBuilder("nginx", "-c", configuration.toString()).inheritIO().start();
      process.waitFor(1, TimeUnit.SECONDS);
      return process.isAlive()
          ? Optional.of(new Nginx(process, URI.create("http://127.0.0.1:" + port + "/mcp")))
          : Optional.empty();
    } catch (IOException notInstalled) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  URI uri() {
    return uri;
  }

  @Override
  public void close() {
    process.destroy();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
