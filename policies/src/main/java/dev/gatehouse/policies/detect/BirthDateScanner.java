package dev.gatehouse.policies.detect;

import java.util.List;

/**
 * Finds dates of birth: dates of any usual spelling near a word such as {@code born}.
 *
 * <p>A date of numbers is a row of three groups, or of eight digits together; one with a month's
 * name is read around its year, at most {@link #NAMED_CHARACTERS_MAX} characters back.
 */
final class BirthDateScanner {
  /** As in {@code 24th of September, 1980} and {@code 24 de septiembre de 1980}. */
  private static final int NAMED_CHARACTERS_MAX = 28;

  private static final int YEAR_MIN = 1890;
  private static final int YEAR_MAX = 2045;

  private static final int YEAR_DIGITS = 4;
  private static final int DIGITS_MAX = 8;

  private static final List<String> OTHER_DATES =
      List.of(
          "expir*",
          "valid until",
          "issued*",
          "hired",
          "died",
          "deceased",
          "death*",
          "updated*",
          "created*",
          "modified*",
          "since",
          "joined*",
          "order*",
          "invoice*",
          "due",
          "started",
          "version*",
          "released*",
          "gestorben*",
          "gultig*",
          "gueltig*",
          "visit*",
          "founded*",
          "married*");

  private static final String WORDS =
      "born, birth*, dob, d o b, bday, geboren*, geb, geburt*, geboort*, naissance*, ne le, nee le,"
          + " ne e, nacido, nacida, nacio, nacque, nacimiento*, fecha nac*, fec nac, nato, nata,"
          + " nascita*, nascido, nascida, nascimento*, fodt, fodsel*, fodelse*, fodd, syntym*,"
          + " urodz*, ur, narozen*, narodenia, nascut*, dogum*, szulet*, *出生, *生日, *生年月日, *생년월일,"
          + " *생일, *рожд, *родил, *γεννησ, *γέννησ, *الميلاد, *לידה, *जन्म";

  private final BuiltIn kind;
  private final TellingWords words;

  private BirthDateScanner(BuiltIn kind) {
    this.kind = kind;
    this.words = TellingWords.of(kind, WORDS, OTHER_DATES);
  }

  static void register(Triggers triggers, BuiltIn kind) {
    BirthDateScanner scanner = new BirthDateScanner(kind);
    triggers.onDigits(kind, YEAR_DIGITS, YEAR_DIGITS, 1, scanner::at);
    triggers.onDigits(kind, DIGITS_MAX, DIGITS_MAX, 1, scanner::at);
    triggers.onDigits(kind, YEAR_DIGITS, DIGITS_MAX, 3, scanner::at);
  }

  private void at(DigitRun run, Findings findings) {
    int start = run.start();
    int end = run.end();
    if (run.groups() == 1 && run.count() == YEAR_DIGITS) {
      int year = number(run, 0, YEAR_DIGITS);
      if (year < YEAR_MIN || year > YEAR_MAX) {
        return;
      }
      boolean isHan = run.passage().at(end) == '年' || run.passage().at(end) == '년';
      start = isHan ? start : startOfNamed(run.passage(), start);
      end = isHan ? endOfHan(run.passage(), end) : end;
    } else if (!isNumeric(run) || isJoined(run)) {
      return;
    }
    if (start >= 0 && end > 0 && words.tell(run.passage(), start, end) != 0) {
      findings.add(kind, start, end);
    }
  }

  private static boolean isNumeric(DigitRun run) {
    if (run.groups() == 1 && run.count() == DIGITS_MAX) {
      return isDate(run, 4, 2, 2) || isDate(run, 2, 2, 4);
    }
    if (run.groups() != 3 || !isDate(run, run.groupSize(0), run.groupSize(1), run.groupSize(2))) {
      return false;
    }
    String gap = run.gapAfter(0).strip();
    boolean isRegular = gap.length() <= 1 && gap.equals(run.gapAfter(1).strip());
    boolean isSpaced = gap.isEmpty() && run.count() < 7;
    return isRegular && !isSpaced && ".-/".contains(gap);
  }

  /** Whether digits are a year, month and day, or a day and month in any order and a year. */
  private static boolean isDate(DigitRun run, int first, int second, int third) {
    if (second > 2) {
      return false;
    }
    int one = number(run, 0, first);
    int two = number(run, first, second);
    int three = number(run, first + second, third);
    if (first == 4) {
      return third <= 2 && isYear(one) && isDay(two, three);
    }
    boolean isYear = third == 4 ? isYear(three) : third == 2;
    return first <= 2 && isYear && (isDay(one, two) || isDay(two, one));
  }

  private static int number(DigitRun run, int start, int count) {
    int number = 0;
    for (int i = start; i < start + count; i++) {
      number = number * 10 + run.digit(i);
    }
    return number;
  }

  private static boolean isYear(int year) {
    return year >= YEAR_MIN && year <= YEAR_MAX;
  }

  private static boolean isDay(int month, int day) {
    return month >= 1 && month <= 12 && day >= 1 && day <= 31;
  }

  /** Whether further digits or letters belong to it, other than a time after a {@code T}. */
  private static boolean isJoined(DigitRun run) {
    Passage text = run.passage();
    boolean isTimed = text.at(run.end()) == 'T' && text.isDigit(run.end() + 1);
    return isPart(text, run.start() - 1, -1) || (!isTimed && isPart(text, run.end(), 1));
  }

  private static boolean isPart(Passage text, int place, int step) {
    char c = text.at(place);
    boolean isMark = c == '.' || c == '-' || c == '/' || c == '_';
    return text.isAlphanumeric(place) || (isMark && text.isDigit(place + step));
  }

  /** Where a date begins whose year stands here, as in {@code 12. März 1980}; −1 if none does. */
  private static int startOfNamed(Passage text, int year) {
    boolean hasDay = false;
    boolean hasMonth = false;
    int at = year;
    while (at > 0 && year - at < NAMED_CHARACTERS_MAX) {
      char c = text.at(at - 1);
      if (text.isDigit(at - 1)) {
        int start = text.isDigit(at - 2) ? at - 2 : at - 1;
        if (hasDay || text.isDigit(start - 1)) {
          return -1;
        }
        hasDay = true;
        at = start;
      } else if (Character.isLetter(c)) {
        int start = startOfWord(text, at, year - NAMED_CHARACTERS_MAX);
        String word = PlainWords.plain(text.text().substring(start, at));
        boolean isMonth = MonthNames.isMonth(word);
        if (isMonth == hasMonth && !MonthNames.isBetween(word)) {
          return -1;
        }
        hasMonth |= isMonth;
        at = start;
      } else if (" ,.-/'°º".indexOf(c) >= 0) {
        at--;
      } else {
        return -1;
      }
      if (hasDay && hasMonth) {
        return at;
      }
    }
    return -1;
  }

  private static int startOfWord(Passage text, int end, int limit) {
    int at = end;
    while (at > 0 && at > limit && Character.isLetter(text.at(at - 1))) {
      at--;
    }
    return at;
  }

  /** Where {@code 年3月12日}, which stands here, ends; −1 if it does not. */
  private static int endOfHan(Passage text, int place) {
    int month = endOfDigits(text, place + 1);
    int day = endOfDigits(text, month + 1);
    boolean isMonth = text.at(month) == '月' || text.at(month) == '월';
    return isMonth && month > place + 1 && day > month + 1 ? day + 1 : -1;
  }

  private static int endOfDigits(Passage text, int start) {
    int at = text.at(start) == ' ' ? start + 1 : start;
    while (at - start <= 2 && text.isDigit(at)) {
      at++;
    }
    return at;
  }
}
