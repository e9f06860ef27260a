package dev.gatehouse.policies;

/**
 * A policy file as it was read, kept so that it can be recorded.
 *
 * @param file the file's name without its folder
 */
public record PolicyText(String file, String text) {}
