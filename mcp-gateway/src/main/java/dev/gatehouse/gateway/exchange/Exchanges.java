package dev.gatehouse.gateway.exchange;

import dev.gatehouse.adapters.jsonrpc.JsonLimits;
import dev.gatehouse.gateway.audit.AccessSummaries;
import dev.gatehouse.gateway.audit.ExchangeIds;
import dev.gatehouse.gateway.audit.Recorder;
import dev.gatehouse.gateway.identity.Identifier;
import dev.gatehouse.gateway.identity.ScopeCheck;
import dev.gatehouse.gateway.mcp.RequestStates;
import dev.gatehouse.gateway.mcp.Sessions;
import dev.gatehouse.gateway.pinning.Pins;
import dev.gatehouse.gateway.policy.PoliciesInForce;
import dev.gatehouse.gateway.routing.Router;
import dev.gatehouse.gateway.upstream.Dispatcher;
import dev.gatehouse.policies.PolicyEngine;
import dev.gatehouse.policies.mask.Pseudonyms;
import java.time.InstantSource;

/**
 * All that the steps use, put together.
 *
 * @param identifier for step 2
 * @param access counts callers that step 2 turned away
 * @param limits for step 3
 * @param router for step 4
 * @param scopes that clients need, for step 5
 * @param policies for steps 5 and 9
 * @param recorder for steps 7 and 10
 * @param dispatcher for step 8
 * @param sessions of legacy clients
 * @param states what modern clients bring back for upstreams
 * @param clock says when they began
 * @param ids names exchanges
 * @param pins the accepted definitions of tools, for step 5
 * @param pseudonyms for values that policy replaces by names, in steps 5 and 9
 * @param asking people, in step 6
 * @param version of the gateway, for clients that ask
 */
public record Exchanges(
    Identifier identifier,
    AccessSummaries access,
    JsonLimits limits,
    Router router,
    ScopeCheck scopes,
    PoliciesInForce policies,
    Recorder recorder,
    Dispatcher dispatcher,
    Sessions sessions,
    RequestStates states,
    InstantSource clock,
    ExchangeIds ids,
    Pins pins,
    Pseudonyms pseudonyms,
    Asking asking,
    String version) {

  /** What does the steps. */
  public ExchangeHandler handler() {
    Ongoing ongoing = new Ongoing(new PinnedTools(pins, dispatcher));
    policies.whenReplaced(ongoing.listeners()::listsMayHaveChanged);
    return new ExchangeHandler(
        identifier,
        access,
        limits,
        router,
        sessions,
        ongoing,
        () -> way(policies.engine(), ongoing));
  }

  /** The steps by the policies that are in force now; a few small objects for each exchange. */
  private Way way(PolicyEngine engine, Ongoing ongoing) {
    Recorder hiding = recorder.hiding(engine.everyDetector()::scrubName);
    Callers callers = new Callers(clock, ids, sessions, engine.everyDetector()::scrubName);
    MessageMask mask = MessageMask.by(pseudonyms);
    OwnAnswers answers = new OwnAnswers(hiding, engine, mask);
    Listing listing =
        new Listing(engine, hiding, router, dispatcher, answers, mask, states, ids, ongoing);
    return new Way(
        callers,
        answers,
        new Handshake(hiding, answers, sessions, router, dispatcher, callers, ongoing, version),
        listing,
        new MirroredCheck(router, ongoing.tools().mirrored()),
        judged(engine, hiding, answers, listing, mask, ongoing),
        new ClientNotifications(engine, hiding, answers, router, dispatcher, mask, ongoing),
        new Subscriptions(policies, hiding, router, dispatcher, answers, mask, ongoing),
        new ResourceSubscribing(
            engine, hiding, router, dispatcher, answers, ongoing.listeners(), sessions));
  }

  private JudgedCall judged(
      PolicyEngine engine,
      Recorder hiding,
      OwnAnswers answers,
      Listing listing,
      MessageMask mask,
      Ongoing ongoing) {
    CarriedCall carried = new CarriedCall(engine, hiding, router, dispatcher, mask, ongoing);
    ApprovedCall approved = new ApprovedCall(policies, engine, hiding, carried, asking, ongoing);
    ApprovalRequests requests = new ApprovalRequests(engine, dispatcher);
    TaskRuns runs = new TaskRuns(engine, hiding, asking, approved, states, ids, ongoing);
    HeldTasks tasks = new HeldTasks(asking, answers, runs);
    PeopleWait waiting = new PeopleWait(asking, hiding, mask, ongoing, clock);
    HeldCall held =
        new HeldCall(engine, hiding, carried, approved, requests, asking, waiting, tasks, ongoing);
    return new JudgedCall(scopes, engine, router, answers, listing, states, ongoing, carried, held);
  }
}
