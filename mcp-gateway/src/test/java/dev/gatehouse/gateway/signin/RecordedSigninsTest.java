package dev.gatehouse.gateway.signin;

import static dev.gatehouse.gateway.signin.SigninHouse.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.recordings.LogReader;
import dev.gatehouse.recordings.PartName;
import dev.gatehouse.recordings.StoredEntry;
import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What of a sign-in is in the log, and what is nowhere. */
class RecordedSigninsTest {
  @TempDir Path folder;

  @Test
  void recordsWhoGotWhatAndNothingThatLetsAnybodyIn() throws Exception {
    List<String> secrets = new ArrayList<>();
    try (FakeOidc provider = FakeOidc.start();
        SigninHouse house = SigninHouse.in(folder, provider)) {
      String code = house.code();
      secrets.add(code);
      JsonObject tokens = json(house.token(house.exchanging(code)));
      secrets.add(tokens.getString("access_token"));
      secrets.add(tokens.getString("refresh_token"));
      secrets.add(tokens.getString("refresh_token").split("\\.")[1]);
      String next =
          json(house.refresh(tokens.getString("refresh_token"))).getString("refresh_token");
      secrets.add(next);
      secrets.add(json(house.refresh(next)).getString("refresh_token"));
      assertEquals(400, house.refresh(tokens.getString("refresh_token")).statusCode());
      secrets.addAll(house.cookies.values());
      secrets.add("provider-secret");
      secrets.add("a-secret-of-the-web-client");
      secrets.add("theirs");
      secrets.add(SigninHouse.VERIFIER);
    }
    List<String> contexts = contexts("signin.");
    assertEquals(5, contexts.size(), contexts.toString());
    assertTrue(contexts.getFirst().contains("\"principal\":\"ada\""), contexts.getFirst());
    assertTrue(contexts.get(1).contains("\"grant\":\"authorization_code\""), contexts.get(1));
    assertTrue(contexts.get(2).contains("\"grant\":\"refresh_token\""), contexts.get(2));
    assertTrue(contexts.get(4).contains("\"reason\":\"reused\""), contexts.get(4));
    assertTrue(contexts("").toString().contains("signin-refresh-reused"));
    String everything = contexts("") + files();
    for (String secret : secrets) {
      assertFalse(everything.contains(secret), "a secret was kept: " + secret.length());
    }
  }

  private List<String> contexts(String method) throws Exception {
    List<String> found = new ArrayList<>();
    try (LogReader log = LogReader.open(folder.resolve("data"))) {
      for (StoredEntry entry : log.read(0, 1000)) {
        if (entry.method().orElse("").startsWith(method)) {
          entry.part(PartName.CTX).ifPresent(part -> found.add(part.toText()));
        }
      }
    }
    return found;
  }

  private String files() throws Exception {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.walk(folder.resolve("data"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        all.append(Files.readString(file, StandardCharsets.ISO_8859_1));
      }
    }
    return all.toString();
  }
}
