/**
 * What a hop through Gatehouse costs, beside a hop through a plain reverse proxy and none at all.
 *
 * <p>Not part of {@code mvn verify}. {@code mvn -q -Pbenchmark -Dtest=Benchmark
 * -Dsurefire.failIfNoSpecifiedTests=false verify} prints its table and leaves it in {@code
 * target/benchmark.md}. Upstream, proxy and gateway are processes of their own; the load comes from
 * this one, over raw sockets.
 */
@NullMarked
package dev.gatehouse.conformance.bench;

import org.jspecify.annotations.NullMarked;
