package dev.gatehouse.gateway.signin.saml;

import java.net.URI;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** What to do with a browser whose person is to sign in at the provider. */
public sealed interface Beginning {

  /**
   * Send it there, and keep the request's id for the answer, bound to this browser and good once.
   *
   * @param sending how the browser gets there
   * @param requestId what {@link SamlProvider#finish} wants to know
   * @param expires when the id should be forgotten
   */
  record Begun(Sending sending, String requestId, Instant expires) implements Beginning {
    /** When it expires, and nothing of what binds it to a browser. */
    @Override
    public String toString() {
      return "Begun[expires=" + expires + "]";
    }
  }

  /** Tell it that there is no signing in now: nobody knows where the provider is. */
  record Unavailable(Refusal refusal) implements Beginning {}

  /** How a request travels. */
  sealed interface Sending {

    /** By a redirect to this address, which holds all of it. */
    record Redirect(URI address) implements Sending {
      /** The host alone: the query holds the request. */
      @Override
      public String toString() {
        return "Redirect[host=" + address.getHost() + "]";
      }
    }

    /**
     * By a page with a form that sends itself: POST, these hidden fields, this address. Whoever
     * writes the page escapes all of them.
     */
    record Form(URI action, Map<String, String> fields) implements Sending {
      public Form {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
      }

      /** The host alone: the fields hold the request. */
      @Override
      public String toString() {
        return "Form[host=" + action.getHost() + "]";
      }
    }
  }
}
