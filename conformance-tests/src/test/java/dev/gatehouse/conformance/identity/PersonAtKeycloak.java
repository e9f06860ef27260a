package dev.gatehouse.conformance.identity;

import jakarta.json.JsonObject;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;

/** Somebody of the realm, whose password is the name and {@code -password}. Immutable. */
public final class PersonAtKeycloak {
  /** The page of ours, the password, the way back by a form, and some to spare. */
  private static final int PAGES_MAX = 6;

  private final URI issuer;
  private final String name;

  PersonAtKeycloak(URI issuer, String name) {
    this.issuer = issuer;
    this.name = name;
  }

  /** Who. */
  public String name() {
    return name;
  }

  /**
   * Goes through a sign-in in a browser of its own: agrees to what is asked, signs in at Keycloak,
   * and comes back.
   *
   * @param start where a program sends its browser
   * @param until begins the address of the program that waits
   * @return the address at which it waits, with what it is told there
   */
  public URI signIn(URI start, URI until) {
    Browser browser = new Browser(until);
    Page page = browser.open(start);
    for (int i = 0; i < PAGES_MAX; i++) {
      if (page.uri().toString().startsWith(until.toString())) {
        return page.uri();
      }
      page = next(browser, page);
    }
    throw new AssertionError("page after page, at last " + page.uri() + "\n" + page.text());
  }

  /** Takes the next step of a sign-in: fills in what a page asks, and sends it. */
  Page next(Browser browser, Page page) {
    Page.Form form =
        page.form()
            .filter(_ -> page.status() == 200)
            .orElseThrow(
                () -> new AssertionError(page.status() + " " + page.uri() + "\n" + page.text()));
    Map<String, String> fields = new LinkedHashMap<>(form.fields());
    fields.computeIfPresent("username", (_, _) -> name);
    fields.computeIfPresent("password", (_, _) -> password());
    fields.computeIfPresent("decision", (_, _) -> "allow");
    return browser.submit(page, form, fields);
  }

  /** An access token that Keycloak gives for the password, without a browser. */
  public String token() {
    return token(Keycloak.CLIENT);
  }

  /** The same by another client of the realm that is confidential. */
  public String token(String client) {
    JsonObject answer =
        Forms.json(
            Forms.expecting(
                200,
                Forms.post(
                    URI.create(issuer + "/protocol/openid-connect/token"),
                    Map.of(
                        "grant_type",
                        "password",
                        "client_id",
                        client,
                        "client_secret",
                        Keycloak.CLIENT_SECRET,
                        "scope",
                        "openid",
                        "username",
                        name,
                        "password",
                        password()))));
    return answer.getString("access_token");
  }

  private String password() {
    return name + "-password";
  }
}
