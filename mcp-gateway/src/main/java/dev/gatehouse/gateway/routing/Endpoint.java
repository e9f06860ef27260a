package dev.gatehouse.gateway.routing;

/** A path that clients send messages to. */
public sealed interface Endpoint {
  /** Shows every upstream. */
  String FEDERATED_PATH = "/mcp";

  /** The path. */
  String path();

  /** {@code /mcp}: every upstream, names prefixed. */
  record Federated() implements Endpoint {
    @Override
    public String path() {
      return FEDERATED_PATH;
    }
  }

  /** {@code /mcp/<upstream>}: one upstream, names as it gives them. */
  record Single(String upstream) implements Endpoint {
    @Override
    public String path() {
      return FEDERATED_PATH + "/" + upstream;
    }
  }
}
