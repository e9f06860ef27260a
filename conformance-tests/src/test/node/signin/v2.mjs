// Version 2 of the official client.
import {
  Client,
  StreamableHTTPClientTransport,
  UnauthorizedError,
} from '@modelcontextprotocol/client';

export const isUnauthorized = (error) => error instanceof UnauthorizedError;

export function transportTo(url, authProvider, fetch) {
  return new StreamableHTTPClientTransport(new URL(url), { authProvider, fetch });
}

export function client() {
  return new Client(
    { name: 'gatehouse-signin-v2', version: '1.0.0' },
    { versionNegotiation: { mode: { pin: '2026-07-28' } } },
  );
}

/** It takes all that came, because it checks who it is from. */
export const finish = (transport, parameters) => transport.finishAuth(parameters);
