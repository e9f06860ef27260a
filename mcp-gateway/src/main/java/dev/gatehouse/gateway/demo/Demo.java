package dev.gatehouse.gateway.demo;

import dev.gatehouse.gateway.Gateway;
import dev.gatehouse.gateway.GatewayStartException;
import dev.gatehouse.gateway.config.Configuration;
import dev.gatehouse.gateway.config.ConfigurationFile;
import dev.gatehouse.gateway.config.ConfigurationReading;
import dev.gatehouse.recordings.RecordingException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The demonstration from its first line to its exit code. Confined to one thread. */
public final class Demo {
  private static final Duration CLOSED_WITHIN = Duration.ofSeconds(15);

  private final DemoSettings settings;
  private final Screen screen;

  /** A demonstration that has not begun. */
  public Demo(DemoSettings settings) {
    this.settings = settings;
    this.screen = new Screen(settings.out(), settings.colours());
  }

  /**
   * Tells the whole story; without {@code once} it returns only when the process is told to stop.
   *
   * @return 0 if every step went as expected, else 1
   */
  public int run() {
    screen.title(
        "Gatehouse " + settings.version(),
        "an MCP gateway that leaves a trail which can be proved");
    screen.heading("Two servers, and a gateway before them");
    CountDownLatch ended = new CountDownLatch(1);
    try (BillingServer billing = BillingServer.start(0)) {
      screen.done("billing", "made-up invoices, a server over HTTP on " + billing.uri());
      DemoFolder folder = DemoFolder.write(place(), billing.uri());
      Configuration configuration = configuration(folder);
      Gateway gateway = Gateway.start(configuration, settings.version());
      try (AutoCloseable _ = settings.hosting().of(gateway, configuration)) {
        screen.done("gateway", gateway.uri().toString());
        long last = session(gateway, billing, folder);
        new Trail(screen, folder).follow(last);
        conclude(folder);
        if (!settings.once()) {
          stayUp(folder, gateway.uri(), ended);
        }
      }
    } catch (IOException | GatewayStartException e) {
      screen.wrong("demo", String.valueOf(e.getMessage()));
    } catch (Exception e) {
      screen.wrong("demo", "ended early: " + e);
    } finally {
      ended.countDown();
    }
    screen.gap();
    return screen.hasFailed() ? 1 : 0;
  }

  private void conclude(DemoFolder folder) {
    screen.gap();
    if (screen.hasFailed()) {
      screen.wrong("demo", "a step was not as expected; its files are in " + folder.path());
    } else {
      screen.done("demo", "every step was as expected; its files are in " + folder.path());
    }
  }

  private Path place() throws IOException {
    if (settings.directory().isEmpty()) {
      return Files.createTempDirectory("gatehouse-demo-");
    }
    return settings.directory().get();
  }

  private static Configuration configuration(DemoFolder folder) throws IOException {
    return switch (ConfigurationFile.read(folder.configuration())) {
      case ConfigurationReading.Accepted accepted -> accepted.configuration();
      case ConfigurationReading.Rejected rejected ->
          throw new IOException("the demonstration's own configuration: " + rejected.problems());
    };
  }

  private long session(Gateway gateway, BillingServer billing, DemoFolder folder)
      throws InterruptedException, RecordingException {
    String who = System.getProperty("user.name");
    Approver approver = new Approver(screen, gateway, folder, launcher(), who);
    try (Agent agent = Agent.connect(gateway.uri())) {
      List<String> tools = agent.tools();
      long crm = tools.stream().filter(tool -> tool.startsWith("crm__")).count();
      screen.done("crm", "a made-up CRM, a child process of the gateway");
      screen.done(
          "agent",
          "%s, the user of this machine, by MCP %s; is shown %d tools, %d of them the CRM's"
              .formatted(who, agent.revision(), tools.size(), crm));
      screen.heading("What the agent does, and what becomes of it");
      long last = 0;
      int number = 0;
      for (Step step : Script.steps(billing::refunds)) {
        number++;
        Heard heard;
        if (step.isHeld()) {
          heard = approver.decide(number, step, agent);
        } else {
          heard = agent.call(step.tool(), step.arguments());
          screen.call(number, who, step, heard);
        }
        last = Math.max(last, heard.index());
      }
      return last;
    }
  }

  private Path launcher() {
    return settings.launcher().orElse(Path.of("gatehouse"));
  }

  private void stayUp(DemoFolder folder, URI mcp, CountDownLatch ended)
      throws InterruptedException {
    Path launcher = launcher();
    Connecting.print(screen, mcp, launcher, folder.forStdio());
    screen.heading("Where things are");
    screen.item("policy", folder.policy().toString());
    screen.item("recordings", folder.data().toString());
    screen.item("watch", "%s log --follow --data %s".formatted(launcher, folder.data()));
    screen.item("decide", "%s approvals --config %s".formatted(launcher, folder.configuration()));
    screen.gap();
    screen.text("It stays up. Press Ctrl-C to end it.");
    CountDownLatch told = new CountDownLatch(1);
    // The process ends when this hook does: not before the log is closed.
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(told, ended), "end-of-demo"));
    told.await();
    screen.gap();
    screen.text("Ended. The recordings stay in " + folder.data());
  }

  private static void end(CountDownLatch told, CountDownLatch ended) {
    told.countDown();
    try {
      ended.await(CLOSED_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
