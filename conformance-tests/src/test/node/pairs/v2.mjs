// A client on version 2 of the official SDK, in either era.
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import * as z from 'zod/v4';
import { CAPABILITIES } from './person.mjs';
import { overhear, transportTo } from './transports.mjs';

const ANYTHING = z.looseObject({});

export async function connect(told, person, heard) {
  const modern = told.era === 'modern';
  const client = new Client(
    { name: 'pairs-v2', version: '1.0.0' },
    { capabilities: CAPABILITIES, versionNegotiation: { mode: modern ? { pin: '2026-07-28' } : 'legacy' } },
  );
  client.setRequestHandler('elicitation/create', async ({ params }) => person.elicit(params));
  client.setRequestHandler('sampling/createMessage', async ({ params }) => person.sample(params));
  client.setRequestHandler('roots/list', async () => person.roots());
  client.fallbackNotificationHandler = async (notification) => heard.push(notification);
  const transport = transportTo(told, StreamableHTTPClientTransport, StdioClientTransport);
  await client.connect(transport);
  return {
    client,
    came: overhear(transport),
    sdk: 'v2',
    era: client.getProtocolEra(),
    server: client.getServerVersion(),
    instructions: client.getInstructions(),
    capabilities: client.getServerCapabilities(),
    call: (params, options) => client.callTool(params, options),
    request: (method, params) => client.request({ method, params }, ANYTHING),
    tools: async () => (await client.listTools()).tools,
    prompts: async () => (await client.listPrompts()).prompts,
    resources: async () => (await client.listResources()).resources,
    templates: async () => (await client.listResourceTemplates()).resourceTemplates,
    watch: modern
      ? async (filter) => {
          const subscription = await client.listen(filter);
          return () => subscription.close();
        }
      : async ({ resourceSubscriptions = [] }) => {
          await Promise.all(resourceSubscriptions.map((uri) => client.subscribeResource({ uri })));
          return () => Promise.all(resourceSubscriptions.map((uri) => client.unsubscribeResource({ uri })));
        },
  };
}
