package dev.gatehouse.adapters.mcp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.adapters.Credential;
import dev.gatehouse.adapters.jsonrpc.JsonLimits;
import dev.gatehouse.adapters.jsonrpc.JsonRpcException;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an upstream was shown does not come back in what it says. */
class ShownSecretsTest {
  private static final String TOKEN = "tok/en-4711";
  private static final ShownSecrets BEARER =
      ShownSecrets.of("u", Map.of(), Credential.bearer(TOKEN));

  private static String read(ShownSecrets secrets, String result) throws JsonRpcException {
    String message = "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":" + result + "}";
    String read = secrets.read(message.getBytes(UTF_8), JsonLimits.STANDARD).json().text();
    return read.substring(read.indexOf("result\":") + 8, read.length() - 1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"text\":\"invalid token tok/en-4711!\"}",
        "{\"text\":\"invalid token tok\\/en-4711!\"}",
        "{\"text\":\"invalid token \\u0074ok/en-471\\u0031!\"}",
        "{\"text\" : \"invalid token tok\\u002Fen-4711!\"}",
      })
  void findsItHoweverItIsEscaped(String said) throws Exception {
    assertTrue(read(BEARER, said).endsWith("\"invalid token [credential]!\"}"), read(BEARER, said));
  }

  @Test
  void findsItInNamesAndInTheDepth() throws Exception {
    assertEquals(
        "{\"a\":[{\"[credential]\":\"x[credential][credential]\"}]}",
        read(BEARER, "{\"a\":[{\"tok/en-4711\":\"xtok/en-4711tok/en-4711\"}]}"));
  }

  @Test
  void refusesNamesThatOnlyCredentialsToldApart() {
    ShownSecrets two =
        ShownSecrets.of(
            "u", Map.of("X-Api-Key", "another-key"), Credential.header("X-Token", "first-token"));
    assertThrows(JsonRpcException.class, () -> read(two, "{\"another-key\":1,\"first-token\":2}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"text\":\"tok/en-4712 \\\\ tok/en\"}",
        "{ \"n\" : 1.0, \"t\":\"\\n\" }",
        "\"Bearer\""
      })
  void leavesEverythingElseAsItWasSpelled(String said) throws Exception {
    assertEquals(said, read(BEARER, said));
  }

  @ParameterizedTest
  @CsvSource({
    "Authorization, Bearer abcdefgh1, abcdefgh1, true",
    "X-Api-Key, abcdefgh1, abcdefgh1, true",
    "X-ApiKey, abcdefgh1, abcdefgh1, true",
    "GITHUB_TOKEN, abcdefgh1, abcdefgh1, true",
    "PASSWORD, two words, two words, true",
    "CLIENT_SECRET, 12 words, 12 words, true",
    "DATABASE_URL, postgres://app:abcdefgh1@db/x, abcdefgh1, true",
    "DATABASE_URL, postgres://app:abcdefgh1@db/x, postgres://app, false",
    "X-Tenant, abcdefgh1, abcdefgh1, false",
    "GIT_AUTHOR_NAME, Jane Miller, Jane Miller, false",
    "AWS_REGION, eu-central-1, eu-central-1, false",
    "KEYBOARD, abcdefgh1, abcdefgh1, false",
    "TOKEN, short, short, false",
  })
  void knowsCredentialsByTheNamesOfTheirSettings(
      String name, String value, String said, boolean isHidden) throws Exception {
    ShownSecrets secrets = ShownSecrets.of("u", Map.of(name, value));
    assertEquals(isHidden, read(secrets, "\"" + said + "\"").contains(ShownSecrets.HIDDEN));
  }

  @Test
  void knowsThePasswordInABasicCredentialAndTheFormOfAQuery() throws Exception {
    String pair = Base64.getEncoder().encodeToString("app:pass word:9".getBytes(UTF_8));
    ShownSecrets secrets =
        ShownSecrets.of(
            "u",
            Map.of(),
            new Credential(
                Map.of("Authorization", "Basic " + pair), Map.of("api_key", "s p/e=c:ial")));
    for (String said :
        new String[] {
          pair, "pass word:9", "s p/e=c:ial", "s+p%2Fe%3Dc%3Aial", "s%20p%2Fe%3Dc%3Aial"
        }) {
      assertEquals("\"[credential]\"", read(secrets, "\"" + said + "\""));
    }
    assertEquals("\"app\"", read(secrets, "\"app\""));
  }

  @Test
  void showsNothingOfThem() {
    assertFalse(BEARER.toString().contains(TOKEN));
    assertEquals("stack at [credential]", BEARER.without("stack at " + TOKEN));
  }
}
