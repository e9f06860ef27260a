package dev.gatehouse.gateway.config;

import dev.gatehouse.gateway.identity.ClaimPath;
import dev.gatehouse.gateway.routing.Endpoint;
import dev.gatehouse.gateway.signin.Client;
import dev.gatehouse.gateway.signin.SigninSettings;
import dev.gatehouse.gateway.signin.SigninSettings.TrustedGrants;
import dev.gatehouse.gateway.signin.oidc.OidcSettings;
import dev.gatehouse.gateway.signin.saml.SamlSettings;
import dev.gatehouse.policies.yaml.MappingReader;
import dev.gatehouse.policies.yaml.YamlNode.Scalar;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Reads the key signin. Confined to one thread. */
final class SigninReader {
  private static final Duration TOKEN_LIFE = Duration.ofMinutes(10);
  private static final Duration KEY_LIFE = Duration.ofDays(30);
  private static final Duration SKEW = Duration.ofSeconds(30);
  private static final Duration REFETCH_AFTER = Duration.ofSeconds(30);

  private final Path file;
  private final Function<Scalar, Optional<String>> secrets;

  SigninReader(Path file, Function<Scalar, Optional<String>> secrets) {
    this.file = file;
    this.secrets = secrets;
  }

  Optional<SigninConfiguration> read(MappingReader root, URI listen, IdentitySettings identity) {
    Optional<MappingReader> found = root.mapping("signin");
    if (found.isEmpty()) {
      return Optional.empty();
    }
    MappingReader reader = found.get();
    Optional<SigninConfiguration> read =
        switch (identity) {
          case IdentitySettings.Local() -> {
            root.problem("signin", "`signin` expected `identity` with mode oidc");
            yield read(reader, listen, Optional.empty());
          }
          case IdentitySettings.Tokens tokens -> read(reader, listen, Optional.of(tokens));
        };
    reader.end();
    return read;
  }

  private Optional<SigninConfiguration> read(
      MappingReader reader, URI listen, Optional<IdentitySettings.Tokens> identity) {
    URI resource =
        identity
            .flatMap(IdentitySettings.Tokens::resource)
            .orElseGet(() -> listen.resolve(Endpoint.FEDERATED_PATH));
    String issuer = resource.getScheme() + "://" + resource.getRawAuthority();
    if (Addresses.isInClear(resource) || resource.getPort() == 0) {
      // Codes and tokens would cross the network in clear, or nobody would know where we are.
      reader.problem(
          "expected `resource` under `identity`: the https address by which clients know the"
              + " gateway");
    }
    boolean isOidc = reader.has("provider");
    if (isOidc == reader.has("saml")) {
      reader.problem(
          "expected either `provider` or `saml`, found " + (isOidc ? "both" : "neither"));
    }
    Optional<SigninConfiguration.Source> oidc =
        reader
            .mapping("provider")
            .flatMap(provider -> oidc(provider, issuer))
            .map(SigninConfiguration.Source.Oidc::new);
    Optional<SigninConfiguration.Source> saml =
        reader
            .mapping("saml")
            .flatMap(provider -> saml(provider, issuer))
            .map(SigninConfiguration.Source.Saml::new);
    Map<String, Client> clients =
        reader
            .mapping("clients")
            .map(each -> new ClientReader(file, secrets).read(each))
            .orElse(Map.of());
    SigninSettings settings =
        new SigninSettings(
            issuer,
            List.of(resource.toString()),
            identity.map(it -> List.copyOf(it.scopes().all())).orElse(List.of()),
            identity.map(it -> it.scopes().usual()).orElse(List.of()),
            clients,
            reader.bool("client-documents").orElse(true),
            reader.bool("registration").orElse(true),
            reader
                .duration("token-life", Duration.ofMinutes(1), Duration.ofHours(1))
                .orElse(TOKEN_LIFE),
            reader.duration("key-life", Duration.ofHours(1), Duration.ofDays(366)).orElse(KEY_LIFE),
            reader.mapping("grants").flatMap(SigninReader::grants));
    return oidc.or(() -> saml).map(source -> new SigninConfiguration(settings, source));
  }

