package dev.gatehouse.gateway.deciding;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.gateway.approval.shown.Html;
import dev.gatehouse.gateway.signin.Answer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * What all pages have in common: one style sheet, light and dark, wide and narrow; no scripts, and
 * nobody may frame them or have them send forms elsewhere.
 */
final class Frame {
  private static final String STYLE =
      ":root{color-scheme:light dark;--ink:#1b1f24;--dim:#57606a;--page:#f4f5f7;--card:#fff;"
          + "--line:#d0d7de;--act:#0b5cad;--on-act:#fff;--no:#b3261e;--heed:#8a4600}"
          + "@media(prefers-color-scheme:dark){:root{--ink:#e6edf3;--dim:#a3adb8;--page:#0d1117;"
          + "--card:#161b22;--line:#30363d;--act:#4c9bf0;--on-act:#0d1117;--no:#ff8a80;"
          + "--heed:#ffb86b}}"
          + "*{box-sizing:border-box}body{font:1.0625rem/1.5 system-ui,sans-serif;margin:0;"
          + "background:var(--page);color:var(--ink)}"
          + "a{color:var(--act)}header,main{max-width:46rem;margin:0 auto;padding:1rem}"
          + "header{display:flex;flex-wrap:wrap;gap:.25rem 1rem;align-items:center}"
          + "header form{margin-left:auto}h1{font-size:1.4rem;line-height:1.3;margin:.25rem 0 1rem}"
          + "h2{font-size:1.15rem;line-height:1.35}h3{font-size:1rem;margin:1.25rem 0 .25rem}"
          + "main>section,article,.card{background:var(--card);border:1px solid var(--line);"
          + "border-radius:.5rem;padding:.75rem 1rem;margin:0 0 1rem}"
          + "dl{margin:0}dt{color:var(--dim);font-size:.9rem;margin-top:.5rem}dd{margin:0}"
          + "ol.calls{list-style:none;margin:0;padding:0}ol.calls li{border-top:1px solid "
          + "var(--line);padding:.6rem 0;overflow-wrap:anywhere}"
          + "ol.calls li:first-child{border-top:0}.dim{color:var(--dim);font-size:.9rem}"
          + ".skip{position:absolute;left:-99rem}.skip:focus{position:static}"
          + ".told{border-left:4px solid var(--act);padding:.5rem .75rem;background:var(--card)}"
          + ".heed{border-left:4px solid var(--heed);padding:.5rem .75rem;background:var(--card)}"
          + "label{display:block;margin-top:.75rem}summary{padding:.6rem 0;cursor:pointer;"
          + "font-weight:600}input,textarea,button{font:inherit;color:inherit;width:100%;"
          + "padding:.7rem;margin-top:.35rem;border:1px solid var(--dim);border-radius:.4rem;"
          + "background:var(--card)}textarea{min-height:4.5rem}"
          + "textarea.json{font:.95em ui-monospace,monospace;min-height:14rem}"
          + "button{cursor:pointer;min-height:2.75rem}header button{width:auto;padding:.35rem "
          + ".75rem;margin:0;min-height:0}button.yes{background:var(--act);"
          + "border-color:var(--act);color:var(--on-act)}button.no{border-color:var(--no);"
          + "color:var(--no)}:focus-visible{outline:3px solid var(--act);outline-offset:2px}";

  /** Behind what {@link Html} asks for, whose colours are those of a light page. */
  private static final String DARK =
      "@media(prefers-color-scheme:dark){.approval .before{background:#4c1d1b}"
          + ".approval .now{background:#12361f}.approval mark{background:#7a5d00;color:#fff}}"
          + ".approval section{margin:0}";

  private static final String SHEET = STYLE + Html.STYLE + DARK;

  private static final Map<String, String> HEADERS =
      Map.of(
          "Content-Type", "text/html; charset=utf-8",
          "Content-Security-Policy",
              "default-src 'none'; style-src 'sha256-"
                  + digest(SHEET)
                  + "'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
          "X-Frame-Options", "DENY",
          "X-Content-Type-Options", "nosniff",
          "Referrer-Policy", "same-origin",
          "Cross-Origin-Opener-Policy", "same-origin",
          "Cross-Origin-Resource-Policy", "same-origin",
          "Cache-Control", "no-store");

  private Frame() {}

  private static String digest(String text) {
    try {
      return Base64.getEncoder()
          .encodeToString(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** A page that only says something. */
  static Answer message(int status, String title, String... sentences) {
    Markup body = new Markup();
    for (String sentence : sentences) {
      body.element("p", sentence);
    }
    return page(status, title, new Markup(), body);
  }

  /**
   * A page.
   *
   * @param top what stands beside the link to the list
   * @param body below its heading
   */
  static Answer page(int status, String title, Markup top, Markup body) {
    Markup html = new Markup();
    html.raw("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">")
        .raw("<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><title>")
        .text(title)
        .raw(" · Gatehouse</title><style>")
        .raw(SHEET)
        .raw("</style></head>\n<body><a class=\"skip\" href=\"#main\">Skip to the content</a>")
        .raw("<header><a href=\"" + Paths.PAGES + "\">All approvals</a>")
        .raw(top.toString())
        .raw("</header>\n<main id=\"main\"><h1>")
        .text(title)
        .raw("</h1>\n")
        .raw(body.toString())
        .raw("</main></body></html>\n");
    return new Answer(status, HEADERS, List.of(), html.toString());
  }
}
