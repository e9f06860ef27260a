// The legacy era: sessions, each with a server of its own, whose streams can be resumed.
import { randomUUID } from 'node:crypto';
import { NodeStreamableHTTPServerTransport } from '@modelcontextprotocol/node';
import { isInitializeRequest } from '@modelcontextprotocol/server';

const RETRY_AFTER = 500;

/** What was sent on the streams of one session, in order, so that a stream can be read on. */
class SentEvents {
  #events = [];

  async storeEvent(streamId, message) {
    const eventId = `${streamId}/${this.#events.length}`;
    this.#events.push({ eventId, streamId, message });
    return eventId;
  }

  async getStreamIdForEventId(eventId) {
    return this.#events.find((event) => event.eventId === eventId)?.streamId;
  }

  async replayEventsAfter(lastEventId, { send }) {
    const last = this.#events.findIndex((event) => event.eventId === lastEventId);
    const streamId = this.#events[last]?.streamId ?? lastEventId.split('/')[0];
    for (const event of this.#events.slice(last + 1)) {
      if (event.streamId === streamId && event.message.jsonrpc) {
        await send(event.eventId, event.message);
      }
    }
    return streamId;
  }
}

export class Sessions {
  #build;
  #open = new Map();

  constructor(build) {
    this.#build = build;
  }

  each(action) {
    this.#open.forEach(({ server }) => action(server));
  }

  /** Tells the sessions that asked for this resource. */
  updated(uri) {
    this.#open.forEach(({ server, subscribed }) => {
      if (subscribed.has(uri)) {
        server.server.sendResourceUpdated({ uri });
      }
    });
  }

  async serve(request, response, message) {
    const id = request.headers['mcp-session-id'];
    if (id === undefined && message !== undefined && isInitializeRequest(message)) {
      return (await this.#start()).handleRequest(request, response, message);
    }
    if (id === undefined) {
      return this.refuse(response, 400, 'a session id is missing');
    }
    const session = this.#open.get(id);
    if (session === undefined) {
      return this.refuse(response, 404, 'no such session');
    }
    return session.transport.handleRequest(request, response, message);
  }

  refuse(response, status, text) {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ jsonrpc: '2.0', id: null, error: { code: -32000, message: text } }));
  }

  async #start() {
    const server = this.#build();
    const subscribed = new Set();
    server.server.setRequestHandler('resources/subscribe', async ({ params }) => {
      subscribed.add(params.uri);
      return {};
    });
    server.server.setRequestHandler('resources/unsubscribe', async ({ params }) => {
      subscribed.delete(params.uri);
      return {};
    });
    const transport = new NodeStreamableHTTPServerTransport({
      sessionIdGenerator: () => randomUUID(),
      eventStore: new SentEvents(),
      retryInterval: RETRY_AFTER,
      onsessioninitialized: (id) => this.#open.set(id, { server, transport, subscribed }),
    });
    transport.onclose = () => this.#open.delete(transport.sessionId);
    await server.connect(transport);
    return transport;
  }
}
