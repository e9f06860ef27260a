package dev.gatehouse.recordings.store;

import java.util.Optional;
import java.util.Properties;
import java.util.regex.Pattern;

/**
 * How a PostgreSQL database is reached. Its text form holds no secret.
 *
 * <p>Shape: {@code url} is {@code jdbc:postgresql://host:5432/database}, with the driver's
 * parameters behind a {@code ?}, but neither user nor password. Where {@code password} is empty it
 * is looked for where PostgreSQL's own programs do: {@code PGPASSWORD}, {@code PGPASSFILE}, {@code
 * ~/.pgpass}.
 *
 * <p>Where the URL names several servers, the one that takes writes is used, also to read; only
 * auditors may have it say otherwise, by {@code targetServerType=any}.
 *
 * <p>Errors: {@code IllegalArgumentException}, which does not quote the URL.
 */
public record PostgresAccess(String url, String user, Optional<String> password) {
  private static final Pattern URL = Pattern.compile("jdbc:postgresql://[^@\\s]+/[^/@\\s?]+.*");
  private static final Pattern SECRET =
      Pattern.compile("[?&](user|password|sslpassword)=", Pattern.CASE_INSENSITIVE);

  /** The driver's parameter that picks among several servers. */
  private static final String SERVER_TYPE = "targetServerType";

  public PostgresAccess {
    if (!URL.matcher(url).matches() || url.contains("\n")) {
      throw new IllegalArgumentException(
          "the database's url expected to be like jdbc:postgresql://host:5432/database");
    }
    if (SECRET.matcher(url).find()) {
      throw new IllegalArgumentException("the database's url expected without user and password");
    }
    if (user.isBlank() || user.contains("\n")) {
      throw new IllegalArgumentException("the database's user expected to have a name");
    }
  }

  /** Access as {@code user}; the scheme {@code jdbc:} may be left out. */
  public static PostgresAccess of(String url, String user) {
    String jdbc = url.startsWith("postgresql://") ? "jdbc:" + url : url;
    return new PostgresAccess(jdbc, user, Optional.empty());
  }

  public PostgresAccess withPassword(String secret) {
    return new PostgresAccess(url, user, Optional.of(secret));
  }

  /**
   * The driver's settings for a connection: who connects, as what, and how long at most.
   *
   * @param application how the server names it
   */
  public Properties properties(String application, int connectSecondsMax) {
    Properties properties = new Properties();
    properties.setProperty("user", user);
    password
        .or(() -> Optional.ofNullable(System.getenv("PGPASSWORD")))
        .ifPresent(secret -> properties.setProperty("password", secret));
    properties.setProperty("ApplicationName", application);
    properties.setProperty("connectTimeout", Integer.toString(connectSecondsMax));
    // Where the URL names several servers: the one that takes writes. Readers too, for on a standby
    // that lags they would find entries lost, or miss what is to be erased.
    properties.setProperty(SERVER_TYPE, "primary");
    return properties;
  }

  /** Whether the URL itself picks among servers, so that reading may find an old state. */
  public boolean picksServer() {
    return url.contains(SERVER_TYPE);
  }

  /** The database without the driver's parameters, for messages. */
  String place() {
    int parameters = url.indexOf('?');
    return parameters < 0 ? url : url.substring(0, parameters);
  }

  @Override
  public String toString() {
    return user + " at " + place();
  }
}
