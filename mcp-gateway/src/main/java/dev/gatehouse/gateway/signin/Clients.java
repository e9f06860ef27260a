package dev.gatehouse.gateway.signin;

import java.sql.SQLException;
import java.util.Optional;

/** The clients that there are: configured, registered, or described by a document of theirs. */
final class Clients {
  private static final int ID_CHARS_MAX = 512;

  private final SigninSettings settings;
  private final ClientDocuments documents;
  private final Registrations registrations;

  Clients(SigninSettings settings, ClientDocuments documents, Registrations registrations) {
    this.settings = settings;
    this.documents = documents;
    this.registrations = registrations;
  }

  /**
   * The one of this id; throws where it cannot be known now whether there is one.
   *
   * @param peer who asks
   */
  Optional<Client> find(String id, String peer) throws RefusedException, SQLException {
    if (id.length() > ID_CHARS_MAX) {
      return Optional.empty();
    }
    Client configured = settings.clients().get(id);
    if (configured != null) {
      return Optional.of(configured);
    }
    if (id.startsWith("https://") || id.startsWith("http://")) {
      return settings.takesDocuments() ? documents.find(id, peer) : Optional.empty();
    }
    return registrations.find(id);
  }
}