  private Optional<OidcSettings> oidc(MappingReader reader, String ours) {
    reader.require("client-secret");
    Optional<URI> issuer =
        reader.string("issuer").flatMap(text -> Addresses.confidential(reader, "issuer", text));
    Optional<String> id = reader.string("client-id");
    Optional<String> secret = reader.text("client-secret").flatMap(secrets);
    List<String> scopes =
        reader.has("scopes") ? reader.strings("scopes") : List.of("openid", "profile");
    if (!scopes.contains("openid")) {
      reader.problem("scopes", "expected `openid` among the scopes");
      scopes = List.of("openid");
    }
    Optional<MappingReader> claims = reader.mapping("claims");
    ClaimPath name = claims.flatMap(it -> claim(it, "name")).orElse(new ClaimPath("sub"));
    ClaimPath groups = claims.flatMap(it -> claim(it, "groups")).orElse(new ClaimPath("groups"));
    claims.ifPresent(MappingReader::end);
    Duration skew =
        reader.duration("clock-skew", Duration.ZERO, Duration.ofMinutes(5)).orElse(SKEW);
    reader.end();
    if (issuer.isEmpty() || id.isEmpty() || secret.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new OidcSettings(
            issuer.get().toString(),
            id.get(),
            secret.get(),
            URI.create(ours + SigninSettings.PATH + "/callback"),
            scopes,
            name,
            groups,
            skew));
  }

  private static Optional<ClaimPath> claim(MappingReader reader, String key) {
    Optional<String> claim = reader.optionalString(key);
    if (claim.isPresent() && claim.get().isBlank()) {
      reader.problem(key, "`" + key + "` is empty; expected the name of a claim");
      return Optional.empty();
    }
    return claim.map(ClaimPath::new);
  }

  private Optional<SamlSettings> saml(MappingReader reader, String ours) {
    if (reader.has("metadata") == reader.has("metadata-file")) {
      reader.problem("expected either `metadata`, an address, or `metadata-file`");
    }
    Optional<SamlSettings.MetadataSource> address =
        reader
            .optionalString("metadata")
            .flatMap(text -> Addresses.confidential(reader, "metadata", text))
            .map(SamlSettings.MetadataSource.Address::new);
    Optional<SamlSettings.MetadataSource> metadata =
        address.or(
            () ->
                reader
                    .optionalString("metadata-file")
                    .map(text -> new SamlSettings.MetadataSource.File(path(text))));
    Optional<Path> key = reader.optionalString("key").map(this::path);
    Optional<Path> certificate = reader.optionalString("certificate").map(this::path);
    if (key.isPresent() != certificate.isPresent()) {
      reader.problem("expected both `key` and `certificate`, or neither");
    }
    SamlSettings.Keys keys =
        key.isPresent() && certificate.isPresent()
            ? new SamlSettings.Keys.Pem(key.get(), certificate.get())
            : new SamlSettings.Keys.Made(path("saml-key.pem"));
    String place = ours + SigninSettings.PATH + "/saml";
    String entityId = reader.optionalString("entity-id").orElse(place);
    boolean posts = reader.choice("binding", "redirect", "post").equals(Optional.of("post"));
    boolean encryptedOnly = reader.bool("encrypted-only").orElse(false);
    boolean cbc = reader.bool("allow-cbc").orElse(false);
    boolean again = reader.bool("sign-in-again").orElse(false);
    Optional<String> provider = reader.optionalString("provider");
    Optional<String> name = reader.optionalString("name");
    Optional<String> groups = reader.optionalString("groups");
    Duration skew =
        reader.duration("clock-skew", Duration.ZERO, SamlSettings.SKEW_MAX).orElse(SKEW);
    reader.end();
    if (entityId.isBlank() || metadata.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new SamlSettings(
            entityId,
            URI.create(place),
            metadata.get(),
            provider,
            keys,
            posts ? SamlSettings.Binding.POST : SamlSettings.Binding.REDIRECT,
            encryptedOnly,
            cbc,
            again,
            name,
            groups,
            skew,
            REFETCH_AFTER));
  }

  private Path path(String text) {
    return file.toAbsolutePath().resolveSibling(text).normalize();
  }

  private static Optional<TrustedGrants> grants(MappingReader reader) {
    Optional<URI> issuer =
        reader.string("issuer").flatMap(text -> Addresses.confidential(reader, "issuer", text));
    Optional<URI> jwks =
        reader.string("jwks").flatMap(text -> Addresses.confidential(reader, "jwks", text));
    String name = reader.optionalString("name").orElse("sub");
    String groups = reader.optionalString("groups").orElse("groups");
    reader.end();
    return issuer.isPresent() && jwks.isPresent()
        ? Optional.of(
            new TrustedGrants(issuer.get().toString(), jwks.get().toString(), name, groups))
        : Optional.empty();
  }
}
