package dev.gatehouse.gateway.policy;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.Set;

/**
 * Tells that something happened in some folders, as far as the operating system says so.
 * Thread-safe.
 */
final class FolderEvents implements AutoCloseable {
  private static final Logger LOG = System.getLogger(FolderEvents.class.getName());

  private final WatchService service;

  private FolderEvents(WatchService service) {
    this.service = service;
  }

  /**
   * Begins to tell.
   *
   * @param changed is run for each change, by a thread that waits for it
   * @throws IOException where the operating system does not watch them
   */
  static FolderEvents of(Set<Path> folders, Runnable changed) throws IOException {
    WatchService service = FileSystems.getDefault().newWatchService();
    try {
      for (Path folder : folders) {
        folder.register(
            service,
            StandardWatchEventKinds.ENTRY_CREATE,
            StandardWatchEventKinds.ENTRY_MODIFY,
            StandardWatchEventKinds.ENTRY_DELETE);
      }
    } catch (IOException e) {
      service.close();
      throw e;
    }
    FolderEvents events = new FolderEvents(service);
    Thread.ofVirtual().name("policy-folders").start(() -> events.listen(changed));
    return events;
  }

  private void listen(Runnable changed) {
    try {
      while (true) {
        WatchKey key = service.take();
        key.pollEvents();
        // A folder that is gone is not watched any more; the regular look sees what comes of it.
        key.reset();
        changed.run();
      }
    } catch (ClosedWatchServiceException _) {
      // Closed: nobody wants to know.
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    try {
      service.close();
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "cannot end watching the policies' folders", e);
    }
  }
}
