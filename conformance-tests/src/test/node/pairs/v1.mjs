// A client on version 1 of the official SDK: the legacy era.
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import * as s from '@modelcontextprotocol/sdk/types.js';
import * as z from 'zod/v4';
import { CAPABILITIES } from './person.mjs';
import { overhear, transportTo } from './transports.mjs';

const ANYTHING = z.looseObject({});

export async function connect(told, person, heard) {
  const client = new Client({ name: 'pairs-v1', version: '1.0.0' }, { capabilities: CAPABILITIES });
  client.setRequestHandler(s.ElicitRequestSchema, async ({ params }) => person.elicit(params));
  client.setRequestHandler(s.CreateMessageRequestSchema, async ({ params }) => person.sample(params));
  client.setRequestHandler(s.ListRootsRequestSchema, async () => person.roots());
  client.fallbackNotificationHandler = async (notification) => heard.push(notification);
  const transport = transportTo(told, StreamableHTTPClientTransport, StdioClientTransport);
  await client.connect(transport);
  const pages = async (list, member) => {
    const all = [];
    let cursor;
    do {
      const page = await list({ ...(cursor && { cursor }) });
      all.push(...page[member]);
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    return all;
  };
  return {
    client,
    came: overhear(transport),
    sdk: 'v1',
    era: 'legacy',
    server: client.getServerVersion(),
    instructions: client.getInstructions(),
    capabilities: client.getServerCapabilities(),
    call: (params, options) => client.callTool(params, undefined, options),
    request: (method, params) => client.request({ method, params }, ANYTHING),
    tools: () => pages((params) => client.listTools(params), 'tools'),
    prompts: () => pages((params) => client.listPrompts(params), 'prompts'),
    resources: () => pages((params) => client.listResources(params), 'resources'),
    templates: () => pages((params) => client.listResourceTemplates(params), 'resourceTemplates'),
    watch: async ({ resourceSubscriptions = [] }) => {
      for (const uri of resourceSubscriptions) {
        await client.subscribeResource({ uri });
      }
      return async () => {
        for (const uri of resourceSubscriptions) {
          await client.unsubscribeResource({ uri });
        }
      };
    },
  };
}
