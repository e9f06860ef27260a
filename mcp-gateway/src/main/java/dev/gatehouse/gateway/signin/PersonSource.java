package dev.gatehouse.gateway.signin;

import java.net.URI;
import java.util.Map;
import java.util.Optional;

/** The company's identity provider: where people sign in. Thread-safe. */
public interface PersonSource {
  /**
   * Where to send a browser.
   *
   * @param state to come back with it
   */
  Beginning begin(String state);

  /**
   * Who came back.
   *
   * @param returned the parameters that the browser brought
   * @param memory of the beginning; good once
   */
  Outcome finish(Map<String, String> returned, String memory);

  /** Whether the person is still there, and in which groups. */
  Renewed renew(String renewal, String subject);

  /** How we describe ourselves to the provider, where it reads that. */
  Optional<String> metadata();

  /** Where a sign-in begins. */
  sealed interface Beginning {
    /** At this address; {@code memory} is for {@link #finish} and no one else. */
    record Begun(URI address, String memory) implements Beginning {
      @Override
      public String toString() {
        return "Begun[" + address.getHost() + "]";
      }
    }

    /** At this one, which wants a form posted. */
    record BegunByForm(URI address, Map<String, String> fields, String memory)
        implements Beginning {
      public BegunByForm {
        fields = Map.copyOf(fields);
      }

      @Override
      public String toString() {
        return "BegunByForm[" + address.getHost() + "]";
      }
    }

    /** Nowhere at present. */
    record Unavailable(String reason) implements Beginning {}
  }

  /** What comes of a sign-in. */
  sealed interface Outcome {
    /**
     * Somebody.
     *
     * @param renewal by which to ask again; a secret
     */
    record Signed(Person person, Optional<String> renewal) implements Outcome {
      @Override
      public String toString() {
        return "Signed[" + person.name() + "]";
      }
    }

    /** Nobody, for a reason in one word. */
    record Refused(String reason) implements Outcome {}
  }

  /** What comes of asking again. */
  sealed interface Renewed {
    /** The person is there, and this is what to ask with the next time. */
    record Still(Person person, String renewal) implements Renewed {
      @Override
      public String toString() {
        return "Still[" + person.name() + "]";
      }
    }

    /** The provider says no. */
    record Over(String reason) implements Renewed {}

    /** The provider says nothing. */
    record Away() implements Renewed {}
  }
}
