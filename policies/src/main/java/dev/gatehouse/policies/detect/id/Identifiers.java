package dev.gatehouse.policies.detect.id;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All identifiers that are known, by their labels. */
public final class Identifiers {
  /** What tells a national number in any country. */
  private static final List<String> GENERAL_WORDS =
      List.of(
          "national id*",
          "national identi*",
          "national number",
          "identity number",
          "identity card*",
          "personal id*",
          "personal identi*",
          "citizen id*",
          "government id*",
          "tax id*",
          "tax number",
          "taxpayer*",
          "tin",
          "social security*");

  private static final Stream<List<Identifier>> NATIONAL =
      Stream.of(
          NorthAmerica.ALL,
          BritainAndIreland.ALL,
          GermanSpeaking.ALL,
          RomanceSpeaking.ALL,
          Benelux.ALL,
          Nordic.ALL,
          EasternEurope.ALL,
          SouthAmerica.ALL,
          Asia.ALL,
          SouthernLands.ALL);

  private static final Stream<List<Identifier>> OTHERS =
      Stream.of(Documents.ALL, Banking.ALL, ValueAddedTax.ALL);

  private static final List<Identifier> ALL =
      Stream.concat(
              NATIONAL.flatMap(Collection::stream).map(each -> each.alsoNear(GENERAL_WORDS)),
              OTHERS.flatMap(Collection::stream))
          .toList();

  private static final Map<String, Identifier> BY_LABEL =
      ALL.stream().collect(Collectors.toUnmodifiableMap(Identifier::label, Function.identity()));

  private Identifiers() {}

  /** In the order of regions. */
  public static List<Identifier> all() {
    return ALL;
  }

  /** The identifier of this label; an unknown one is a mistake of the program. */
  public static Identifier labelled(String label) {
    Identifier identifier = BY_LABEL.get(label);
    if (identifier == null) {
      throw new IllegalArgumentException("no identifier `" + label + "`");
    }
    return identifier;
  }
}
