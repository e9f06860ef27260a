package dev.gatehouse.policies.detect;

import java.util.List;
import java.util.Set;

/**
 * Names beside which a secret stands, such as {@code db_password} and {@code clientSecret}.
 *
 * <p>The last words of a name tell: {@code api_key} does, {@code api_key_id} does not. Words are
 * separated by signs or by a change of case. Pure.
 */
final class CredentialNames {
  /** Nothing but a password: taken however simple it is. */
  private static final Set<String> PASSWORDS =
      Set.of(
          "password",
          "passwd",
          "pwd",
          "passphrase",
          "passcode",
          "kennwort",
          "passwort",
          "contraseña",
          "contrasena",
          "senha",
          "motdepasse",
          "wachtwoord",
          "lösenord",
          "losenord",
          "adgangskode",
          "passord",
          "salasana",
          "parola",
          "şifre",
          "jelszó",
          "hasło",
          "haslo",
          "heslo",
          "пароль",
          "密码",
          "パスワード",
          "userpassword",
          "dbpassword",
          "mypassword");

  /** Last words that tell by themselves. */
  private static final Set<String> SECRETS =
      Set.of(
          "secret",
          "secrets",
          "apikey",
          "apisecret",
          "secretkey",
          "accesskey",
          "privatekey",
          "clientsecret",
          "accesstoken",
          "authtoken",
          "refreshtoken",
          "sessiontoken",
          "apitoken",
          "bearertoken",
          "credential",
          "credentials",
          "authorization",
          "appkey",
          "masterkey",
          "encryptionkey",
          "signingkey",
          "authkey",
          "sharedkey",
          "accountkey",
          "sharedaccesskey",
          "servicekey",
          "webhooksecret",
          "sharedaccesssignature",
          "licensekey",
          "storagekey",
          "jwtsecret",
          "secretaccesskey",
          "subscriptionkey",
          "deploykey",
          "writekey");

  /** Words that tell before {@code key}. */
  private static final Set<String> KEY_KINDS =
      Set.of(
          "api",
          "secret",
          "access",
          "private",
          "client",
          "app",
          "application",
          "master",
          "auth",
          "encryption",
          "signing",
          "shared",
          "account",
          "service",
          "license",
          "licence",
          "storage",
          "subscription",
          "deploy",
          "write",
          "admin",
          "hmac",
          "aes",
          "symmetric",
          "functions",
          "integration",
          "ingest",
          "insert",
          "user",
          "dd",
          "datadog",
          "stripe",
          "sendgrid",
          "openai",
          "anthropic",
          "algolia",
          "twilio",
          "mailgun",
          "pagerduty",
          "newrelic",
          "cloudflare");

  /** Last words that tell only beside a value that is a secret by its look. */
  private static final Set<String> HINTS =
      Set.of(
          "token",
          "tokens",
          "key",
          "auth",
          "bearer",
          "pass",
          "sig",
          "signature",
          "sid",
          "session",
          "sessionid",
          "jsessionid",
          "phpsessid",
          "cookie",
          "pat",
          "otp",
          "csrf",
          "xsrf",
          "nonce",
          "dsn",
          "pw");

  /** Words that make a name that of something else, wherever in it they stand. */
  private static final Set<String> OTHERS =
      Set.of(
          "public",
          "pub",
          "page",
          "next",
          "prev",
          "previous",
          "continuation",
          "sync",
          "pagination",
          "cursor",
          "idempotency",
          "primary",
          "foreign",
          "sort",
          "partition",
          "cache",
          "row",
          "object",
          "index",
          "count",
          "max",
          "min",
          "num",
          "total",
          "hash",
          "fingerprint",
          "checksum",
          "digest",
          "etag",
          "commit",
          "revision",
          "translation",
          "i18n",
          "issue");

  /** What ends names beside those words. */
  private static final Set<String> LAST_OF_TWO = Set.of("pass", "key", "token", "string", "phrase");

  /** Three letters are five bits each. */
  private static final boolean[] ENDINGS = endings();

  private CredentialNames() {}

  /** Whether a name with these last characters of ASCII may tell: most fail by them. */
  static boolean mayEnd(char third, char second, char last) {
    return isLetter(second) && isLetter(last) && ENDINGS[ending(third, second, last)];
  }

  private static int ending(char third, char second, char last) {
    return (third & 31) << 10 | (second & 31) << 5 | (last & 31);
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private static boolean[] endings() {
    boolean[] endings = new boolean[1 << 15];
    for (Set<String> words : List.of(PASSWORDS, SECRETS, HINTS, LAST_OF_TWO)) {
      for (String word : words) {
        int end = word.length();
        char last = word.charAt(end - 1);
        char second = word.charAt(end - 2);
        for (char third = 0; third < 32; third++) {
          if (end == 2 || (word.charAt(end - 3) & 31) == third) {
            endings[ending(third, second, last)] = true;
          }
        }
      }
    }
    return endings;
  }

  /** How much a name tells. */
  enum Telling {
    NOTHING,
    /** That a value which looks like a secret is one. */
    HINT,
    /** That the value is a secret, unless it is plainly something else. */
    SECRET,
    /** That the value is a password, however simple. */
    PASSWORD
  }

  /** What a name tells of what stands beside it. */
  static Telling of(String name) {
    NameWords words = NameWords.of(name);
    String last = words.fromEnd(0);
    if (last.isEmpty()) {
      return Telling.NOTHING;
    }
    if (PASSWORDS.contains(last) || (last.equals("pass") && words.count() > 1)) {
      return Telling.PASSWORD;
    }
    if (words.any(OTHERS::contains)) {
      return Telling.NOTHING;
    }
    String before = words.fromEnd(1);
    if (SECRETS.contains(last)
        || (last.equals("key") && KEY_KINDS.contains(before))
        || (last.equals("token") && TOKEN_KINDS.contains(before))
        || (last.equals("string") && before.equals("connection"))
        || (last.equals("phrase") && (before.equals("seed") || before.equals("pass")))) {
      return Telling.SECRET;
    }
    return HINTS.contains(last) ? Telling.HINT : Telling.NOTHING;
  }

  /** Words that tell before {@code token}. */
  private static final Set<String> TOKEN_KINDS =
      Set.of(
          "access",
          "auth",
          "refresh",
          "session",
          "api",
          "bearer",
          "id",
          "security",
          "personal",
          "bot",
          "deploy",
          "secret",
          "oauth",
          "jwt",
          "vault",
          "github",
          "gitlab",
          "slack",
          "npm",
          "service",
          "account",
          "user",
          "app",
          "admin",
          "registration",
          "reset",
          "verification");
}
