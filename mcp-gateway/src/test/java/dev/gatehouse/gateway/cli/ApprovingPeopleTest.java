package dev.gatehouse.gateway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.gateway.Gateway;
import dev.gatehouse.gateway.config.ConfigurationFile;
import dev.gatehouse.gateway.config.ConfigurationReading;
import dev.gatehouse.gateway.identity.TestIssuer;
import dev.gatehouse.policies.Demand;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jose4j.jwt.JwtClaims;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several people who decide, each with a token of their own. */
class ApprovingPeopleTest {
  @TempDir private Path folder;
  private TestIssuer issuer;
  private FakeServer server;
  private HeldSeeds seeds;

  @BeforeEach
  void start() throws Exception {
    issuer = TestIssuer.start();
    server = FakeServer.start();
    seeds = new HeldSeeds(folder.resolve("data"));
    WorkingGateway.write(folder, server);
    write("roles: { approver: [ approvers ], auditor: [ auditors ], admin: [ admins ] }");
  }

  private void write(String roles) throws Exception {
    Path file = folder.resolve("gatehouse.yaml");
    String plain = Files.readString(file).replaceAll("(?s)identity:.*?\n(?=recordings)", "");
    Files.writeString(
        file,
        plain.replace(
            "recordings:",
            """
            identity:
              mode: oidc
              issuer: "%s"
              audience: gatehouse
              %s
            approvals: { applications: [ cli ] }
            recordings:\
            """
                .formatted(issuer.uri(), roles)));
  }

  @AfterEach
  void stopAndVerify() {
    server.close();
    issuer.close();
    String data = folder.resolve("data").toString();
    assertEquals(0, CommandLineRun.of("verify", data).exitCode());
  }

  private interface Steps {
    void run() throws Exception;
  }

  /** Beside a gateway at work. */
  private void running(Steps steps) throws Exception {
    if (ConfigurationFile.read(folder.resolve("gatehouse.yaml"), Map.of())
        instanceof ConfigurationReading.Accepted accepted) {
      var configuration = accepted.configuration();
      try (Hosting _ = Hosting.overHttp(Gateway.start(configuration, "test"), configuration)) {
        steps.run();
      }
      return;
    }
    throw new AssertionError("the configuration of the test is wrong");
  }

  private String held(String requester, Demand demand) throws Exception {
    return seeds.held(
        "refund", "{\"amount\":250}", HeldSeeds.of(requester, issuer.uri().toString()), demand);
  }

  private String token(String name, Consumer<JwtClaims> change, String... groups) throws Exception {
    return issuer.token(
        claims -> {
          claims.setSubject(name);
          claims.setStringClaim("azp", "cli");
          claims.setStringListClaim("groups", Arrays.asList(groups));
          change.accept(claims);
        });
  }

  private String token(String name, String... groups) throws Exception {
    return token(name, _ -> {}, groups);
  }

  private CommandLineRun run(String token, String... arguments) {
    List<String> all = new ArrayList<>(List.of("approvals"));
    all.addAll(List.of(arguments));
    all.add("--config");
    all.add(folder.resolve("gatehouse.yaml").toString());
    Map<String, String> environment =
        token.isEmpty()
            ? Map.of("XDG_CONFIG_HOME", folder.resolve("home").toString())
            : Map.of("GATEHOUSE_TOKEN", token);
    return CommandLineRun.with(environment, false, all.toArray(String[]::new));
  }

  private String seen(String token, String id) {
    CommandLineRun shown = run(token, "show", id);
    Matcher seen = Pattern.compile("--seen ([0-9a-f]+)").matcher(shown.out());
    assertTrue(seen.find(), () -> shown.out() + shown.err());
    return seen.group(1);
  }

  private CommandLineRun approve(String token, String id) {
    return run(token, "approve", id, "--seen", seen(token, id));
  }

  private static void assertRefused(String why, CommandLineRun run) {
    assertEquals(1, run.exitCode(), run::out);
    assertTrue(run.err().contains(why), run::err);
  }

  @Test
  void asksForTwoDifferentPeople() throws Exception {
    String id = held("eve", HeldSeeds.demand(2, "finance"));
    String ada = token("ada", "finance", "approvers");
    running(
        () -> {
          CommandLineRun first = approve(ada, id);
          assertEquals(0, first.exitCode(), first::err);
          assertTrue(first.out().contains("waits for others"), first::out);
          assertRefused("already", approve(ada, id));
          assertTrue(run(ada, "retract", id).out().contains("taken back"));
          assertEquals(0, approve(ada, id).exitCode());
          CommandLineRun second = approve(token("bob", "finance", "approvers"), id);
          assertTrue(second.out().startsWith("granted, until "), second::out);
        });
  }

