package dev.gatehouse.gateway.deciding;

import dev.gatehouse.gateway.approval.Deciders;
import dev.gatehouse.gateway.deciding.PageSessions.Arriving;
import dev.gatehouse.gateway.identity.Principal;
import dev.gatehouse.gateway.signin.Answer;
import dev.gatehouse.gateway.signin.Asked;
import dev.gatehouse.gateway.signin.Handles;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/** How somebody before a browser comes in, and where they find themselves then. Thread-safe. */
final class SigningIn {
  /** As long as a sign-in is believed: groups may change meanwhile. */
  private static final Duration SIGNED_IN = Duration.ofMinutes(30);

  /** The owner of the files stays that. */
  private static final Duration WITH_KEY = Duration.ofHours(12);

  private static final Duration ARRIVING = Duration.ofMinutes(20);

  private final Entrance entrance;
  private final Viewers viewers;
  private final PageSessions sessions;
  private final BiConsumer<String, String> refused;

  SigningIn(
      Entrance entrance,
      Viewers viewers,
      PageSessions sessions,
      BiConsumer<String, String> refused) {
    this.entrance = entrance;
    this.viewers = viewers;
    this.sessions = sessions;
    this.refused = refused;
  }

  /**
   * What somebody gets whom nobody knows yet.
   *
   * @param id of the call that they want to see; empty for the list
   */
  Answer welcome(Asked asked, Origins origins, String id) {
    return switch (entrance) {
      case Entrance.Nowhere() -> nowhere(id);
      case Entrance.ByKey(PageKey key, String _) -> keyForm(200, key, id, "");
      case Entrance.BySignin(Entrance.Door door) -> {
        String browser = origins.arriving(asked).orElseGet(Handles::fresh);
        String verifier = Handles.fresh();
        String state = sessions.send(new Arriving(browser, verifier, id));
        yield Answer.redirect(
                door.address(origins.resolve(Paths.signedIn()), state, Handles.digest(verifier)))
            .withCookie(origins.arrivingCookie(browser, ARRIVING.toSeconds()));
      }
    };
  }

  /** Where nobody could tell who is before the browser. */
  static Answer nowhere(String id) {
    return Frame.message(
        403,
        "Decide by the command line",
        "This gateway signs nobody in by browser: its configuration has no `signin`. Nothing can be"
            + " decided on this page.",
        "Run `gatehouse login`, then `gatehouse approvals "
            + (id.isEmpty() ? "list" : "show " + id)
            + "`, and `gatehouse approvals approve` or `deny`. Programs of yours find the same at "
            + Paths.API
            + ".");
  }

  private static Answer keyForm(int status, PageKey key, String id, String fault) {
    Markup body = new Markup();
    if (!fault.isEmpty()) {
      body.element("p class=\"heed\" role=\"alert\"", fault);
    }
    body.raw("<p>Only you decide here, the owner of this gateway. Its key lies in ")
        .element("code", key.file().toString())
        .raw(", which you alone can read. This browser is remembered for some hours.</p>")
        .raw("<form method=\"post\" action=\"" + Paths.PAGES + "/" + Paths.KEY + "\">")
        .hidden("id", id)
        .raw("<label>Key<input name=\"key\" type=\"password\" autocomplete=\"off\" required")
        .raw(" maxlength=\"60\"></label><button class=\"yes\">Go on</button></form>");
    return Frame.page(status, "Who are you?", new Markup(), body);
  }

  /** Somebody has typed a key. */
  Answer typed(Asked asked, Origins origins, Map<String, String> fields) {
    String wanted = fields.getOrDefault("id", "");
    String id = Decisions.isId(wanted) ? wanted : "";
    return switch (entrance) {
      case Entrance.ByKey(PageKey key, String owner) -> {
        if (!origins.admits(asked) || !key.isIt(fields.getOrDefault("key", ""))) {
          refused.accept(asked.peer(), "key");
          yield keyForm(403, key, id, "That is not the key.");
        }
        Viewer viewer = Viewers.owner(Deciders.owner(owner));
        yield in(origins, sessions.open(viewer, WITH_KEY), WITH_KEY, id);
      }
      case Entrance.BySignin _, Entrance.Nowhere _ -> ApprovalPages.missing();
    };
  }

  /** A browser comes back from the sign-in. */
  Answer back(Asked asked, Origins origins, Map<String, String> fields) {
    if (!(entrance instanceof Entrance.BySignin(Entrance.Door door))) {
      return ApprovalPages.missing();
    }
    Optional<Arriving> one =
        sessions.back(fields.getOrDefault("state", ""), origins.arriving(asked));
    if (one.isEmpty()) {
      refused.accept(asked.peer(), "another-browser");
      return Frame.message(
          400,
          "You are not signed in",
          "It took too long, was begun in another browser, or cookies are off. Open the link"
              + " again.");
    }
    Optional<Principal> principal =
        Optional.ofNullable(fields.get("code"))
            .flatMap(
                code ->
                    door.principal(
                        code,
                        origins.resolve(Paths.signedIn()),
                        one.get().verifier(),
                        asked.peer()));
    if (principal.isEmpty()) {
      refused.accept(asked.peer(), "not-signed-in");
      return Frame.message(
          400,
          "You are not signed in",
          "The sign-in did not say who you are. Open the link again.");
    }
    Viewer viewer = viewers.of(principal.get());
    return in(origins, sessions.open(viewer, SIGNED_IN), SIGNED_IN, one.get().id());
  }

  private static Answer in(Origins origins, String cookie, Duration life, String id) {
    return Answer.redirect(Paths.page(id))
        .withCookie(origins.sessionCookie(cookie, life.toSeconds()));
  }
}
