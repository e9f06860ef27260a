package dev.gatehouse.gateway.demo;

import dev.gatehouse.gateway.Gateway;
import dev.gatehouse.gateway.config.Configuration;
import dev.gatehouse.gateway.config.ConfigurationFile;
import dev.gatehouse.gateway.config.ConfigurationReading;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** The demonstration from its first line to its exit code. Confined to one thread. */
public final class Demo {
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
    try (BillingServer billing = BillingServer.start(0)) {
      DemoFolder folder = DemoFolder.write(place(), billing.uri());
      screen.heading("Two servers, and a gateway before them");
      try (Gateway gateway = Gateway.start(configuration(folder), settings.version())) {
        URI mcp = gateway.uri();
        long last = session(mcp, billing);
        new Trail(screen, folder).follow(last);
        screen.gap();
        if (screen.hasFailed()) {
          screen.wrong("demo", "a step was not as expected; see " + folder.path());
        } else {
          screen.done("demo", "every step was as expected; all files are in " + folder.path());
        }
        if (!settings.once()) {
          stayUp(folder, mcp);
        }
      }
    } catch (Exception e) {
      screen.wrong("demo", "ended early: " + e);
    }
    screen.gap();
    return screen.hasFailed() ? 1 : 0;
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

  private long session(URI mcp, BillingServer billing) {
    String who = System.getProperty("user.name");
    try (Agent agent = Agent.connect(mcp)) {
      List<String> tools = agent.tools();
      screen.done("crm", count(tools, "crm__") + " tools of a made-up CRM, a child process");
      screen.done(
          "billing",
          count(tools, "billing__")
              + " tools of made-up invoices, over HTTP on "
              + billing.uri().getAuthority());
      screen.done("gateway", mcp.toString());
      screen.done(
          "agent",
          "speaks MCP %s as %s, the user of this machine".formatted(agent.revision(), who));
      screen.heading("What the agent does, and what becomes of it");
      long last = 0;
      int number = 0;
      for (Step step : Script.steps(billing::refunds)) {
        Heard heard = agent.call(step.tool(), step.arguments());
        number++;
        screen.call(number, who, step, heard);
        last = Math.max(last, heard.index());
      }
      return last;
    }
  }

  private static String count(List<String> tools, String prefix) {
    return Long.toString(tools.stream().filter(tool -> tool.startsWith(prefix)).count());
  }

  private void stayUp(DemoFolder folder, URI mcp) throws InterruptedException {
    Path launcher = settings.launcher().orElse(Path.of("gatehouse"));
    Connecting.print(screen, mcp, launcher, folder.forStdio());
    screen.heading("Where things are");
    screen.done("policy", folder.path().resolve("policy.yaml").toString());
    screen.done("recordings", folder.data().toString());
    screen.done("calls", "%s log --follow --data %s".formatted(launcher, folder.data()));
    screen.gap();
    screen.text("It stays up. Press Ctrl-C to end it.");
    screen.gap();
    CountDownLatch told = new CountDownLatch(1);
    told.await();
  }
}
