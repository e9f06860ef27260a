// Version 1 of the official client: the legacy era.
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { ElicitRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import { transportTo } from '../pairs/transports.mjs';

export async function connect(told, person) {
  const capabilities = told.can === 'url' ? { elicitation: { url: {} } } : {};
  const client = new Client({ name: told.name, version: '1.0.0' }, { capabilities });
  if (told.can === 'url') {
    client.setRequestHandler(ElicitRequestSchema, async ({ params }) => person.look(params));
  }
  await client.connect(transportTo(told, StreamableHTTPClientTransport, StdioClientTransport));
  return {
    call: (name, options) => client.callTool({ name, arguments: { name } }, undefined, options),
    close: () => client.close(),
  };
}
