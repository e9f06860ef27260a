package dev.gatehouse.policies.check;

import dev.gatehouse.policies.PolicySet;
import dev.gatehouse.policies.PolicyText;
import dev.gatehouse.policies.yaml.MappingReader;
import dev.gatehouse.policies.yaml.Problem;
import dev.gatehouse.policies.yaml.Problems;
import dev.gatehouse.policies.yaml.YamlFile;
import dev.gatehouse.policies.yaml.YamlNode;
import dev.gatehouse.policies.yaml.YamlNode.Place;
import dev.gatehouse.policies.yaml.YamlNode.Scalar;
import jakarta.json.JsonObject;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads a test file and its policies. Confined to one thread, used once. */
final class PolicyTestReader {
  /** More than anybody reads; keeps a run short. */
  private static final int TESTS_MAX = 1_000;

  private final Path file;
  private final Problems problems = new Problems();

  PolicyTestReader(Path file) {
    this.file = file;
  }

  PolicyTests.Reading read() {
    return read(YamlFile.read(file, problems));
  }

  PolicyTests.Reading of(String text) {
    return read(YamlFile.parse(file.toString(), text, problems));
  }

  private PolicyTests.Reading read(Optional<YamlNode> root) {
    Optional<MappingReader> head =
        root.flatMap(node -> MappingReader.of(file.toString(), node, problems));
    if (head.isEmpty()) {
      return new PolicyTests.Reading.Rejected(problems.list());
    }
    PolicyPlaces places = places(head.get());
    Optional<PolicySet.Reading.Accepted> policies =
        policies(head.get()).flatMap(reading -> accepted(reading, places));
    List<PolicyTest> tests = tests(head.get(), policies.map(PolicySet.Reading.Accepted::set));
    head.get().end();
    if (!problems.isEmpty() || policies.isEmpty()) {
      return new PolicyTests.Reading.Rejected(problems.list());
    }
    List<Problem> warnings =
        policies.get().warnings().stream().map(w -> places.placed(w, problems)).toList();
    return new PolicyTests.Reading.Accepted(
        new PolicyTests(places, policies.get().set(), tests), warnings);
  }

  private PolicyPlaces places(MappingReader head) {
    List<Place> starts = head.text("policy").map(Scalar::lineStarts).orElse(List.of());
    return new PolicyPlaces(file.toString(), starts);
  }

  private Optional<PolicySet.Reading> policies(MappingReader head) {
    Optional<String> inline = head.optionalString("policy");
    List<String> names = head.strings("policies");
    if (head.has("policy") == head.has("policies")) {
      head.problem("expected `policies`, the files that are tested, or `policy`, their text");
      return Optional.empty();
    }
    if (inline.isPresent()) {
      return Optional.of(PolicySet.of(List.of(new PolicyText(file.toString(), inline.get()))));
    }
    List<Path> paths = new ArrayList<>();
    for (String name : names) {
      try {
        paths.add(file.resolveSibling(name));
      } catch (InvalidPathException e) {
        head.problem("policies", Problem.quote(name) + " is no path: " + e.getReason());
      }
    }
    return paths.isEmpty() ? Optional.empty() : Optional.of(PolicySet.read(paths));
  }

  private Optional<PolicySet.Reading.Accepted> accepted(
      PolicySet.Reading reading, PolicyPlaces places) {
    return switch (reading) {
      case PolicySet.Reading.Accepted accepted -> Optional.of(accepted);
      case PolicySet.Reading.Rejected(List<Problem> found) -> {
        found.forEach(problem -> problems.add(places.placed(problem, problems)));
        yield Optional.empty();
      }
    };
  }

  private List<PolicyTest> tests(MappingReader head, Optional<PolicySet> set) {
    head.require("tests");
    List<MappingReader> written = head.mappings("tests");
    if (written.isEmpty()
        && head.peek("tests").filter(YamlNode.Sequence.class::isInstance).isPresent()) {
      head.problem("tests", "`tests` is an empty list; expected at least one test");
    }
    if (written.size() > TESTS_MAX) {
      written.get(TESTS_MAX).problem("more than " + TESTS_MAX + " tests; expected several files");
      return List.of();
    }
    Map<String, Integer> lines = new HashMap<>();
    List<PolicyTest> tests = new ArrayList<>();
    for (MappingReader test : written) {
      String name = test.string("name").orElse("");
      int first = lines.getOrDefault(name, 0);
      if (first > 0 && !name.isEmpty()) {
        test.problem("name", "the test in line " + first + " has the same name; expected another");
      }
      lines.putIfAbsent(name, test.line());
      test(test, name, set).ifPresent(tests::add);
      test.end();
    }
    return tests;
  }

  private Optional<PolicyTest> test(MappingReader test, String name, Optional<PolicySet> set) {
    GivenReader givenReader = new GivenReader(problems);
    Optional<MappingReader> given = test.mapping("given");
    Given who =
        given
            .map(givenReader::read)
            .orElse(
                new Given(
                    CallerReader.USUAL, Optional.empty(), CallerReader.USUAL_TIME, Approvers.NONE));
    test.require("when", "then");
    Optional<MappingReader> when = test.mapping("when");
    Optional<TestCall> call = when.flatMap(new TestCallReader(problems)::read);
    Optional<Reply> reply = when.flatMap(this::reply);
    when.ifPresent(MappingReader::end);
    List<EarlierCall> earlier =
        given.isPresent() && call.isPresent()
            ? givenReader.earlier(given.get(), who, call.get())
            : List.of();
    Optional<MappingReader> then = test.mapping("then");
    List<Expectation> expected =
        then.map(new ExpectationReader(problems, set.map(PolicySet::ruleNames))::read)
            .orElse(List.of());
    Place place = new Place(test.line(), test.column());
    return call.map(its -> new PolicyTest(name, place, who, earlier, its, reply, expected));
  }

  private Optional<Reply> reply(MappingReader when) {
    JsonNodes json = new JsonNodes(problems);
    Optional<JsonObject> result = json.result(when, "result");
    Optional<JsonObject> error = json.error(when, "error");
    OptionalLong size = when.bytes("result-size");
    if (result.isPresent() && error.isPresent()) {
      when.problemAtKey("error", "a reply has a result or an error; expected one of them");
    }
    Optional<Reply> reply =
        result
            .map(value -> new Reply(value, false, size))
            .or(() -> error.map(value -> new Reply(value, true, size)));
    return size.isPresent() && reply.isEmpty()
        ? Optional.of(new Reply(JsonObject.EMPTY_JSON_OBJECT, false, size))
        : reply;
  }
}
