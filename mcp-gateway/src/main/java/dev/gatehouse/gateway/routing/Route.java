package dev.gatehouse.gateway.routing;

/** Where a call goes. */
public sealed interface Route {

  /**
   * To an upstream.
   *
   * @param upstream by its configured name
   * @param name of the tool, prompt or resource as the upstream knows it; empty where there is none
   */
  record To(String upstream, String name) implements Route {
    /** The name in policies and in the record, whatever the endpoint. */
    public String canonicalName() {
      return Router.canonicalName(upstream, name);
    }
  }

  /**
   * Nowhere.
   *
   * @param why what the client should know; repeats nothing that it sent
   */
  record Nowhere(String why) implements Route {}
}
