// Version 1 of the official client.
import { UnauthorizedError } from '@modelcontextprotocol/sdk/client/auth.js';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';

export const isUnauthorized = (error) => error instanceof UnauthorizedError;

export function transportTo(url, authProvider, fetch) {
  return new StreamableHTTPClientTransport(new URL(url), { authProvider, fetch });
}

export function client() {
  return new Client({ name: 'gatehouse-signin-v1', version: '1.0.0' });
}

/** It takes the code alone. */
export const finish = (transport, parameters) => transport.finishAuth(parameters.get('code'));
