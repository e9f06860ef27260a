package dev.gatehouse.adapters.dial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.ValueSource;

class DialRulesTest {
  private static final String PRIVATE = "10.1.2.3";

  @ParameterizedTest
  @CsvFileSource(resources = "addresses.csv", numLinesToSkip = 1)
  void knowsWhatEachAddressIsFor(String address, String kind) throws Exception {
    InetAddress plain = AddressKind.plain(InetAddress.getByName(address));
    assertEquals(kind, AddressKind.of(plain).word(), address);
    assertEquals(
        kind.equals("public"),
        DialRules.PUBLIC.refusal("some.example", InetAddress.getByName(address)).isEmpty());
    Optional<DialRules> named = DialRules.PUBLIC.allowing(address);
    assertEquals(
        Optional.empty(),
        named.orElseThrow().refusal("some.example", InetAddress.getByName(address)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"crm.internal", "*.internal", "CRM.Internal", "10.0.0.0/8", "10.1.2.3"})
  void admitsAPrivateAddressThatIsNamed(String allowed) {
    assertEquals(Optional.empty(), refusal(allowed, "crm.internal", PRIVATE));
  }

  @ParameterizedTest
  @ValueSource(strings = {"internal", "rm.internal", "10.1.2.2", "10.2.0.0/16", "*.crm.internal"})
  void refusesAPrivateAddressThatOnlyLooksNamed(String allowed) {
    assertTrue(refusal(allowed, "crm.internal", PRIVATE).isPresent());
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "169.254.169.254", "0.0.0.0", "::1", "fe80::1", "240.0.0.1"})
  void leadsByANameToPrivateAddressesOnly(String address) {
    assertTrue(refusal("crm.internal", "crm.internal", address).isPresent());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "10.0.0.0/33", "10/8", "10.1", "300.1.1.1", "::1/129", "a b", "*", "-"})
  void takesNothingThatIsNeitherARangeNorAName(String text) {
    assertEquals(Optional.empty(), DialRules.PUBLIC.allowing(text));
  }

  @Test
  void admitsTheAddressThatStandsInAUrl() {
    DialRules rules = DialRules.PUBLIC.naming(URI.create("http://127.0.0.1:8080/mcp"));
    assertEquals(Optional.empty(), rules.refusal("127.0.0.1", address("127.0.0.1")));
    assertTrue(rules.refusal("127.0.0.2", address("127.0.0.2")).isPresent());
    assertTrue(rules.refusal("localhost", address("::1")).isPresent());
  }

  @Test
  void admitsLocalhostOnThisMachineOnly() {
    DialRules rules = DialRules.PUBLIC.naming(URI.create("http://localhost:8080/mcp"));
    assertEquals(Optional.empty(), rules.refusal("localhost", address("127.0.0.1")));
    assertEquals(Optional.empty(), rules.refusal("localhost", address("::1")));
    assertTrue(rules.refusal("localhost", address(PRIVATE)).isPresent());
    assertTrue(rules.refusal("crm.example", address("127.0.0.1")).isPresent());
  }

  @Test
  void aNameInAUrlAdmitsNothing() {
    DialRules rules = DialRules.PUBLIC.naming(URI.create("http://crm.internal/mcp"));
    assertEquals(DialRules.PUBLIC, rules);
  }

  @Test
  void saysWhatToWrite() {
    assertEquals(
        "the address `10.1.2.3` of `crm.internal` is private; if that is meant, the configuration"
            + " needs `outbound: { allow: [ \"crm.internal\" ] }`",
        DialRules.PUBLIC.refusal("crm.internal", address(PRIVATE)).orElseThrow());
    assertEquals(
        "the address `169.254.169.254` is link-local; if that is meant, the configuration needs"
            + " `outbound: { allow: [ \"169.254.169.254\" ] }`",
        DialRules.PUBLIC.refusal("169.254.169.254", address("169.254.169.254")).orElseThrow());
    for (String needed : List.of("crm.internal", "169.254.169.254")) {
      assertTrue(DialRules.PUBLIC.allowing(needed).isPresent());
    }
  }

  private static Optional<String> refusal(String allowed, String host, String address) {
    return DialRules.PUBLIC.allowing(allowed).orElseThrow().refusal(host, address(address));
  }

  private static InetAddress address(String literal) {
    return InetAddress.ofLiteral(literal);
  }
}
