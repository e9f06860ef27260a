// The server in the modern era, on version 2 of the official SDK.
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { toNodeHandler } from '@modelcontextprotocol/node';
import { createMcpHandler, createRequestStateCodec, inputRequired, Server } from '@modelcontextprotocol/server';
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import * as z from 'zod/v4';
import { complete, double, EXTENSION, getPrompt, listPrompts, listResources, listTemplates, readResource } from './things.mjs';
import { callTool, listTools } from './tools.mjs';
import { page } from './world.mjs';

const ANYTHING = z.looseObject({});
const states = createRequestStateCodec({ key: new Uint8Array(randomBytes(32)) });

/** Thrown where a question has no answer yet: the call ends, and begins anew with the answers. */
class Unanswered extends Error {
  constructor(questions) {
    super('unanswered');
    this.questions = questions;
  }
}

function build(world) {
  const server = new Server(
    { name: world.name, version: '1.0.0' },
    {
      capabilities: {
        tools: { listChanged: true },
        prompts: { listChanged: true },
        resources: { listChanged: true, subscribe: true },
        completions: {},
        logging: {},
        experimental: { [EXTENSION]: {} },
      },
      instructions: `This is ${world.name}.`,
      requestState: { verify: states.verify },
    },
  );
  addLists(server, world);
  addUses(server, world);
  return server;
}

function addLists(server, world) {
  const list = (method, member, items, size) =>
    server.setRequestHandler(method, ({ params }) => {
      const [shown, next] = page(items(world), params?.cursor, size);
      return { [member]: shown, ...next };
    });
  list('tools/list', 'tools', listTools, 10);
  list('prompts/list', 'prompts', listPrompts, 3);
  list('resources/list', 'resources', listResources, 3);
  list('resources/templates/list', 'resourceTemplates', listTemplates, 1);
}

function addUses(server, world) {
  const asking = (method, answer) =>
    server.setRequestHandler(method, async ({ params }, ctx) => {
      const known = { ...ctx.mcpReq.requestState()?.answers, ...ctx.mcpReq.inputResponses };
      try {
        return await answer(params, callOf(world, params, ctx, known));
      } catch (error) {
        if (!(error instanceof Unanswered)) {
          throw error;
        }
        return inputRequired({ inputRequests: error.questions, requestState: await states.mint({ answers: known }) });
      }
    });
  asking('tools/call', (params, call) => callTool(params.name, params.arguments, call));
  asking('prompts/get', (params, call) => getPrompt(params.name, params.arguments, call));
  asking('resources/read', (params, call) => readResource(params.uri, call));
  server.setRequestHandler('completion/complete', ({ params }) => complete(params));
  server.setRequestHandler(EXTENSION, { params: ANYTHING, result: ANYTHING }, (params) => double(params));
}

function callOf(world, params, { mcpReq }, known) {
  return {
    world,
    params,
    era: 'modern',
    signal: mcpReq.signal,
    ask: async (questions) => {
      const open = Object.entries(questions).filter(([key]) => known[key] === undefined);
      if (open.length > 0) {
        throw new Unanswered(Object.fromEntries(open));
      }
      return Object.fromEntries(Object.keys(questions).map((key) => [key, known[key]]));
    },
    progress: async (progress, total, message) => {
      const progressToken = mcpReq._meta?.progressToken;
      if (progressToken !== undefined) {
        await mcpReq.notify({ method: 'notifications/progress', params: { progressToken, progress, total, message } });
      }
    },
    log: (level, data) => mcpReq.log(level, data, 'pairs'),
  };
}

export function overStdio(world) {
  serveStdio(
    () => {
      const server = build(world);
      world.announce = {
        tools: () => server.sendToolListChanged(),
        prompts: () => server.sendPromptListChanged(),
        resources: () => server.sendResourceListChanged(),
        updated: (uri) => server.sendResourceUpdated({ uri }),
      };
      return server;
    },
    { legacy: 'reject' },
  );
}

export function overHttp(world, body) {
  const handler = createMcpHandler(() => build(world), { legacy: 'reject' });
  world.announce = {
    tools: () => handler.notify.toolsChanged(),
    prompts: () => handler.notify.promptsChanged(),
    resources: () => handler.notify.resourcesChanged(),
    updated: (uri) => handler.notify.resourceUpdated(uri),
  };
  const serve = toNodeHandler(handler);
  return createServer(async (request, response) => serve(request, response, await body(request)));
}
