/**
 * Durability, shown: what a log has acknowledged is still there after power cuts, failing system
 * calls and kills.
 *
 * <p>{@code mvn verify} runs a sample, {@code mvn -Pguarantees verify} all of it. A power cut is
 * emulated by {@code src/test/c/powercut.c}, which is compiled here and preloaded into a writer;
 * failing system calls are injected by {@code strace}. Writers are processes of their own, which
 * print what was acknowledged to them. Other modules' tests write down their figures with {@link
 * dev.gatehouse.recordings.durability.Guarantees}, nobody calls the rest; it uses the log as a
 * caller would, and the verifier.
 */
@NullMarked
package dev.gatehouse.recordings.durability;

import org.jspecify.annotations.NullMarked;