  @Test
  void refusesWhoMustNotDecide() throws Exception {
    String id = held("eve", HeldSeeds.demand(1, "finance"));
    String ada = token("ada", "finance", "approvers");
    running(
        () -> {
          String seen = seen(ada, id);
          String[] approve = {"approve", id, "--seen", seen};
          assertRefused("needs the role approver", run("", approve));
          assertRefused(
              "role approver, which eve does not have", run(token("eve", "finance"), approve));
          assertRefused("others decide", run(token("eve", "finance", "approvers"), approve));
          assertRefused("in none of the groups", run(token("carl", "approvers"), approve));
          assertRefused(
              "`an-agent`",
              run(
                  token(
                      "ada",
                      claims -> claims.setStringClaim("azp", "an-agent"),
                      "finance",
                      "approvers"),
                  approve));
          assertRefused(
              "nobody named",
              run(
                  token("ada", claims -> claims.unsetClaim("azp"), "finance", "approvers"),
                  approve));
          assertRefused(
              "acts for them",
              run(
                  token(
                      "ada",
                      claims -> claims.setClaim("act", Map.of("sub", "robot")),
                      "finance",
                      "approvers"),
                  approve));
          assertEquals(0, run(ada, approve).exitCode());
        });
  }

  @Test
  void showsNobodyWhatIsNoneOfTheirBusiness() throws Exception {
    String id = held("eve", HeldSeeds.demand(1, "finance"));
    running(
        () -> {
          String carl = token("carl", "finance");
          assertEquals("nothing waits\n", run(carl).out());
          assertRefused("that you may see", run(carl, "show", id));
          assertEquals(
              run(carl, "show", "01KAV3M8Q4Z9K2T5XW7C1D0B6F").err().replaceAll("`.*`", ""),
              run(carl, "show", id).err().replaceAll("`.*`", ""));
          assertRefused("that you may see", run(carl, "withdraw", id));
          String auditor = token("grace", "auditors");
          assertTrue(run(auditor).out().contains(id));
          assertRefused("only whoever asked", run(auditor, "withdraw", id));
          String eve = token("eve", "staff");
          assertTrue(run(eve, "--mine").out().contains(id));
          assertFalse(run(auditor, "--mine").out().contains(id));
          assertEquals(0, run(eve, "justify", id, "case 17").exitCode());
          assertEquals("withdrawn\n", run(eve, "withdraw", id).out());
        });
  }

  @Test
  void showsGroupsTheirCallsWhereNobodyNeedsARole() throws Exception {
    write("");
    String id = held("eve", HeldSeeds.demand(1, "finance"));
    running(
        () -> {
          assertEquals("nothing waits\n", run(token("carl", "sales")).out());
          assertRefused("to know who you are", run("", "show", id));
          String ada = token("ada", "finance");
          assertTrue(run(ada).out().contains(id));
          assertEquals(0, approve(ada, id).exitCode());
        });
  }

  @Test
  void letsSomebodyStandIn() throws Exception {
    String id = held("eve", HeldSeeds.demand(1, "finance"));
    String own = held("ada", HeldSeeds.demand(1, "finance"));
    String ada = token("ada", "finance", "approvers");
    String bob = token("bob", "sales", "approvers");
    String end = Instant.now().plus(3, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS).toString();
    running(
        () -> {
          assertRefused("in none of the groups", approve(bob, id));
          CommandLineRun left = run(ada, "absence", "--until", end, "--to", "bob");
          assertEquals("bob decides in your place until " + end + "\n", left.out(), left::err);
          String listed = run(bob, "delegations").out();
          assertTrue(listed.contains("ada") && listed.contains("bob"), listed);
          assertRefused("in none of the groups", approve(bob, own));
          CommandLineRun approved = approve(bob, id);
          assertEquals(0, approved.exitCode(), approved::err);
          String json = run(bob, "show", id, "--json").out();
          assertTrue(json.contains("\"for\":{\"name\":\"ada\""), json);
          assertRefused("needs the role admin", run(bob, "absence", "--end", "--of", "ada"));
          CommandLineRun ended = run(token("root", "admins"), "absence", "--end", "--of", "ada");
          assertEquals(0, ended.exitCode(), ended::err);
          assertEquals("nobody is away\n", run(bob, "delegations").out());
          assertRefused("nobody stands in there", run(ada, "absence", "--end"));
        });
  }

  @Test
  void decidesOnStoppedRecordingsToo() throws Exception {
    String id = held("eve", HeldSeeds.demand(1, "finance"));
    String ada = token("ada", "finance", "approvers");
    assertRefused("needs the role approver", run("", "deny", id, "--reason", "no"));
    assertEquals(0, approve(ada, id).exitCode());
    assertEquals(List.of("asked", "approved", "granted"), seeds.untold());
  }
}
