package dev.gatehouse.gateway.signin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.gateway.connect.Browser;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** People whom the company's provider knows come to the pages on which they decide. */
class ApprovalsBySigninTest {
  @TempDir private Path folder;

  @Test
  void aLinkLeadsThroughTheCompanysSignIn() throws Exception {
    try (FakeOidc provider = FakeOidc.start();
        SigninHouse house = SigninHouse.in(folder, provider);
        Browser browser = new Browser()) {
      URI link = URI.create(house.issuer + "/approvals/01J00000000000000000000000");
      HttpResponse<String> consent = browser.follow(browser.get(link));
      assertTrue(consent.body().contains("pages for deciding on calls"), consent.body());
      HttpResponse<String> page = browser.follow(browser.press(consent, "decision", "allow"));
      assertEquals(link, page.uri());
      assertEquals(404, page.statusCode(), page.body());
      HttpResponse<String> list = browser.get(URI.create(house.issuer + "/approvals"));
      assertEquals(200, list.statusCode(), list.body());
      assertTrue(list.body().contains("You are <bdi>ada</bdi>"), list.body());
      assertTrue(
          list.headers()
              .firstValue("Content-Security-Policy")
              .orElse("")
              .startsWith("default-src 'none'"));

      // Somebody else's browser is somebody else.
      try (Browser other = new Browser()) {
        HttpResponse<String> asked = other.get(URI.create(house.issuer + "/approvals"));
        assertEquals(303, asked.statusCode());
        assertFalse(asked.body().contains("ada"));
      }
    }
  }

  @Test
  void tokensOfTheMcpEndpointAreTakenAndNoCookies() throws Exception {
    try (FakeOidc provider = FakeOidc.start();
        SigninHouse house = SigninHouse.in(folder, provider)) {
      String token = house.tokens().getString("access_token");
      URI list = URI.create(house.issuer + "/api/approvals");
      try (HttpClient client = HttpClient.newHttpClient()) {
        HttpResponse<String> with =
            client.send(
                HttpRequest.newBuilder(list).header("Authorization", "Bearer " + token).build(),
                BodyHandlers.ofString());
        assertEquals(200, with.statusCode(), with.body());
        HttpResponse<String> without =
            client.send(
                HttpRequest.newBuilder(list)
                    .header("Cookie", "gatehouse-approvals=" + "x".repeat(43))
                    .build(),
                BodyHandlers.ofString());
        assertEquals(401, without.statusCode());
        assertTrue(
            without
                .headers()
                .firstValue("WWW-Authenticate")
                .orElse("")
                .contains("resource_metadata"));
      }
    }
  }
}
