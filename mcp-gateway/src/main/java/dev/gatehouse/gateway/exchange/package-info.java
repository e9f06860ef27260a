/**
 * The order of the steps.
 *
 * <p>Read {@link dev.gatehouse.gateway.exchange.ExchangeHandler} first and {@link
 * dev.gatehouse.gateway.exchange.JudgedCall} second: they are the way of a call. It is no
 * configurable chain of filters, because the order is the guarantee: who, what, where, may it,
 * write, do, hide, write, answer. Each step's work is done in its own room; the steps themselves
 * and the branches between them stand here.
 *
 * <p>Called by the transports, with a virtual thread for each message; calls every other room of
 * the gateway but the transports.
 */
@NullMarked
package dev.gatehouse.gateway.exchange;

import org.jspecify.annotations.NullMarked;
