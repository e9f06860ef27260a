package dev.gatehouse.policies;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.gatehouse.policies.PolicySet.Reading;
import dev.gatehouse.policies.yaml.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicySetTest {
  private static final String ONE =
      "default: permit\nrules:\n  - name: a\n    tools: [ crm__x ]\n    permit: true\n";
  private static final String TWO =
      "rules:\n  - name: b\n    upstreams: [ bank ]\n    refuse: no\n";

  @TempDir private Path folder = Path.of("");

  @Test
  void combinesSeveralFiles() throws IOException {
    Path one = Files.writeString(folder.resolve("one.yaml"), ONE);
    Path two = Files.writeString(folder.resolve("two.yaml"), TWO);

    PolicySet set = accepted(PolicySet.read(List.of(one, two)));

    assertEquals(2, set.rules().size());
    assertEquals(true, set.permitsByDefault());
    assertEquals(
        List.of(new PolicyText("one.yaml", ONE), new PolicyText("two.yaml", TWO)), set.texts());
    assertEquals(List.of(), set.unknownUpstreams(Set.of("crm", "bank")));
    assertEquals(1, set.unknownUpstreams(Set.of("crm")).size());
  }

  @Test
  void isNamedByTheDigestThatSha256sumGives() {
    PolicySet set =
        accepted(PolicySet.of(List.of(new PolicyText("a", "{}\n"), new PolicyText("b", "{}\n"))));

    // printf '{}\n' > a; cp a b; sha256sum a b | sha256sum
    assertEquals("d0f846e5191be2d563b184ed318b424c4dc81ed843435f7ae562f84c258b1d3f", set.digest());
    assertEquals(
        "ca3d163bab055381827226140568f3bef7eaac187cebd76878e0b63e9e442356",
        set.texts().getFirst().digest());
  }

  @Test
  void changesItsDigestWithEveryTextNameAndOrder() {
    PolicyText one = new PolicyText("one", ONE);
    PolicyText two = new PolicyText("two", TWO);
    String digest = accepted(PolicySet.of(List.of(one, two))).digest();

    assertNotEquals(digest, accepted(PolicySet.of(List.of(two, one))).digest());
    assertNotEquals(digest, accepted(PolicySet.of(List.of(one))).digest());
    assertNotEquals(
        digest, accepted(PolicySet.of(List.of(one, new PolicyText("two", TWO + " ")))).digest());
    assertEquals(digest, accepted(PolicySet.of(List.of(one, two))).digest());
  }

  @Test
  void reportsTheProblemsOfAllFilesInTheirOrder() throws IOException {
    Path one = Files.writeString(folder.resolve("one.yaml"), "rulse: []\n");
    Path two = Files.writeString(folder.resolve("two.yaml"), "a: b: c\n");
    Path none = folder.resolve("none.yaml");

    List<Problem> problems =
        assertInstanceOf(Reading.Rejected.class, PolicySet.read(List.of(one, two, none)))
            .problems();

    assertEquals(
        List.of(one.toString(), two.toString(), none.toString()),
        problems.stream().map(Problem::file).toList());
  }

  @Test
  void refusesTwoDefaultsAndTwoRulesOfOneName() {
    PolicyText one = new PolicyText("one", ONE);

    Reading sameName = PolicySet.of(List.of(one, new PolicyText("two", ONE)));
    Reading otherDefault = PolicySet.of(List.of(one, new PolicyText("two", "default: refuse")));

    assertEquals(
        "two:3:11: the rule in one line 3 has the same name; expected another",
        assertInstanceOf(Reading.Rejected.class, sameName).problems().getFirst().toString());
    assertEquals(
        "two:1:10: another file says `default: permit`; expected the same, or no `default` here",
        assertInstanceOf(Reading.Rejected.class, otherDefault).problems().getFirst().toString());
  }

  @Test
  void warnsOfUpstreamsThatAreNotConfigured() {
    String rules =
        """
        rules:
          - { name: a, permit: true, tools: [ crm__get, crmm__get, "c*", "delete_*", "*__x" ] }
          - { name: b, permit: true, upstreams: [ crm, bank ] }
        """;
    PolicySet set = accepted(PolicySet.of(List.of(new PolicyText("p", rules))));

    assertEquals(
        """
        p:2:49: `crmm__get` fits no upstream; the configuration has crm
        p:2:66: `delete_*` fits no upstream; the configuration has crm
        p:3:48: `bank` fits no upstream; the configuration has crm
        """,
        String.join(
                "\n", set.unknownUpstreams(List.of("crm")).stream().map(Problem::toString).toList())
            + "\n");
    assertEquals(List.of(), set.unknownUpstreams(List.of("crm", "crmm", "bank", "delete_it")));
  }

  @Test
  void warnsOfAFileThatLetsNothingThrough() {
    Reading reading =
        PolicySet.of(
            List.of(new PolicyText("p", "default: refuse\nrules: [{name: a, refuse: x}]")));

    assertEquals(
        List.of("p:1:1: no rule here permits anything, and the default is to refuse"),
        assertInstanceOf(Reading.Accepted.class, reading).warnings().stream()
            .map(Problem::toString)
            .toList());
  }

  @Test
  void saysWhereOriginalsAreToBeSealed() {
    String rules =
        """
        rules:
          - name: a
            mask: { result: [ { detect: email } ] }
            seal: result
          - { name: b, seal: [ arguments ] }
        """;
    PolicySet set = accepted(PolicySet.of(List.of(new PolicyText("p", rules))));

    assertEquals(
        List.of("p:4:11: no key", "p:5:22: no key"),
        set.problemsOfSealing("no key").stream().map(Problem::toString).toList());
    assertEquals(
        List.of(),
        accepted(PolicySet.of(List.of(new PolicyText("p", ONE)))).problemsOfSealing("no key"));
  }

  @Test
  void warnsOfASealWhereNothingIsMasked() {
    Reading reading =
        PolicySet.of(
            List.of(new PolicyText("p", "default: permit\nrules: [ { name: a, seal: result } ]")));

    assertEquals(
        List.of("p:2:27: `seal` keeps the original of what is masked, and no rule masks anything"),
        assertInstanceOf(Reading.Accepted.class, reading).warnings().stream()
            .map(Problem::toString)
            .toList());
  }

  @Test
  void refusesEveryCallWithoutFiles() {
    assertEquals(false, accepted(PolicySet.read(List.of())).permitsByDefault());
  }

  private static PolicySet accepted(Reading reading) {
    return assertInstanceOf(Reading.Accepted.class, reading, reading::toString).set();
  }
}
