package dev.gatehouse.conformance.suite;

import java.util.List;

/** A part of the suite that one or more of its processes run. */
enum Part {
  /** What revision 2025-11-25 requires, and what the suite runs beside it. */
  LEGACY("@modelcontextprotocol/conformance", "--requirements", "2025-11-25"),

  /** What revision 2026-07-28 requires, and what the suite runs beside it: tasks, headers. */
  MODERN("@modelcontextprotocol/conformance", "--requirements", "2026-07-28"),

  /** One of the scenarios of the skills extension, which no revision requires. */
  SKILLS_ENUMERATION(
      "@modelcontextprotocol/conformance", "--scenario", "sep-2640-skills-enumeration"),
  SKILLS_MANIFEST("@modelcontextprotocol/conformance", "--scenario", "sep-2640-skills-manifest"),
  SKILLS_DIRECTORY("@modelcontextprotocol/conformance", "--scenario", "sep-2640-skills-directory"),

  /** All of the last suite before 2026-07-28. */
  EARLIER("conformance-0-1", "--suite", "all");

  private final String nodePackage;
  private final String option;
  private final String value;

  Part(String nodePackage, String option, String value) {
    this.nodePackage = nodePackage;
    this.option = option;
    this.value = value;
  }

  /** The script that runs it, in the folder of the packages. */
  String script() {
    return "node_modules/" + nodePackage + "/dist/index.js";
  }

  /** The options that select it. */
  List<String> selection() {
    return List.of(option, value);
  }
}
