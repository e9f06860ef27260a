package dev.gatehouse.gateway.exchange;

import dev.gatehouse.adapters.jsonrpc.JsonLimits;
import dev.gatehouse.gateway.audit.AccessSummaries;
import dev.gatehouse.gateway.audit.ExchangeIds;
import dev.gatehouse.gateway.audit.Recorder;
import dev.gatehouse.gateway.identity.Identifier;
import dev.gatehouse.gateway.mcp.Sessions;
import dev.gatehouse.gateway.routing.Router;
import dev.gatehouse.gateway.upstream.Dispatcher;
import dev.gatehouse.policies.PolicyEngine;

/**
 * All that the steps use, put together.
 *
 * @param identifier for step 2
 * @param access counts callers that step 2 turned away
 * @param limits for step 3
 * @param router for step 4
 * @param engine for steps 5 and 9
 * @param recorder for steps 7 and 10
 * @param dispatcher for step 8
 * @param sessions of legacy clients
 * @param ids names exchanges
 * @param version of the gateway, for clients that ask
 */
public record Exchanges(
    Identifier identifier,
    AccessSummaries access,
    JsonLimits limits,
    Router router,
    PolicyEngine engine,
    Recorder recorder,
    Dispatcher dispatcher,
    Sessions sessions,
    ExchangeIds ids,
    String version) {

  /** What does the steps. */
  public ExchangeHandler handler() {
    Callers callers = new Callers(ids, sessions, engine.everyDetector()::scrubName);
    OwnAnswers answers = new OwnAnswers(recorder, engine);
    InFlight inFlight = new InFlight();
    return new ExchangeHandler(
        identifier,
        access,
        limits,
        router,
        callers,
        answers,
        new Handshake(recorder, answers, sessions, router, dispatcher, callers, version),
        new Listing(engine, recorder, router, dispatcher, answers),
        new JudgedCall(engine, recorder, router, dispatcher, inFlight, answers),
        new ClientNotifications(engine, recorder, answers, inFlight, router, dispatcher));
  }
}
