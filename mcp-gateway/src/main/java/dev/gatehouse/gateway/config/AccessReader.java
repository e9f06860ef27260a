package dev.gatehouse.gateway.config;

import dev.gatehouse.policies.yaml.MappingReader;
import dev.gatehouse.policies.yaml.Problem;
import dev.gatehouse.policies.yaml.Problems;
import dev.gatehouse.policies.yaml.YamlNode;
import dev.gatehouse.policies.yaml.YamlNode.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads how the gateway is reached: the keys listen, allowed-origins, allowed-hosts. */
final class AccessReader {
  private static final Pattern HOST_AND_PORT =
      Pattern.compile("(?:\\[([0-9A-Fa-f:.]+)]|([0-9A-Za-z._-]+)):([0-9]{1,5})");
  private static final Pattern HOST =
      Pattern.compile("(?:\\[[0-9A-Fa-f:.]+]|[0-9A-Za-z._-]+)(?::[0-9]{1,5})?");

  private final String file;
  private final Problems problems;
  private final Problems warnings;

  AccessReader(String file, Problems problems, Problems warnings) {
    this.file = file;
    this.problems = problems;
    this.warnings = warnings;
  }

  Optional<ListenAddress> listen(MappingReader root) {
    Optional<YamlNode> node = root.node("listen");
    if (node.isEmpty()) {
      return Optional.empty();
    }
    String text = node.get() instanceof Scalar scalar ? scalar.text() : "";
    Matcher matcher = HOST_AND_PORT.matcher(text);
    int port = matcher.matches() ? Integer.parseInt(matcher.group(3)) : -1;
    if (port < 0 || port > 65_535) {
      root.problem(
          "listen",
          "`listen` should be host:port such as `127.0.0.1:7411`, found " + node.get().described());
      return Optional.empty();
    }
    String host = matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
    return Optional.of(new ListenAddress(host, port));
  }

  /** Whether what can reach the address fits what is asked of a caller. */
  void checkReach(
      MappingReader root, ListenAddress listen, boolean secured, IdentitySettings identity) {
    if (listen.isLoopback() || !root.has("listen")) {
      return;
    }
    switch (identity) {
      case IdentitySettings.Local() ->
          root.problem(
              "listen",
              Problem.quote(listen.toString())
                  + " can be reached from other machines, which identity mode local would trust;"
                  + " expected a loopback address such as `127.0.0.1:7411`, or mode oidc");
      case IdentitySettings.Tokens tokens -> {
        if (tokens.resource().isEmpty() && !secured) {
          root.node("listen")
              .ifPresent(
                  place ->
                      warnings.add(
                          file,
                          place.line(),
                          place.column(),
                          "tokens arrive here in clear; expected `tls`, or a proxy with TLS in"
                              + " front whose address is named as `resource` under `identity`"));
        }
      }
    }
  }

  List<String> origins(MappingReader root) {
    List<String> origins = new ArrayList<>();
    for (Scalar text : root.texts("allowed-origins")) {
      if (Addresses.isOrigin(text.text())) {
        origins.add(text.text());
      } else {
        problem(
            text,
            "expected an origin such as `https://console.example.com`, found "
                + Problem.quote(text.text()));
      }
    }
    return origins;
  }

  List<String> hosts(MappingReader root) {
    List<String> hosts = new ArrayList<>();
    for (Scalar text : root.texts("allowed-hosts")) {
      if (HOST.matcher(text.text()).matches()) {
        hosts.add(text.text());
      } else {
        problem(
            text,
            "expected a host such as `gateway.example.com` or `gateway.example.com:8443`, found "
                + Problem.quote(text.text()));
      }
    }
    return hosts;
  }

  private void problem(Scalar place, String message) {
    problems.add(file, place.line(), place.column(), message);
  }
}
