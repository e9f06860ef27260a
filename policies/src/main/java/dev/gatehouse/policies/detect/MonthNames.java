package dev.gatehouse.policies.detect;

import java.util.Set;

/**
 * Names of months in the languages of most European and American countries, in plain small letters.
 *
 * <p>Source: Unicode CLDR, calendar names (wide and abbreviated, in the case that dates have).
 */
final class MonthNames {
  private static final Set<String> ALL =
      Set.of(
          ("january jan february feb march mar april apr may june jun july jul august aug september"
               + " sept sep october oct november nov december dec januar janner jaenner februar"
               + " marz maerz mrz mai juni juli oktober okt dezember dez janvier janv fevrier fevr"
               + " fev mars avril avr juin juillet juil aout septembre octobre novembre decembre"
               + " enero ene febrero marzo abril abr mayo junio julio agosto ago septiembre"
               + " setiembre octubre noviembre diciembre dic gennaio gen febbraio aprile maggio mag"
               + " giugno giu luglio lug settembre set ottobre ott dicembre janeiro fevereiro marco"
               + " maio junho julho setembro outubro out novembro dezembro januari februari maart"
               + " mrt mei augustus augusti marts maj desember stycznia lutego marca kwietnia maja"
               + " czerwca lipca sierpnia wrzesnia pazdziernika listopada grudnia ledna unora"
               + " brezna dubna kvetna cervna cervence srpna zari rijna listopadu prosince"
               + " tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesakuuta heinakuuta"
               + " elokuuta syyskuuta lokakuuta marraskuuta joulukuuta ocak subat mart nisan mayis"
               + " haziran temmuz agustos eylul ekim kasim aralik ianuarie februarie martie aprilie"
               + " iunie iulie septembrie octombrie noiembrie decembrie")
              .split(" "));

  /** What stands between the parts of a date, or is hung to one. */
  private static final Set<String> BETWEEN =
      Set.of("st", "nd", "rd", "th", "er", "de", "del", "of", "den", "the", "o", "a");

  private MonthNames() {}

  static boolean isMonth(String word) {
    return ALL.contains(word);
  }

  static boolean isBetween(String word) {
    return BETWEEN.contains(word);
  }
}
