package dev.gatehouse.gateway.signin;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What people see: small pages without scripts, which nobody may frame.
 *
 * <p>Guarantee: every text that is not ours is escaped.
 */
public final class Pages {
  private static final String STYLE =
      "body{font:1.0625rem/1.5 system-ui,sans-serif;margin:0;background:#f4f5f7;color:#1b1f24}"
          + "main{box-sizing:border-box;max-width:30rem;margin:0 auto;padding:1.5rem;"
          + "background:#fff;min-height:100vh}"
          + "h1{font-size:1.35rem;line-height:1.3}dt{color:#57606a;font-size:.9rem;"
          + "margin-top:.75rem}dd{margin:0;font-weight:600;overflow-wrap:anywhere}"
          + ".note{border-left:4px solid #b35900;padding-left:.75rem}"
          + "button,input{font:inherit;box-sizing:border-box;width:100%;padding:.8rem;"
          + "margin-top:.75rem;border:1px solid #57606a;border-radius:.4rem;background:#fff;"
          + "color:inherit}"
          + "button.yes{background:#0b5cad;border-color:#0b5cad;color:#fff}";

  private static final String POLICY =
      "default-src 'none'; style-src 'sha256-"
          + Base64.getEncoder().encodeToString(Handles.sha256(STYLE.getBytes(UTF_8)))
          + "'; frame-ancestors 'none'; base-uri 'none'";

  private Pages() {}

  /** A page that only says something. */
  public static Answer message(int status, String title, String text) {
    return page(status, title, "<p>" + escaped(text) + "</p>");
  }

  /** The question whether a client is to be let in. */
  static Answer consent(Wanted wanted, String handle, String token) {
    Client client = wanted.client();
    StringBuilder body = new StringBuilder();
    body.append("<p>If you agree, it may use the company’s tools in your name. ")
        .append("What it does is recorded as yours.</p><dl>");
    line(body, "Program", client.name());
    line(body, "Known as", known(client));
    switch (wanted.target()) {
      case Wanted.Target.Redirect to -> line(body, "You are sent back to", host(to.address()));
      case Wanted.Target.Device device -> line(body, "Code on the other device", device.typed());
    }
    line(body, "It may", wanted.scopes().isEmpty() ? "call tools" : scopes(wanted));
    body.append("</dl>").append(warning(wanted));
    body.append("<form method=\"post\" action=\"").append(SigninSettings.PATH);
    body.append("/consent\">").append(hidden("attempt", handle)).append(hidden("token", token));
    body.append("<button class=\"yes\" name=\"decision\" value=\"allow\">")
        .append("Agree and sign in</button>")
        .append("<button name=\"decision\" value=\"deny\">Refuse</button></form>");
    return page(200, "Let “" + client.name() + "” act for you?", body.toString());
  }

  /** Where the code of another device is typed. */
  static Answer device(String title, String text) {
    return page(
        200,
        title,
        "<p>"
            + escaped(text)
            + "</p><form method=\"get\" action=\""
            + SigninSettings.PATH
            + "/device\"><label>Code<input name=\"user_code\" autocomplete=\"off\""
            + " autocapitalize=\"characters\" spellcheck=\"false\" maxlength=\"12\"></label>"
            + "<button class=\"yes\">Continue</button></form>");
  }

  /**
   * A question with one answer, which is posted to a place of ours.
   *
   * @param lines terms with what is said of them
   * @param note what to heed
   * @param hidden fields of the form
   */
  public static Answer question(
      String title,
      Map<String, String> lines,
      String note,
      String action,
      Map<String, String> hidden,
      String yes) {
    StringBuilder body = new StringBuilder("<dl>");
    lines.forEach((term, text) -> line(body, escaped(term), text));
    body.append("</dl><p class=\"note\">").append(escaped(note)).append("</p>");
    body.append("<form method=\"post\" action=\"").append(escaped(action)).append("\">");
    hidden.forEach((name, value) -> body.append(hidden(name, value)));
    body.append("<button class=\"yes\">").append(escaped(yes)).append("</button></form>");
    return page(200, title, body.toString());
  }

  /** A form that its person sends on to the provider. */
  static Answer onward(URI action, Map<String, String> fields) {
    StringBuilder body = new StringBuilder("<p>You sign in at ");
    body.append(escaped(String.valueOf(action.getHost()))).append(".</p><form method=\"post\"");
    body.append(" action=\"").append(escaped(action.toString())).append("\">");
    new LinkedHashMap<>(fields).forEach((name, value) -> body.append(hidden(name, value)));
    body.append("<button class=\"yes\">Continue</button></form>");
    return page(200, "Sign in", body.toString());
  }

  private static String known(Client client) {
    return switch (client.origin()) {
      case CONFIGURED -> "set up by your administrators";
      case DOCUMENT -> "described by " + host(client.id());
      case REGISTERED -> "registered by itself; nobody has checked its name";
    };
  }

  private static String warning(Wanted wanted) {
    return switch (wanted.target()) {
      case Wanted.Target.Redirect to when Redirects.isHere(to.address()) ->
          "<p class=\"note\">The answer goes to a program on this computer. Agree only if you"
              + " started signing in there yourself, just now.</p>";
      case Wanted.Target.Redirect _ ->
          "<p class=\"note\">Agree only if you trust the address that you are sent back to.</p>";
      case Wanted.Target.Device _ ->
          "<p class=\"note\">Agree only if you started this yourself and the device in front of"
              + " you shows this code. If somebody sent you the code, refuse.</p>";
    };
  }

  private static String scopes(Wanted wanted) {
    return String.join(", ", wanted.scopes());
  }

  static String host(String address) {
    URI uri = URI.create(address);
    return uri.getPort() < 0 ? uri.getHost() : uri.getHost() + ":" + uri.getPort();
  }

  private static void line(StringBuilder body, String term, String text) {
    body.append("<dt>").append(term).append("</dt><dd>").append(escaped(text)).append("</dd>");
  }

  private static String hidden(String name, String value) {
    return "<input type=\"hidden\" name=\""
        + escaped(name)
        + "\" value=\""
        + escaped(value)
        + "\">";
  }

  private static Answer page(int status, String title, String body) {
    String html =
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">"
            + "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><title>"
            + escaped(title)
            + "</title><style>"
            + STYLE
            + "</style></head><body><main><h1>"
            + escaped(title)
            + "</h1>"
            + body
            + "</main></body></html>\n";
    return new Answer(
        status,
        Map.of(
            "Content-Type", "text/html; charset=utf-8",
            "Content-Security-Policy", POLICY,
            "X-Frame-Options", "DENY",
            "X-Content-Type-Options", "nosniff",
            "Referrer-Policy", "same-origin",
            "Cache-Control", "no-store"),
        List.of(),
        html);
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
