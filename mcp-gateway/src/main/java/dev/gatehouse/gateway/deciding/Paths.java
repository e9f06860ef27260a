package dev.gatehouse.gateway.deciding;

import java.util.List;

/** Where pages and programs find held calls. */
public final class Paths {
  /** The list; a call is below it, by its id. */
  public static final String PAGES = "/approvals";

  /** The same for programs. */
  public static final String API = "/api/approvals";

  static final String SIGNED_IN = "signed-in";
  static final String SIGN_OUT = "sign-out";
  static final String KEY = "key";
  static final String ARGUMENTS = "arguments";

  private Paths() {}

  /** Where a browser comes back to from the sign-in. */
  public static String signedIn() {
    return PAGES + "/" + SIGNED_IN;
  }

  /** The page of a call; of the list, where the id is empty. */
  static String page(String id) {
    return id.isEmpty() ? PAGES : PAGES + "/" + id;
  }

  /** Of a path below another: what lies between its slashes. */
  static List<String> below(String root, String path) {
    String rest = path.substring(Math.min(root.length(), path.length()));
    if (rest.isEmpty() || rest.equals("/")) {
      return List.of();
    }
    return List.of(rest.substring(1).split("/", -1));
  }
}
