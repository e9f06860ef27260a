/**
 * Measures what detectors find: a corpus of values that are to be found and of near misses, and
 * texts of which none matters but their length.
 *
 * <p>Everything is made from a seed by rules that are public: forms and check digits as the issuers
 * describe them, test values that they publish, example numbers of numbering plans. The checks are
 * written here once more, by other means than those of the detectors: nothing is made by what is to
 * find it.
 *
 * <p>{@code CorpusTest} holds the detectors to the figures in {@code docs/masking.md}; {@code
 * DetectionBenchmark} makes the tables there.
 */
@NullMarked
package dev.gatehouse.policies.detect.corpus;

import org.jspecify.annotations.NullMarked;
