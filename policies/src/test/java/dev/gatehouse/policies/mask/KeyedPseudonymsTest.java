package dev.gatehouse.policies.mask;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.policies.detect.BuiltIn;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KeyedPseudonymsTest {
  private static final byte[] KEY = new byte[KeyedPseudonyms.KEY_BYTES_MIN];
  private static final Pseudonyms NAMES = KeyedPseudonyms.of(KEY);

  @Test
  void giveTheSameTokenForTheSameValueOfTheSameKind() throws Exception {
    String token = NAMES.token("payment-card", "4111111111111111");
    assertTrue(TokenVault.isToken(token), token);
    assertTrue(token.startsWith("[payment-card:t:"), token);
    assertEquals(token, NAMES.token("payment-card", "4111 1111-1111 1111"));
    assertEquals(token, KeyedPseudonyms.of(KEY.clone()).token("payment-card", "4111111111111111"));
    assertNotEquals(token, NAMES.token("payment-card", "4111111111111112"));
    assertNotEquals(token.substring(13), NAMES.token("iban", "4111111111111111").substring(5));
    byte[] other = KEY.clone();
    other[0] = 1;
    assertNotEquals(token, KeyedPseudonyms.of(other).token("payment-card", "4111111111111111"));
  }

  @Test
  void tellTokensFromOtherText() {
    assertTrue(TokenVault.isToken("[email:t:0b7e6a1f93c24d5588e1a6f0]"));
    for (String other :
        List.of(
            "email:t:0b7e6a1f93c24d5588e1a6f0",
            "[email:h:0b7e6a1f93c24d55]",
            "[email:t:0B7E6A1F93C24D5588E1A6F0]",
            "[:t:0b7e6a1f93c24d5588e1a6f0]",
            "[email:t:0b7e6a1f93c24d5588e1a6f0] ",
            "ada@example.com")) {
      assertFalse(TokenVault.isToken(other), other);
    }
  }

  @Test
  void keepTheValuesOfAMessageAtOnceAndBeforeItGoesOn() throws Exception {
    List<Map<String, String>> kept = new ArrayList<>();
    Pseudonyms names = KeyedPseudonyms.of(KEY, values -> kept.add(Map.copyOf(values)));

    Masking masking = mail().apply(leaves("ada@example.com, Ada@Example.com, bob@b.com"), names);

    String ada = NAMES.token("email", "ada@example.com");
    String bob = NAMES.token("email", "bob@b.com");
    assertEquals(
        List.of(new Edit.Text(0, ada + ", " + ada + ", " + bob, "email")), masking.edits());
    assertEquals(List.of(Map.of(ada, "ada@example.com", bob, "bob@b.com")), kept);

    mail().apply(leaves("nobody"), names);
    assertEquals(1, kept.size(), "a message without tokens asks for nothing");
  }

  @Test
  void letNoMessagePassWhoseTokensCannotBeKept() {
    for (Pseudonyms names : List.of(NAMES, Pseudonyms.none())) {
      MaskingException e =
          assertThrows(
              MaskingException.class, () -> mail().apply(leaves("ada@example.com"), names));
      assertEquals("there is no vault for tokens", e.getMessage());
    }
  }

  @Test
  void giveTokensInWhichNoDetectorFindsAnything() throws Exception {
    MaskPlan all = MaskPlan.of(List.of(Mask.of(Set.of(BuiltIn.values()), Strategy.redact())));
    Random random = new Random(7);
    for (int i = 0; i < 2_000; i++) {
      String token = NAMES.token("email", "person" + random.nextLong() + "@example.com");
      assertEquals(token, all.scrubName(token));
    }
  }

  private static MaskPlan mail() {
    return MaskPlan.of(List.of(Mask.of(Set.of(BuiltIn.EMAIL), new Strategy.Token())));
  }

  private static List<Leaf> leaves(String text) {
    return List.of(new Leaf(Path.root().key("a"), Leaf.Kind.STRING, text));
  }
}
