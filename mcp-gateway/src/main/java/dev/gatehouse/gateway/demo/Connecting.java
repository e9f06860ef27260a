package dev.gatehouse.gateway.demo;

import java.net.URI;
import java.nio.file.Path;

/** How to connect a client of one's own: what to type, and what to write into which file. */
final class Connecting {
  private Connecting() {}

  static void print(Screen screen, URI mcp, Path launcher, Path configuration) {
    screen.heading("Connect a client of your own, while this runs");
    http(screen, mcp.toString());
    screen.gap();
    screen.text(
        "Clients that start a command get a gateway of their own, with the same upstreams and"
            + " policy, and its own recordings:");
    stdio(screen, launcher.toString(), configuration.toString());
  }

  private static void http(Screen screen, String url) {
    screen.text("Claude Code");
    screen.verbatim("claude mcp add --transport http gatehouse " + url);
    screen.text("Codex");
    screen.verbatim("codex mcp add gatehouse --url " + url);
    screen.text("VS Code");
    screen.verbatim(
        "code --add-mcp '{\"name\":\"gatehouse\",\"type\":\"http\",\"url\":\"%s\"}'"
            .formatted(url));
    screen.text("Cursor, in ~/.cursor/mcp.json");
    screen.verbatim("{ \"mcpServers\": { \"gatehouse\": { \"url\": \"%s\" } } }".formatted(url));
  }

  private static void stdio(Screen screen, String launcher, String configuration) {
    screen.text("Claude Desktop, in claude_desktop_config.json; Cursor takes the same");
    screen.verbatim(
        """
        { "mcpServers": { "gatehouse": {
            "command": "%s",
            "args": [ "stdio", "--config",
              "%s" ] } } }\
        """
            .formatted(launcher, configuration));
    screen.text("Claude Code");
    screen.verbatim(
        "claude mcp add gatehouse -- %s stdio \\%n  --config %s"
            .formatted(launcher, configuration));
    screen.text("Codex");
    screen.verbatim(
        "codex mcp add gatehouse -- %s stdio \\%n  --config %s".formatted(launcher, configuration));
  }
}
