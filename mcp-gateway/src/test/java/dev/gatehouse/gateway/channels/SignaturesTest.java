package dev.gatehouse.gateway.channels;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gatehouse.gateway.credentials.Secret;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SignaturesTest {
  /** The example of the specification's reference implementations. */
  private static final Secret STANDARD = new Secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

  private static final String ID = "msg_p5jXN8AQM9LWM0D4loKWxJek";
  private static final String BODY = "{\"test\": 2432232314}";
  private static final String SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
  private static final Instant AT = Instant.ofEpochSecond(1614265330);

  /** The example of Slack's documentation. */
  private static final Secret SLACK = new Secret("8f742231b10e8888abcd99yyyzzz85a5");

  private static final Instant SLACK_AT = Instant.ofEpochSecond(1531420618);
  private static final String SLACK_SIGNATURE =
      "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503";
  private static final String SLACK_BODY =
      "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V"
          + "&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect"
          + "&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554"
          + "%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c";

  private static Genuine standard(String id, String seconds, String signatures, String body) {
    return StandardWebhook.check(STANDARD, id, seconds, signatures, body, AT);
  }

  @Test
  void makesAndKnowsTheSignatureOfTheSpecification() {
    Map<String, String> headers = StandardWebhook.headers(STANDARD, ID, AT, BODY);
    assertEquals(SIGNATURE, headers.get("webhook-signature"));
    assertEquals("1614265330", headers.get("webhook-timestamp"));
    assertEquals(Genuine.GENUINE, standard(ID, "1614265330", SIGNATURE, BODY));
    assertEquals(Genuine.GENUINE, standard(ID, "1614265330", "v1,AAAA v1a,x " + SIGNATURE, BODY));
  }

  @Test
  void knowsWhatIsNotSignedByTheSecretOfAWebhook() {
    assertEquals(Genuine.FORGED, standard(ID, "1614265330", SIGNATURE, BODY + " "));
    assertEquals(Genuine.FORGED, standard(ID + "x", "1614265330", SIGNATURE, BODY));
    assertEquals(Genuine.FORGED, standard(ID, "1614265331", SIGNATURE, BODY));
    assertEquals(Genuine.FORGED, standard(ID, "1614265330", SIGNATURE.replace("v1", "v2"), BODY));
    assertEquals(Genuine.FORGED, standard(ID, "1614265330", "", BODY));
    assertEquals(Genuine.MALFORMED, standard("", "1614265330", SIGNATURE, BODY));
    assertEquals(Genuine.MALFORMED, standard("a.b", "1614265330", SIGNATURE, BODY));
    assertEquals(Genuine.MALFORMED, standard(ID, "now", SIGNATURE, BODY));
    assertEquals(Genuine.MALFORMED, standard(ID, "1614265330", "v1,A ".repeat(6), BODY));
  }

  @Test
  void knowsWebhooksOfAnotherTime() {
    for (long seconds : new long[] {301, -301}) {
      Instant then = AT.plusSeconds(seconds);
      assertEquals(
          Genuine.LATE, StandardWebhook.check(STANDARD, ID, "1614265330", SIGNATURE, BODY, then));
      Instant near = AT.plusSeconds(seconds - Long.signum(seconds));
      assertEquals(
          Genuine.GENUINE,
          StandardWebhook.check(STANDARD, ID, "1614265330", SIGNATURE, BODY, near));
    }
  }

  private static Genuine slack(String signature, String body, Instant now) {
    return SlackSignature.check(SLACK, "1531420618", signature, body, now);
  }

  @Test
  void knowsTheSignatureOfSlacksDocumentation() {
    assertEquals(Genuine.GENUINE, slack(SLACK_SIGNATURE, SLACK_BODY, SLACK_AT));
    assertEquals(Genuine.FORGED, slack(SLACK_SIGNATURE, SLACK_BODY + "&a=b", SLACK_AT));
    String other = SLACK_SIGNATURE.replace("v0=a", "v0=b");
    assertEquals(Genuine.FORGED, slack(other, SLACK_BODY, SLACK_AT));
    assertEquals(Genuine.MALFORMED, slack("", SLACK_BODY, SLACK_AT));
    assertEquals(Genuine.MALFORMED, slack("v1=" + "a".repeat(64), SLACK_BODY, SLACK_AT));
    assertEquals(Genuine.LATE, slack(SLACK_SIGNATURE, SLACK_BODY, SLACK_AT.plusSeconds(301)));
    assertEquals(Genuine.LATE, slack(SLACK_SIGNATURE, SLACK_BODY, SLACK_AT.minusSeconds(301)));
    assertEquals(
        Genuine.FORGED,
        SlackSignature.check(SLACK, "1531420619", SLACK_SIGNATURE, SLACK_BODY, SLACK_AT));
  }

  @Test
  void knowsTheSignatureOfTeams() {
    Secret token = new Secret("MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3");
    // echo -n '{"text":"hello"}' | openssl dgst -sha256 -hmac 0123456789abcdef01234567 -binary |
    // base64
    String right = "HMAC wlzeL6wVqLX9GUotn5FRib+5hF192P6vGVEG7nY3Z6k=";
    assertEquals(Genuine.GENUINE, TeamsSignature.check(token, right, "{\"text\":\"hello\"}"));
    assertEquals(Genuine.FORGED, TeamsSignature.check(token, right, "{\"text\":\"hellO\"}"));
    assertEquals(Genuine.FORGED, TeamsSignature.check(token, "HMAC AAAA", "{\"text\":\"hello\"}"));
    assertEquals(Genuine.MALFORMED, TeamsSignature.check(token, "Bearer x", "{}"));
    assertEquals(Genuine.MALFORMED, TeamsSignature.check(token, "", "{}"));
  }
}
