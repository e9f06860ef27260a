package dev.gatehouse.gateway.config;

import dev.gatehouse.gateway.identity.Challenges;
import dev.gatehouse.gateway.identity.IssuerSettings;
import dev.gatehouse.gateway.identity.Role;
import dev.gatehouse.gateway.identity.RoleGrants;
import dev.gatehouse.gateway.identity.ScopeRules;
import dev.gatehouse.policies.yaml.MappingReader;
import dev.gatehouse.policies.yaml.Problem;
import java.net.URI;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads the key identity: who may come in, and what they may. Confined to one thread. */
final class IdentityReader {
  /** What some tool could be called, each beginning with its upstream. */
  private static final Pattern TOOLS =
      Pattern.compile("[a-z][a-z0-9-]*__.+|(?:[a-z][a-z0-9-]*_?)?\\*.*");

  private static final IdentitySettings LOCAL = new IdentitySettings.Local();

  private final IssuerReader issuers;

  IdentityReader(IssuerReader issuers) {
    this.issuers = issuers;
  }

  IdentitySettings read(MappingReader root) {
    Optional<MappingReader> found = root.mapping("identity");
    if (found.isEmpty()) {
      return LOCAL;
    }
    MappingReader reader = found.get();
    reader.require("mode");
    Optional<String> mode = reader.choice("mode", "local", "oidc");
    if (mode.isEmpty()) {
      return LOCAL;
    }
    IdentitySettings identity =
        mode.get().equals("local") ? LOCAL : tokens(reader, root.has("signin"));
    reader.end();
    return identity;
  }

  /**
   * Reads who may come with tokens.
   *
   * @param hasOwn whether the gateway gives tokens itself, so that it needs no other issuer
   */
  private IdentitySettings tokens(MappingReader reader, boolean hasOwn) {
    List<IssuerSettings> read;
    if (reader.has("issuers")) {
      read = several(reader);
    } else if (hasOwn && !reader.has("issuer")) {
      read = List.of();
    } else {
      read = List.of(issuers.alone(reader));
    }
    ScopeRules scopes = reader.mapping("scopes").map(this::scopes).orElse(ScopeRules.NONE);
    RoleGrants roles = reader.mapping("roles").map(IdentityReader::roles).orElse(RoleGrants.NONE);
    Optional<URI> resource =
        reader
            .optionalString("resource")
            .flatMap(text -> Addresses.confidential(reader, "resource", text));
    // Something is wrong where there is none, and is said; what is read on gets as far as it can.
    return read.isEmpty() && !hasOwn
        ? LOCAL
        : new IdentitySettings.Tokens(read, scopes, roles, resource);
  }

  private List<IssuerSettings> several(MappingReader reader) {
    Optional<MappingReader> found = reader.mapping("issuers");
    if (found.isEmpty()) {
      return List.of();
    }
    MappingReader named = found.get();
    if (named.keys().isEmpty()) {
      reader.problem("issuers", "`issuers` is empty; expected at least one");
    }
    List<IssuerSettings> all = new ArrayList<>();
    Set<String> known = new HashSet<>();
    for (String name : named.keys()) {
      Optional<IssuerSettings> one = named.mapping(name).map(issuers::read);
      if (one.isPresent() && !known.add(one.get().issuer())) {
        named.problemAtKey(name, "the issuer of " + Problem.quote(name) + " is named twice");
      }
      one.ifPresent(all::add);
    }
    return all;
  }

  private ScopeRules scopes(MappingReader reader) {
    List<String> required = reader.has("required") ? scopes(reader, "required") : List.of();
    List<ScopeRules.ForTools> byTool = new ArrayList<>();
    for (MappingReader rule : reader.mappings("tools")) {
      rule.require("tools");
      Optional<String> scope = rule.string("scope");
      scope.ifPresent(text -> checkScope(rule, "scope", text));
      List<String> tools = rule.strings("tools");
      tools.forEach(pattern -> checkPattern(rule, pattern));
      scope.ifPresent(text -> byTool.add(new ScopeRules.ForTools(text, tools)));
      rule.end();
    }
    reader.end();
    return new ScopeRules(required, byTool);
  }

  private static List<String> scopes(MappingReader reader, String key) {
    List<String> scopes = reader.strings(key);
    scopes.forEach(scope -> checkScope(reader, key, scope));
    return scopes;
  }

  /** A pattern that can be no tool's would leave its tools open to everybody. */
  private static void checkPattern(MappingReader reader, String pattern) {
    if (!TOOLS.matcher(pattern).matches()) {
      reader.problem(
          "tools",
          "expected `upstream__tool`, such as `crm__delete_*`, found " + Problem.quote(pattern));
    }
  }

  private static void checkScope(MappingReader reader, String key, String scope) {
    if (!scope.matches(Challenges.SCOPE)) {
      reader.problem(
          key,
          "expected a scope such as `crm:write`, without blanks and quotes, found "
              + Problem.quote(scope));
    }
  }

  private static RoleGrants roles(MappingReader reader) {
    Map<Role, List<String>> groups = new EnumMap<>(Role.class);
    for (Role role : Role.values()) {
      if (reader.has(role.word())) {
        groups.put(role, reader.strings(role.word()));
      }
    }
    reader.end();
    return new RoleGrants(groups);
  }
}
