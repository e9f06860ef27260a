package dev.gatehouse.policies.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.policies.PolicyText;
import dev.gatehouse.policies.check.PolicyTests.Reading;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PolicyTestsTest {
  private static final String POLICY =
      """
      policy: |
        default: permit
        rules:
          - name: no deletes
            tools: "*__delete_*"
            refuse: "deleting is not allowed here"
          - name: mail
            mask: { result: [ { detect: email } ], arguments: [ { detect: email } ] }
          - { name: slow, tools: crm__find, limit: { calls: 1, per: 1m } }
          - { name: leads, tools: crm__merge, approve: { groups: [ leads, admins ] } }
          - { name: large, tools: crm__get, when-result: size(result.content) > 1, refuse: "ask for less" }
          - { name: watched, tools: crm__get, refuse: "no", observe: true }
      tests:
      """;

  @Test
  void passesWhatIsAsExpected() {
    assertEquals(
        "",
        said(
            """
              - name: a
                given: { groups: support, earlier: { times: 1 } }
                when: { tool: crm__find, arguments: { q: ada@example.com } }
                then:
                  decision: throttle
                  rule: slow
                  rules: [ slow, mail ]
                  not-rules: no deletes
                  retry-after: 60s
                  arguments: { q: "[masked:email]" }
                  masked: { email: 1 }
                  sealed: none
                  would: {}
                  listed: true
            """));
  }

  @Test
  void saysEverythingThatIsNotAsExpected() {
    assertEquals(
        """
        17: decision: expected `throttle`, found `permit`
        18: rule: expected `slow`, found `default`
        19: rules: expected `slow`, found `default`, `mail`
        20: not-rules: expected not `mail`, found `default`, `mail`
        21: message: expected `wait`, found no message, since the policies decided `permit`
        22: groups: expected `leads`, found nothing
        23: retry-after: expected `90s`, found nothing: it is not throttled
        24: arguments /q: expected "ada", found "[masked:email]"
        24: arguments /x: expected 1, found nothing
        25: result /content/0/text: expected "ada", found "[masked:email]"
        26: masked: expected 1 email, 2 iban, found 2 email
        27: sealed: expected `arguments`, found nothing
        28: would: expected nothing, found `watched` have refused: no
        29: listed: expected `false`, found `true`
        `default`: permit: no rule keeps it, and the default is to permit
        `mail` (a.test.yaml:7): mask: hides email in arguments; email in results
        `watched` (a.test.yaml:12): observe: would have refused: no
        `slow` (a.test.yaml:9) did not fire: `tools` wants `crm__find`, but is `crm__get`
        """,
        said(
            """
              - name: a
                when: { tool: crm__get, arguments: { q: ada@example.com }, result: ada@example.com }
                then:
                  decision: throttle
                  rule: slow
                  rules: slow
                  not-rules: mail
                  message: wait
                  groups: leads
                  retry-after: 90s
                  arguments: { q: ada, x: 1 }
                  result: ada
                  masked: { email: 1, iban: 2 }
                  sealed: arguments
                  would: {}
                  listed: false
            """));
  }

  @Test
  void aRefusedCallHasNoReply() {
    assertEquals(
        """
        16: result: expected {"content":[{"type":"text","text":"x"}]}, found no reply, since the policies decided `refuse`
        16: message: expected a message with `allowed there`, found `deleting is not allowed here`
        `no deletes` (a.test.yaml:4): refuse: deleting is not allowed here
        `mail` (a.test.yaml:7): mask: hides email in arguments; email in results
        """,
        said(
            """
              - name: a
                when: { tool: crm__delete_all, result: x }
                then: { result: x, message: { contains: allowed there } }
            """));
  }

  @Test
  void aWithheldReplyIsNoError() {
    assertEquals(
        """
        16: decision: expected `permit`, found `withhold`
        16: error: expected {"code":-32000,"message":"x"}, found a result
        `default`: permit: no rule keeps it, and the default is to permit
        `mail` (a.test.yaml:7): mask: hides email in arguments; email in results
        `watched` (a.test.yaml:12): observe: would have refused: no
        `large` (a.test.yaml:11): refuse: ask for less
        """,
        said(
            """
              - name: a
                when: { tool: crm__get, result: { content: [ 1, 2 ] } }
                then: { decision: permit, error: x }
            """));
  }

  @Test
  void aRuleOnRepliesSaysWhyItDidNotFire() {
    assertTrue(
        said("""
          - name: a
            when: { tool: crm__get }
            then: { rules: large }
        """)
            .endsWith("`large` (a.test.yaml:11) is about replies, and there is none\n"));
    assertTrue(
        said("""
          - name: a
            when: { tool: crm__get, result: x }
            then: { rules: large }
        """)
            .endsWith(
                "`large` (a.test.yaml:11) did not fire: `when-result` wants"
                    + " `size(result.content) > 1`, but the condition does not hold\n"));
  }

  @Test
  void aHeldCallHasTheReplyThatItWillHave() {
    assertEquals(
        "",
        said(
            """
              - name: a
                when: { tool: crm__merge, result: by ada@example.com }
                then: { decision: hold, groups: [ admins, leads ], result: "by [masked:email]" }
            """));
  }

  @Test
  void eachTestCountsForItself() {
    assertEquals(
        "",
        said(
            """
              - { name: a, when: { tool: crm__find }, then: { decision: permit } }
              - { name: b, when: { tool: crm__find }, then: { decision: permit } }
            """));
  }

  @Test
  void numbersStayAsTheyAreWritten() {
    assertEquals(
        """
        16: arguments /a: expected 1, found 1.0
        16: arguments /b: expected 255, found 256
        """,
        said("""
          - name: a
            when: { tool: a__b, arguments: { a: 1.0, b: 256, c: 12345678901234567890123 } }
            then: { arguments: { a: 1, b: 0xff, c: 12345678901234567890123 } }
        """)
            .lines()
            .limit(2)
            .map(line -> line + "\n")
            .collect(Collectors.joining()));
  }

  @Test
  void aMomentIsReadInItsZone() {
    for (String time :
        List.of(
            "2026-11-23 11:00 Europe/Berlin", "2026-11-23T10:00:00Z", "2026-11-23T12:00+02:00")) {
      assertEquals(
          "",
          said(
              """
              policy: |
                default: refuse
                rules:
                  - name: ten
                    times: [ { days: mon, from: "10:00", to: "10:01", zone: UTC } ]
                    permit: true
              tests:
                - name: a
                  given: { time: %s }
                  when: { tool: a__b }
                  then: { decision: permit }
              """
                  .formatted(time)));
    }
  }

  /** What comes of tests: of the policy above, or of one that they bring. */
  private static String said(String test) {
    String text = test.startsWith("policy:") ? test : POLICY + test;
    Reading reading = PolicyTests.of(new PolicyText("a.test.yaml", text), Path.of(""));
    PolicyTests tests =
        assertInstanceOf(Reading.Accepted.class, reading, reading::toString).tests();
    StringBuilder said = new StringBuilder();
    tests
        .outcomes()
        .forEach(
            outcome -> {
              for (Mismatch m : outcome.mismatches()) {
                said.append(
                    "%d: %s: expected %s, found %s\n"
                        .formatted(m.line(), m.what(), m.expected(), m.found()));
              }
              outcome.why().forEach(why -> said.append(why).append('\n'));
              assertEquals(outcome.passed(), outcome.mismatches().isEmpty());
            });
    return said.toString();
  }
}
