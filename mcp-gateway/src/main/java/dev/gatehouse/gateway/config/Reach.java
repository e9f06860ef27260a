package dev.gatehouse.gateway.config;

import dev.gatehouse.policies.yaml.MappingReader;
import dev.gatehouse.policies.yaml.Problem;
import dev.gatehouse.policies.yaml.Problems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Warns of commands that are given the folder in which the recordings and their keys lie. */
final class Reach {
  private Reach() {}

  static void check(
      Path file,
      MappingReader root,
      Path recordings,
      List<UpstreamSettings> upstreams,
      Problems warnings) {
    for (UpstreamSettings upstream : upstreams) {
      Optional<String> folder =
          switch (upstream) {
            case UpstreamSettings.Http _ -> Optional.empty();
            case UpstreamSettings.Stdio stdio ->
                stdio.command().stream()
                    .skip(1)
                    .filter(argument -> holds(stdio.directory(), argument, recordings))
                    .findFirst();
          };
      folder.ifPresent(
          argument ->
              root.mapping("upstreams")
                  .flatMap(reader -> reader.node(upstream.name()))
                  .ifPresent(
                      place ->
                          warnings.add(
                              file.toString(),
                              place.line(),
                              place.column(),
                              "the folder "
                                  + Problem.quote(argument)
                                  + " holds the recordings and their keys; whoever may use upstream"
                                  + " "
                                  + Problem.quote(upstream.name())
                                  + " may reach them")));
    }
  }

  private static boolean holds(Path directory, String argument, Path recordings) {
    try {
      Path folder = directory.resolve(argument).normalize();
      return recordings.startsWith(folder) && Files.isDirectory(folder);
    } catch (InvalidPathException e) {
      return false;
    }
  }
}
