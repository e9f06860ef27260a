package dev.gatehouse.policies.check;

import dev.gatehouse.policies.yaml.YamlNode.Place;
import java.util.List;
import java.util.Optional;

/**
 * One test as it stands in its file.
 *
 * @param place where it begins
 * @param earlier what came before the call, in its order
 * @param reply empty if the test does not go that far
 * @param expected at least one thing
 */
record PolicyTest(
    String name,
    Place place,
    Given given,
    List<EarlierCall> earlier,
    TestCall call,
    Optional<Reply> reply,
    List<Expectation> expected) {
  PolicyTest {
    earlier = List.copyOf(earlier);
    expected = List.copyOf(expected);
  }
}
