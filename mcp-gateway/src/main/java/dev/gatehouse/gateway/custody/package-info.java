/**
 * What those who keep a log order: to read it, to erase, to hold, to keep for so long, and to show
 * or to erase what tokens stand for; and what people order about held calls.
 *
 * <p>Called by the command line, either in the process that has the log open, over its local
 * socket, or on a log that nobody has open; calls {@code recordings}, {@code vault}, {@code
 * pinning} and {@code approval}. Contract: every order that was carried out is an entry of the log,
 * with who gave it and why.
 */
@NullMarked
package dev.gatehouse.gateway.custody;

import org.jspecify.annotations.NullMarked;
