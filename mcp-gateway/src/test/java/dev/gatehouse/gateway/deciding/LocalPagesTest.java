package dev.gatehouse.gateway.deciding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.gateway.Gateway;
import dev.gatehouse.gateway.config.ConfigurationFile;
import dev.gatehouse.gateway.config.ConfigurationReading;
import dev.gatehouse.gateway.connect.Browser;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pages of a gateway that only its owner reaches. */
class LocalPagesTest {
  @TempDir private Path folder;

  private Gateway start() throws Exception {
    Files.writeString(folder.resolve("policy.yaml"), "default: permit\n");
    Path file =
        Files.writeString(
            folder.resolve("gatehouse.yaml"),
            """
            listen: 127.0.0.1:0
            identity: { mode: local }
            recordings: { directory: data, checkpoint-every: 50ms }
            policies: policy.yaml
            upstreams: { crm: { url: "http://127.0.0.1:9/mcp" } }
            """);
    if (ConfigurationFile.read(file, Map.of()) instanceof ConfigurationReading.Accepted read) {
      return Gateway.start(read.configuration(), "test");
    }
    throw new AssertionError("the configuration of the test is wrong");
  }

  private static HttpResponse<String> sent(HttpRequest.Builder request) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request.build(), BodyHandlers.ofString());
    }
  }

  @Test
  void askForTheKeyAndForNothingElse() throws Exception {
    try (Gateway gateway = start();
        Browser browser = new Browser()) {
      String key = Files.readString(folder.resolve("data/approvals-page.key")).strip();
      URI list = gateway.uri().resolve("/approvals");
      HttpResponse<String> asked = browser.get(list);
      assertEquals(200, asked.statusCode(), asked.body());
      assertEquals(403, browser.press(asked, "key", "x").statusCode());
      HttpResponse<String> in = browser.follow(browser.press(asked, "key", key));
      assertEquals(200, in.statusCode(), in.body());
      assertTrue(in.body().contains("Nothing waits for you."), in.body());
      assertTrue(in.body().contains(System.getProperty("user.name")), in.body());
      URI none = gateway.uri().resolve("/approvals/01J00000000000000000000000");
      assertEquals(404, browser.get(none).statusCode());
    }
  }

  @Test
  void answerProgramsThatHaveTheKey() throws Exception {
    try (Gateway gateway = start()) {
      String key = Files.readString(folder.resolve("data/approvals-page.key")).strip();
      URI list = gateway.uri().resolve("/api/approvals");
      HttpResponse<String> without = sent(HttpRequest.newBuilder(list));
      assertEquals(401, without.statusCode());
      assertTrue(without.headers().firstValue("WWW-Authenticate").orElse("").startsWith("Bearer"));
      HttpResponse<String> with =
          sent(HttpRequest.newBuilder(list).header("Authorization", "Bearer " + key));
      assertEquals(200, with.statusCode(), with.body());
      assertEquals("{\"approvals\":[]}\n", with.body());
    }
  }

  @Test
  void takeNothingFromPagesOfOthers() throws Exception {
    try (Gateway gateway = start()) {
      String key = Files.readString(folder.resolve("data/approvals-page.key")).strip();
      URI address = gateway.uri().resolve("/approvals/key");
      for (Map.Entry<String, Integer> each :
          Map.of(
                  "https://evil.example",
                  403,
                  "null",
                  403,
                  "http://localhost:1",
                  403,
                  "http://localhost:" + address.getPort(),
                  303)
              .entrySet()) {
        HttpRequest.Builder request =
            HttpRequest.newBuilder(address)
                .header("Origin", each.getKey())
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("id=&key=" + key));
        assertEquals(each.getValue(), sent(request).statusCode(), each.getKey());
      }
    }
  }
}
