package dev.gatehouse.policies;

import dev.gatehouse.policies.yaml.MappingReader;
import dev.gatehouse.policies.yaml.Problems;
import dev.gatehouse.policies.yaml.YamlFile;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One case of a scenario file: a policy, a call, and what is expected of them. */
record Scenario(
    String file,
    String name,
    String policy,
    Call call,
    String result,
    boolean isError,
    Expected then) {
  /** The call, and how many like it came before. */
  record Call(
      Facts facts, JsonValue arguments, int earlier, String earlierPrincipal, Duration pause) {}

  /** What the decision should be; what is empty is not looked at. */
  record Expected(
      String decision,
      Optional<String> rule,
      Optional<String> message,
      List<String> reasons,
      List<String> groups,
      Optional<Duration> retryAfter,
      Optional<String> arguments,
      Optional<String> result,
      Optional<String> seals,
      List<String> observed,
      Optional<String> withheld) {}

  static List<Scenario> read(Path file) {
    Problems problems = new Problems();
    MappingReader reader =
        YamlFile.read(file, problems)
            .flatMap(node -> MappingReader.of(file.toString(), node, problems))
            .orElseThrow(() -> new AssertionError(problems.list().toString()));
    String policy = reader.string("policy").orElse("");
    List<Scenario> scenarios = new ArrayList<>();
    String fileName = String.valueOf(file.getFileName());
    for (MappingReader item : reader.mappings("cases")) {
      scenarios.add(
          new Scenario(
              fileName,
              item.string("name").orElse(""),
              policy,
              item.mapping("call").map(Scenario::call).orElseThrow(),
              item.optionalString("result").orElse("{}"),
              item.bool("error").orElse(false),
              item.mapping("then").map(Scenario::expected).orElseThrow()));
      item.end();
    }
    reader.end();
    if (!problems.isEmpty()) {
      throw new AssertionError(problems.list().toString());
    }
    return scenarios;
  }

  private static Call call(MappingReader call) {
    Optional<String> tool = call.optionalString("tool");
    Optional<String> upstream =
        call.optionalString("upstream").or(() -> tool.map(t -> t.split("__")[0]));
    JsonValue arguments = MaskedJson.parse(call.optionalString("arguments").orElse("{}"));
    JsonObject claims = MaskedJson.parse(call.optionalString("claims").orElse("{}")).asJsonObject();
    Caller caller =
        new Caller(
            call.optionalString("principal").orElse("ada"),
            call.strings("groups"),
            claims,
            call.optionalString("client"));
    Facts facts =
        new Facts(
            caller,
            call.optionalString("method").orElse("tools/call"),
            upstream,
            tool,
            call.optionalString("resource"),
            call.optionalString("prompt"),
            call.mapping("session").map(Scenario::session),
            call.optionalString("at").map(Instant::parse),
            arguments::asJsonObject);
    Call read =
        new Call(
            facts,
            arguments,
            (int) call.integer("earlier", 0, 100).orElse(0),
            call.optionalString("earlier-principal").orElse(caller.principal()),
            call.duration("pause").orElse(Duration.ZERO));
    call.end();
    return read;
  }

  private static CallSession session(MappingReader session) {
    CallSession read =
        new CallSession(
            session.string("id").orElse(""),
            Instant.parse(session.string("started").orElse("")),
            session.string("protocol").orElse(""));
    session.end();
    return read;
  }

  private static Expected expected(MappingReader then) {
    Expected expected =
        new Expected(
            then.string("decision").orElse(""),
            then.optionalString("rule"),
            then.optionalString("message"),
            then.strings("reasons"),
            then.strings("groups"),
            then.duration("retry-after"),
            then.optionalString("arguments"),
            then.optionalString("result"),
            then.optionalString("seals"),
            then.strings("observed"),
            then.optionalString("withheld"));
    then.end();
    return expected;
  }

  @Override
  public String toString() {
    return file + ": " + name;
  }
}
