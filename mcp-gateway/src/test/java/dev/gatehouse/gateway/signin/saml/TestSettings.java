package dev.gatehouse.gateway.signin.saml;

import dev.gatehouse.adapters.dial.Dialler;
import java.net.URI;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Settings as a test wants them, and what they expect of a response. */
record TestSettings(SamlSettings settings) {

  static TestSettings in(Path directory) {
    return new TestSettings(
        new SamlSettings(
            TestResponses.SERVICE,
            URI.create(TestResponses.CONSUMER),
            new SamlSettings.MetadataSource.File(directory.resolve("idp.xml")),
            Optional.empty(),
            new SamlSettings.Keys.Made(directory.resolve("saml.pem")),
            SamlSettings.Binding.REDIRECT,
            false,
            false,
            false,
            Optional.empty(),
            Optional.of("groups"),
            TestResponses.SKEW,
            Duration.ofSeconds(30)));
  }

  TestSettings metadata(SamlSettings.MetadataSource source) {
    SamlSettings s = settings;
    return new TestSettings(
        new SamlSettings(
            s.entityId(),
            s.assertionConsumer(),
            source,
            s.provider(),
            s.keys(),
            s.binding(),
            s.encryptedOnly(),
            s.cbcAllowed(),
            s.signInAgain(),
            s.nameAttribute(),
            s.groupsAttribute(),
            s.clockSkew(),
            s.refetchAfter()));
  }

  TestSettings keys(SamlSettings.Keys keys) {
    SamlSettings s = settings;
    return new TestSettings(
        new SamlSettings(
            s.entityId(),
            s.assertionConsumer(),
            s.metadata(),
            s.provider(),
            keys,
            s.binding(),
            s.encryptedOnly(),
            s.cbcAllowed(),
            s.signInAgain(),
            s.nameAttribute(),
            s.groupsAttribute(),
            s.clockSkew(),
            s.refetchAfter()));
  }

  TestSettings binding(SamlSettings.Binding binding) {
    SamlSettings s = settings;
    return new TestSettings(
        new SamlSettings(
            s.entityId(),
            s.assertionConsumer(),
            s.metadata(),
            s.provider(),
            s.keys(),
            binding,
            s.encryptedOnly(),
            s.cbcAllowed(),
            s.signInAgain(),
            s.nameAttribute(),
            s.groupsAttribute(),
            s.clockSkew(),
            s.refetchAfter()));
  }

  TestSettings encryption(boolean only, boolean cbc) {
    SamlSettings s = settings;
    return new TestSettings(
        new SamlSettings(
            s.entityId(),
            s.assertionConsumer(),
            s.metadata(),
            s.provider(),
            s.keys(),
            s.binding(),
            only,
            cbc,
            s.signInAgain(),
            s.nameAttribute(),
            s.groupsAttribute(),
            s.clockSkew(),
            s.refetchAfter()));
  }

  TestSettings namedBy(String attribute) {
    SamlSettings s = settings;
    return new TestSettings(
        new SamlSettings(
            s.entityId(),
            s.assertionConsumer(),
            s.metadata(),
            s.provider(),
            s.keys(),
            s.binding(),
            s.encryptedOnly(),
            s.cbcAllowed(),
            true,
            Optional.of(attribute),
            Optional.empty(),
            s.clockSkew(),
            s.refetchAfter()));
  }

  SamlProvider open(MutableClock clock) throws SamlKeyException {
    return SamlProvider.open(settings, Dialler.standard(), clock);
  }

  /** Of a response of this provider to the request of {@link TestResponses}. */
  Expected expected(OwnKey key, PublicKey... providersKeys) {
    return new Expected(
        settings.entityId(),
        settings.assertionConsumer().toString(),
        TestResponses.REQUEST,
        new Provider(
            TestResponses.PROVIDER,
            Optional.empty(),
            Optional.empty(),
            List.of(providersKeys),
            Optional.empty()),
        key.decryption(),
        new Expected.Rules(settings.encryptedOnly(), settings.cbcAllowed()),
        TestResponses.NOW,
        settings.clockSkew());
  }

  /** Stands still until it is told otherwise. */
  static final class MutableClock implements InstantSource {
    private volatile Instant now = TestResponses.NOW;

    @Override
    public Instant instant() {
      return now;
    }

    void pass(Duration time) {
      now = now.plus(time);
    }
  }
}
