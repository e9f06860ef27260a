// The server in the legacy era, on version 1 of the official SDK.
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import * as s from '@modelcontextprotocol/sdk/types.js';
import * as z from 'zod/v4';
import { complete, double, EXTENSION, getPrompt, listPrompts, listResources, listTemplates, readResource } from './things.mjs';
import { callTool, listTools } from './tools.mjs';
import { page, refusal } from './world.mjs';

const ANYTHING = z.looseObject({});
const LEVELS = s.LoggingLevelSchema.options;
const PEOPLE_ANSWER_WITHIN = 60_000;

/** One session: a server of the SDK, what it subscribed to and which log level it set. */
class Session {
  subscribed = new Set();
  #level = 'debug';

  constructor(world) {
    this.world = world;
    this.server = new Server(
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
      },
    );
    this.#addLists();
    this.#addUses();
  }

  #addLists() {
    const list = (schema, member, items, size) =>
      this.server.setRequestHandler(schema, ({ params }) => {
        const [shown, next] = page(items(this.world), params?.cursor, size);
        return { [member]: shown, ...next };
      });
    list(s.ListToolsRequestSchema, 'tools', listTools, 10);
    list(s.ListPromptsRequestSchema, 'prompts', listPrompts, 3);
    list(s.ListResourcesRequestSchema, 'resources', listResources, 3);
    list(s.ListResourceTemplatesRequestSchema, 'resourceTemplates', listTemplates, 1);
  }

  #addUses() {
    const on = (schema, answer) => this.server.setRequestHandler(schema, answer);
    on(s.CallToolRequestSchema, ({ params }, extra) => callTool(params.name, params.arguments, this.#call(params, extra)));
    on(s.GetPromptRequestSchema, ({ params }, extra) => getPrompt(params.name, params.arguments, this.#call(params, extra)));
    on(s.ReadResourceRequestSchema, ({ params }, extra) => readResource(params.uri, this.#call(params, extra)));
    on(s.CompleteRequestSchema, ({ params }) => complete(params));
    on(s.SubscribeRequestSchema, ({ params }) => (this.subscribed.add(params.uri), {}));
    on(s.UnsubscribeRequestSchema, ({ params }) => (this.subscribed.delete(params.uri), {}));
    on(s.SetLevelRequestSchema, ({ params }) => ((this.#level = params.level), {}));
    this.server.fallbackRequestHandler = async ({ method, params }) => {
      if (method !== EXTENSION) {
        throw refusal(-32601, 'Method not found');
      }
      return double(params);
    };
  }

  #call(params, extra) {
    const { world } = this;
    return {
      world,
      params,
      era: 'legacy',
      signal: extra.signal,
      ask: async (questions) => {
        const answers = Object.entries(questions).map(async ([key, question]) => [key, await this.#ask(question, extra)]);
        return Object.fromEntries(await Promise.all(answers));
      },
      progress: async (progress, total, message) => {
        const progressToken = extra._meta?.progressToken;
        if (progressToken !== undefined) {
          await extra.sendNotification({ method: 'notifications/progress', params: { progressToken, progress, total, message } });
        }
      },
      log: async (level, data) => {
        if (LEVELS.indexOf(level) >= LEVELS.indexOf(this.#level)) {
          await extra.sendNotification({ method: 'notifications/message', params: { level, logger: 'pairs', data } });
        }
      },
    };
  }

  #ask({ method, params }, extra) {
    const more = params?.mode === 'url' ? { elicitationId: randomUUID() } : {};
    const request = { method, ...(params && { params: { ...params, ...more } }) };
    return extra.sendRequest(request, ANYTHING, { timeout: PEOPLE_ANSWER_WITHIN, signal: extra.signal });
  }
}

/** Tells every open session what changed. */
function announceTo(sessions, world) {
  const each = (tell) => () => sessions().forEach(({ server }) => tell(server).catch(() => {}));
  world.announce = {
    tools: each((server) => server.sendToolListChanged()),
    prompts: each((server) => server.sendPromptListChanged()),
    resources: each((server) => server.sendResourceListChanged()),
    updated: (uri) =>
      sessions().forEach(({ server, subscribed }) => {
        if (subscribed.has(uri)) {
          server.sendResourceUpdated({ uri }).catch(() => {});
        }
      }),
  };
}

export async function overStdio(world) {
  const session = new Session(world);
  announceTo(() => [session], world);
  await session.server.connect(new StdioServerTransport());
}

export function overHttp(world, body) {
  const open = new Map();
  announceTo(() => [...open.values()], world);
  return createServer(async (request, response) => {
    const message = await body(request);
    const id = request.headers['mcp-session-id'];
    const session = id === undefined ? await begin(world, open) : open.get(id);
    if (session === undefined || (id === undefined && message?.method !== 'initialize')) {
      response.writeHead(session === undefined ? 404 : 400, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ jsonrpc: '2.0', id: null, error: { code: -32000, message: 'no such session' } }));
      return;
    }
    await session.transport.handleRequest(request, response, message);
  });
}

async function begin(world, open) {
  const session = new Session(world);
  session.transport = new StreamableHTTPServerTransport({
    sessionIdGenerator: () => randomUUID(),
    onsessioninitialized: (id) => open.set(id, session),
  });
  session.transport.onclose = () => open.delete(session.transport.sessionId);
  await session.server.connect(session.transport);
  return session;
}
