package dev.gatehouse.gateway.exchange;

import dev.gatehouse.adapters.jsonrpc.JsonLimits;
import dev.gatehouse.adapters.jsonrpc.JsonRpcException;
import dev.gatehouse.adapters.jsonrpc.JsonStrings;
import dev.gatehouse.adapters.jsonrpc.Message;
import java.nio.charset.StandardCharsets;
import java.util.StringJoiner;

/** Messages that nobody sent, for who asks what policies would say of them. */
public final class DraftedCall {
  private DraftedCall() {}

  /**
   * A call.
   *
   * @param name of a tool or a prompt, or the URI of a resource; empty where the method has none
   * @param arguments a JSON object
   * @throws IllegalArgumentException where that is no call
   */
  public static Message.Request request(String method, String name, String arguments) {
    StringJoiner params = new StringJoiner(",", "{", "}");
    if (!name.isEmpty()) {
      String member = method.startsWith("resources/") ? "uri" : "name";
      params.add("\"" + member + "\":" + JsonStrings.quote(name));
    }
    params.add("\"arguments\":" + arguments);
    String text =
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":%s,\"params\":%s}"
            .formatted(JsonStrings.quote(method), params);
    if (read(text) instanceof Message.Request request) {
      return request;
    }
    throw new IllegalArgumentException("that is no call");
  }

  /**
   * A reply with this result.
   *
   * @param result a JSON object
   * @throws IllegalArgumentException where that is no reply
   */
  public static Message.Response response(String result) {
    String text = "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":" + result + "}";
    if (read(text) instanceof Message.Response response) {
      return response;
    }
    throw new IllegalArgumentException("that is no result");
  }

  private static Message read(String text) {
    try {
      return Message.read(text.getBytes(StandardCharsets.UTF_8), JsonLimits.STANDARD);
    } catch (JsonRpcException e) {
      throw new IllegalArgumentException(e.error().message(), e);
    }
  }
}
