/**
 * The demonstration: two small servers with made-up customers and invoices, an agent that calls
 * them through a gateway in this very process, and a screen that tells what happened.
 *
 * <p>Called by the {@code demo} command; calls the root package to start a gateway, and the export
 * and verification of {@code recordings} as the command line does. Its agent and its servers are
 * written with the MCP Java SDK, which no other package of the product may use: that SDK rewrites
 * what it carries, so it must never stand between a client and an upstream.
 *
 * <p>Contract: every step states what it expects and is checked against what the gateway really
 * answered; {@link dev.gatehouse.gateway.demo.Demo#run} ends with 0 only if all were met.
 */
@NullMarked
package dev.gatehouse.gateway.demo;

import org.jspecify.annotations.NullMarked;
