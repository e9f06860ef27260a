/**
 * The form of an export: which files there are and what each holds, made from entries and
 * disclosures alone.
 *
 * <p>Called by the export, which keeps the files, and by the verifier, which makes them again from
 * the evidence and compares. Calls {@code merkle}, {@code note} and {@code leaf}. Contract: the
 * same evidence gives the same bytes, on every machine and in every later version.
 */
@NullMarked
package dev.gatehouse.recordings.bundle;

import org.jspecify.annotations.NullMarked;
