package dev.gatehouse.gateway.routing;

/** A path that clients send messages to. */
public sealed interface Endpoint {
  /** Shows every upstream. */
  String FEDERATED_PATH = "/mcp";

  /** The path. */
  String path();

  /** The one with this path, which is one of an endpoint. */
  static Endpoint at(String path) {
    return path.equals(FEDERATED_PATH)
        ? new Federated()
        : new Single(path.substring(FEDERATED_PATH.length() + 1));
  }

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
