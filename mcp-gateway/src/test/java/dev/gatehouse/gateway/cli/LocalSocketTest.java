package dev.gatehouse.gateway.cli;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A socket that a note names, which another user may have made. */
class LocalSocketTest {
  @Test
  void isTriedOnlyInAFolderOfThisUserAlone() throws Exception {
    Path folder = Files.createTempDirectory("gatehouse-");
    Path socket = folder.resolve("socket");
    Path link = folder.resolveSibling(folder.getFileName() + "-link");
    RunningGateway noted = new RunningGateway(Optional.empty(), socket);
    try (ServerSocketChannel listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      listening.bind(UnixDomainSocketAddress.of(socket));
      assertTrue(connects(noted));
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
      assertFalse(connects(noted));
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
      Files.createSymbolicLink(link, folder);
      assertFalse(connects(new RunningGateway(Optional.empty(), link.resolve("socket"))));
      assertTrue(connects(noted));
    } finally {
      Files.deleteIfExists(link);
      Files.deleteIfExists(socket);
      Files.delete(folder);
    }
  }

  private static boolean connects(RunningGateway noted) {
    Optional<Relay> relay = Relay.to(noted);
    relay.ifPresent(Relay::close);
    return relay.isPresent();
  }
}
