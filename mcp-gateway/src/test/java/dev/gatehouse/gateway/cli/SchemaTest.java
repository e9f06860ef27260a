package dev.gatehouse.gateway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.gatehouse.policies.detect.BuiltIn;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What editors are told of the files is what the readers take. */
class SchemaTest {
  private static final SchemaRegistry SCHEMAS =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

  private static final String RIGHT =
      """
      recordings: { directory: data }
      policies: policy.yaml
      upstreams: { crm: { url: "http://127.0.0.1:9" } }
      """;

  @TempDir private Path folder;

  @Test
  void takesEveryExampleAndEveryKey() throws IOException {
    assertEquals(List.of(), errors("gatehouse", resource("full.yaml")));
    for (String example : List.of("quickstart", "oidc", "local-files", "sealed")) {
      Path files = Launcher.repository().resolve("examples").resolve(example);
      assertEquals(List.of(), errors("gatehouse", files.resolve("gatehouse.yaml")), example);
      assertEquals(List.of(), errors("policy", files.resolve("policy.yaml")), example);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"approvals", "misspelled", "nothing", "oidc", "upstreams", "wrong-types"})
  void refusesWhatTheReaderRefuses(String name) throws IOException {
    assertFalse(errors("gatehouse", resource("broken/" + name + ".yaml")).isEmpty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "default: allow",
        "rules: [ { name: x } ]",
        "rules: [ { permit: true } ]",
        "rules: [ { name: x, permit: false } ]",
        "rules: [ { name: x, refuse: no, tool: [ a__b ] } ]",
        // Lower case letters may be a kind of somebody's own, which the schema cannot know.
        "rules: [ { name: x, mask: { result: [ { detect: Payment-Card } ] } } ]",
        "detectors: { Own: { words: x } }",
        "detectors: { own: { pattern: x, words: x } }",
        "detectors: { own: { context: x } }",
        "detectors: { own: { words: x, within: 5 } }",
        "detectors: { own: { pattern: x, case: any } }",
        "detectors: { own: { pattern: x, check: crc } }",
        "detectors: { own: { pattern: x, min-entropy: 8 } }",
        "rules: [ { name: x, mask: { results: [] } } ]",
        "rules: [ { name: x, seal: true } ]",
        "rules: [ { name: x, seal: [] } ]",
        "rules: [ { name: x, seal: results } ]",
        "rules: [ { name: x, limit: { calls: 0, per: 1m } } ]",
        "rules: [ { name: x, limit: [] } ]",
        "rules: [ { name: x, limit: { daily: 5 } } ]",
        "rules: [ { name: x, limit: { calls: 5, per: 1m, concurrent: 1 } } ]",
        "rules: [ { name: x, limit: { concurrent: 1, zone: UTC } } ]",
        "rules: [ { name: x, limit: { result: 1MiB, by: tool } } ]",
        "rules: [ { name: x, limit: { concurrent: 1, by: [ caller ] } } ]",
        "rules: [ { name: x, approve: {} } ]",
        "rules: [ { name: x, approve: { groups: [] } } ]",
        "rules: [ { name: x, approve: { groups: [ a, a ] } } ]",
        "rules: [ { name: x, approve: { groups: a, need: both } } ]",
        "rules: [ { name: x, approve: { groups: a, quorum: 0 } } ]",
        "rules: [ { name: x, approve: { groups: a, wait: soon } } ]",
        "rules: [ { name: x, approve: { groups: a, grant: {} } } ]",
        "rules: [ { name: x, approve: { groups: a, grant: { for: 1m, use-within: 1m } } } ]",
        "rules: [ { name: x, approve: { groups: a, escalate: { after: 1m } } } ]",
        "rules: [ { name: x, approve: { groups: a, hours: [] } } ]"
      })
  void refusesWrongPoliciesAsTheReaderDoes(String policy) throws IOException {
    Path file = Files.writeString(folder.resolve("policy.yaml"), policy + "\n");
    assertFalse(errors("policy", file).isEmpty());
    assertEquals(2, check(policy, "{}").exitCode());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{ calls: 5, per: 1m }",
        "{ concurrent: 5, by: tool }",
        "{ daily: 5, zone: UTC, by: args.customer }",
        "{ result: 1MiB }",
        "[ { calls: 5, per: 1m, by: [ principal, session ] }, { result: 100B } ]"
      })
  void takesEveryKindOfLimit(String limit) throws IOException {
    String policy = "default: permit\nrules: [ { name: x, limit: " + limit + " } ]\n";
    Path file = Files.writeString(folder.resolve("policy.yaml"), policy);
    assertEquals(List.of(), errors("policy", file));
    assertEquals(0, check(policy, "{}").exitCode());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{ groups: a }",
        "{ groups: [ a, b ], need: all, quorum: 3, wait: 2d, justify: true }",
        "{ groups: a, grant: { for: 30m }, escalate: { after: 10m, to: b } }",
        "{ groups: a, grant: { use-within: 90s }, break-glass: [ c ], hours: [ { zone: UTC } ] }"
      })
  void takesEveryWayToAskPeople(String approve) throws IOException {
    String policy = "rules: [ { name: x, approve: " + approve + " } ]\n";
    Path file = Files.writeString(folder.resolve("policy.yaml"), policy);
    assertEquals(List.of(), errors("policy", file));
    assertEquals(0, check(policy, "{}").exitCode());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/properties | zzz: 1",
        "/properties/identity/oneOf/1/properties | identity: { mode: oidc, zzz: 1 }",
        "/properties/recordings/properties | recordings: { zzz: 1 }",
        "/properties/limits/properties | limits: { zzz: 1 }",
        "/properties/approvals/properties | approvals: { zzz: 1 }",
        "/$defs/person/properties | approvals: { people: [ { zzz: 1 } ] }",
        "/$defs/channel/properties | approvals: { channels: { a: { zzz: 1 } } }",
        "/$defs/channel/properties/slack/properties"
            + " | approvals: { channels: { a: { slack: { zzz: 1 } } } }",
        "/$defs/channel/properties/teams/properties"
            + " | approvals: { channels: { a: { teams: { zzz: 1 } } } }",
        "/$defs/channel/properties/mail/properties"
            + " | approvals: { channels: { a: { mail: { zzz: 1 } } } }",
        "/$defs/channel/properties/webhook/properties"
            + " | approvals: { channels: { a: { webhook: { zzz: 1 } } } }",
        "/properties/upstreams/additionalProperties/oneOf/0/properties"
            + " | upstreams: { crm: { url: u, zzz: 1 } }",
        "/properties/upstreams/additionalProperties/oneOf/1/properties"
            + " | upstreams: { crm: { command: c, zzz: 1 } }"
      })
  void namesTheKeysThatTheReaderKnows(String pointer, String yaml) throws IOException {
    Set<String> known = new TreeSet<>(expected(check("default: permit", yaml).err()));
    Set<String> told = new TreeSet<>(at("gatehouse", pointer).keySet());
    // Of an upstream the reader first looks whether it has the other key.
    told.addAll(
        pointer.contains("oneOf") && yaml.contains("crm") ? Set.of("url", "command") : Set.of());
    assertEquals(known, told);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/properties | zzz: 1",
        "/$defs/rule/properties | rules: [ { name: x, permit: true, zzz: 1 } ]",
        "/$defs/mask/properties"
            + " | rules: [ { name: x, mask: { result: [ { detect: email, zzz: 1 } ] } } ]",
        "/$defs/approve/properties | rules: [ { name: x, approve: { groups: a, zzz: 1 } } ]",
        "/$defs/own/properties | detectors: { x: { words: y, zzz: 1 } }"
      })
  void namesTheKeysThatThePolicyReaderKnows(String pointer, String yaml) throws IOException {
    Set<String> known = new TreeSet<>(expected(check(yaml, "{}").err()));
    assertEquals(known, new TreeSet<>(at("policy", pointer).keySet()));
  }

  @Test
  void offersEveryKindOfDataThatIsBuiltIn() throws IOException {
    Set<String> told = new TreeSet<>();
    at("policy", "/$defs/detector/anyOf/0")
        .getJsonArray("enum")
        .getValuesAs(JsonString.class)
        .forEach(name -> told.add(name.getString()));
    assertEquals(new TreeSet<>(BuiltIn.names()), told);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{ pattern: 'E[0-9]{6}', context: [ employee, staff no ], within: 20 }",
        "{ words: [ bluebird, blue bird ], case: exact, min-length: 3 }",
        "{ pattern: '[0-9]{9}', check: [ luhn, verhoeff ], min-entropy: 2.5 }"
      })
  void takesKindsOfDataOfOnesOwn(String own) throws IOException {
    String policy =
        "default: permit\ndetectors: { own-kind: "
            + own
            + " }\nrules: [ { name: x, mask: { result: [ { detect: own-kind } ] } } ]\n";
    Path file = Files.writeString(folder.resolve("policy.yaml"), policy);
    assertEquals(List.of(), errors("policy", file));
    assertEquals(0, check(policy, "{}").exitCode());
  }

  @Test
  void takesEveryTestOfPolicies() throws IOException {
    int count = 0;
    String resources = "policies/src/test/resources/";
    for (String folder :
        List.of("examples/policies", resources + "scenarios", resources + "documentation")) {
      try (Stream<Path> files = Files.list(Launcher.repository().resolve(folder))) {
        for (Path file : files.filter(f -> f.toString().endsWith(".yaml")).toList()) {
          String schema = file.toString().endsWith(".test.yaml") ? "policy-test" : "policy";
          assertEquals(List.of(), errors(schema, file), file.toString());
          count++;
        }
      }
    }
    assertTrue(count > 30, "files: " + count);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tests: [ { name: a, when: { tool: x__y }, then: { decision: permit } } ]",
        "{ policy: 'default: permit', policies: [ p.yaml ], tests: [ { name: a, when: { tool: x__y"
            + " }, then: { decision: permit } } ] }",
        "{ policy: 'default: permit', tests: [] }",
        "{ policy: 'default: permit', tests: [ { name: a, when: { tool: x__y }, then: {} } ] }",
        "{ policy: 'default: permit', tests: [ { name: a, when: {}, then: { decision: permit } } ]"
            + " }",
        "{ policy: 'default: permit', tests: [ { name: a, when: { tool: pay }, then: { decision:"
            + " permit } } ] }",
        "{ policy: 'default: permit', tests: [ { name: a, when: { tool: x__y }, then: { decision:"
            + " allow } } ] }",
        "{ policy: 'default: permit', tests: [ { name: a, when: { tool: x__y, arguments: 5 }, then:"
            + " { decision: permit } } ] }",
        "{ policy: 'default: permit', tests: [ { name: a, when: { tool: x__y, result: a, error: b"
            + " }, then: { decision: permit } } ] }",
        "{ policy: 'default: permit', tests: [ { name: a, given: { time: 2026-11-23 }, when: {"
            + " tool: x__y }, then: { decision: permit } } ] }",
        "{ policy: 'default: permit', tests: [ { name: a, given: { earlier: { times: 0 } }, when: {"
            + " tool: x__y }, then: { decision: permit } } ] }",
        "{ policy: 'default: permit', tests: [ { name: a, when: { tool: x__y }, then: { sealed: yes"
            + " } } ] }",
        "{ policy: 'default: permit', tests: [ { name: a, when: { tool: x__y }, then: { masked: {"
            + " email: 0 } } } ] }"
      })
  void refusesWrongTestsOfPoliciesAsTheReaderDoes(String tests) throws IOException {
    Path file = Files.writeString(folder.resolve("a.test.yaml"), tests + "\n");
    Files.writeString(folder.resolve("p.yaml"), "default: permit\n");
    assertFalse(errors("policy-test", file).isEmpty());
    assertEquals(2, CommandLineRun.of("policy", "test", file.toString()).exitCode());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/properties | zzz: 1",
        "/$defs/test/properties | tests: [ { zzz: 1 } ]",
        "/$defs/given/properties | tests: [ { given: { zzz: 1 } } ]",
        "/$defs/session/properties | tests: [ { given: { session: { zzz: 1 } } } ]",
        "/$defs/earlier/properties"
            + " | tests: [ { given: { earlier: { zzz: 1 } }, when: { tool: x__y } } ]",
        "/$defs/when/properties | tests: [ { when: { zzz: 1 } } ]",
        "/$defs/then/properties | tests: [ { then: { zzz: 1 } } ]"
      })
  void namesTheKeysThatTheReaderOfTestsKnows(String pointer, String tests) throws IOException {
    Path file = Files.writeString(folder.resolve("a.test.yaml"), tests + "\n");
    CommandLineRun run = CommandLineRun.of("policy", "test", file.toString());
    Set<String> known = new TreeSet<>(expected(run.err()));
    assertEquals(known, new TreeSet<>(at("policy-test", pointer).keySet()));
  }

  /** The keys that the message about {@code zzz} names. */
  private static List<String> expected(String said) {
    String line =
        said.lines().filter(l -> l.contains("unknown key `zzz`")).findFirst().orElse(said);
    assertTrue(line.contains("expected one of "), line);
    return List.of(line.replaceFirst(".*expected one of ", "").split(", "));
  }

  private CommandLineRun check(String policy, String configuration) throws IOException {
    Files.writeString(folder.resolve("policy.yaml"), policy + "\n");
    String rest = configuration.equals("{}") ? RIGHT : configuration + "\n";
    Path file = Files.writeString(folder.resolve("gatehouse.yaml"), rest);
    return CommandLineRun.of("check", "--config", file.toString());
  }

  private static List<String> errors(String schema, Path file) throws IOException {
    return SCHEMAS
        .getSchema(Files.readString(schema(schema)))
        .validate(Files.readString(file), InputFormat.YAML)
        .stream()
        .map(Object::toString)
        .toList();
  }

  private static JsonObject at(String schema, String pointer) throws IOException {
    try (JsonReader reader = Json.createReader(Files.newBufferedReader(schema(schema)))) {
      return Json.createPointer(pointer).getValue(reader.readObject()).asJsonObject();
    }
  }

  private static Path schema(String name) {
    return Launcher.repository().resolve("docs/schema/" + name + ".schema.json");
  }

  private static Path resource(String name) {
    return Launcher.repository()
        .resolve("mcp-gateway/src/test/resources/dev/gatehouse/gateway/config")
        .resolve(name);
  }
}
