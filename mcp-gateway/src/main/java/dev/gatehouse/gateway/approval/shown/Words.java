package dev.gatehouse.gateway.approval.shown;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Marks words that could be read as others: those whose letters are of several scripts, and those
 * whose letters are none of the alphabet that they look like.
 *
 * <p>Source: UTS #39 §5 for which scripts belong together ("highly restrictive"). Look-alikes are
 * what Unicode itself calls compatible, digits of any script, and the best known letters that are
 * drawn like Latin ones. A word that is drawn like another by letters that are in neither is not
 * marked.
 */
final class Words {
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{M}\\p{N}]+");
  private static final Pattern LATIN = Pattern.compile("[A-Za-z]");

  private static final List<Set<UnicodeScript>> TOGETHER =
      List.of(
          EnumSet.of(
              UnicodeScript.LATIN,
              UnicodeScript.HAN,
              UnicodeScript.HIRAGANA,
              UnicodeScript.KATAKANA),
          EnumSet.of(UnicodeScript.LATIN, UnicodeScript.HAN, UnicodeScript.BOPOMOFO),
          EnumSet.of(UnicodeScript.LATIN, UnicodeScript.HAN, UnicodeScript.HANGUL));

  /** Each letter with the one that it looks like: Cyrillic, Greek, Armenian, Cherokee, Latin. */
  private static final String LOOK_ALIKES =
      "\u0430a\u0432B\u0441c\u0435e\u0433r\u043dH\u043eo\u0440p\u043ak\u043cM\u0442T"
          + "\u0445x\u0443y\u0456i\u0458j\u0455s\u04bbh\u0501d\u051bq\u051dw\u04cfl\u042cb"
          + "\u0410A\u0412B\u0415E\u041aK\u041cM\u041dH\u041eO\u0420P\u0421C\u0422T\u0425X"
          + "\u0405S\u0406I\u0408J\u04aeY\u0423Y\u050cG\u051aQ\u051cW\u04173"
          + "\u0391A\u0392B\u0395E\u0396Z\u0397H\u0399I\u039aK\u039cM\u039dN\u039fO\u03a1P"
          + "\u03a4T\u03a5Y\u03a7X\u03bfo\u03bdv\u03c1p\u03b1a\u03b9i\u03bak\u03c5u\u03c4t"
          + "\u03b3y\u03c9w\u03b7n"
          + "\u0578n\u057du\u0585o\u0570h\u0581g\u0566q\u0575j\u053cL\u0555O\u054dU\u054fS"
          + "\u13aaA\u13f4B\u13dfC\u13a0D\u13acE\u13c0G\u13bbH\u13abJ\u13e6K\u13deL\u13b7M"
          + "\u13e2P\u13a1R\u13daS\u13a2T\u13d9V\u13b3W\u13c3Z"
          + "\u0251a\u0261g\u0131i\u0237j\u01c0l\u0269i\u026ai\u028bu\u1d04c\u1d0fo\u1d1cu"
          + "\u1d20v\u1d21w\u1d22z\ua731s\ua781l";

  private Words() {}

  /**
   * The text with a mark behind each such word.
   *
   * @param isName whether a word is marked also where nothing around it is Latin
   */
  static String marked(String text, boolean isName) {
    boolean amongLatin = isName || LATIN.matcher(text).find();
    return WORD.matcher(text).replaceAll(m -> m.group() + mark(m.group(), amongLatin, isName));
  }

  private static String mark(String word, boolean amongLatin, boolean isName) {
    if (word.chars().allMatch(c -> c < 0x80)) {
      return "";
    }
    Set<UnicodeScript> scripts = EnumSet.noneOf(UnicodeScript.class);
    word.codePoints().filter(Character::isLetter).mapToObj(UnicodeScript::of).forEach(scripts::add);
    scripts.removeAll(
        List.of(UnicodeScript.COMMON, UnicodeScript.INHERITED, UnicodeScript.UNKNOWN));
    if (scripts.size() > 1 && TOGETHER.stream().noneMatch(some -> some.containsAll(scripts))) {
      return "<mixed: " + names(scripts) + ">";
    }
    boolean isLatin = scripts.contains(UnicodeScript.LATIN);
    String like = like(word, isLatin ? isName : amongLatin);
    return like.chars().allMatch(c -> c < 0x80) ? "<like: " + like + ">" : "";
  }

  /** As it is drawn, as far as that is known. */
  private static String like(String word, boolean drawn) {
    StringBuilder like = new StringBuilder();
    word.codePoints()
        .forEach(
            c -> {
              int at = drawn && c >= 0x80 && c < 0x10000 ? LOOK_ALIKES.indexOf(c) : -1;
              if (at >= 0) {
                like.append(LOOK_ALIKES.charAt(at + 1));
              } else if (Character.isDigit(c)) {
                like.append(Character.digit(c, 10));
              } else {
                like.append(compatible(c));
              }
            });
    return like.toString();
  }

  /** What Unicode says it stands for; an accented letter stands for itself. */
  private static String compatible(int c) {
    String one = Character.toString(c);
    return Normalizer.normalize(one, Normalizer.Form.NFKC);
  }

  private static String names(Collection<UnicodeScript> scripts) {
    return scripts.stream()
        .map(script -> script.name().toLowerCase(Locale.ROOT).replace('_', ' '))
        .map(name -> name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1))
        .collect(Collectors.joining(", "));
  }
}
