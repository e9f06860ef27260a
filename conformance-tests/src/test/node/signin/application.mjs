// An application on a person's machine: its callback, its memory of tokens, its person's browser.
import { createServer } from 'node:http';
import { randomUUID } from 'node:crypto';

/** What the official SDKs ask of an application: `OAuthClientProvider`, kept in memory. */
export class Memory {
  #kept = {};

  /**
   * @param redirectUrl where its browser comes back to
   * @param told metadata of the client, and document where it is known by one
   */
  constructor(redirectUrl, told) {
    this.redirectUrl = redirectUrl;
    this.clientMetadata = { ...told.metadata, redirect_uris: [redirectUrl] };
    this.clientMetadataUrl = told.document;
  }

  state() {
    return (this.#kept.state = randomUUID());
  }
  clientInformation() {
    return this.#kept.client;
  }
  saveClientInformation(client) {
    this.#kept.client = client;
  }
  tokens() {
    return this.#kept.tokens;
  }
  saveTokens(tokens) {
    this.#kept.tokens = tokens;
  }
  codeVerifier() {
    return this.#kept.verifier;
  }
  saveCodeVerifier(verifier) {
    this.#kept.verifier = verifier;
  }
  discoveryState() {
    return this.#kept.discovery;
  }
  saveDiscoveryState(discovery) {
    this.#kept.discovery = discovery;
  }
  redirectToAuthorization(address) {
    this.#kept.address = address;
  }
  invalidateCredentials(scope) {
    const parts = { all: ['client', 'tokens', 'verifier', 'discovery'] }[scope] ?? [scope];
    parts.forEach((part) => delete this.#kept[part]);
  }

  /** Where the browser is to go, once. */
  takeAddress() {
    const { address } = this.#kept;
    delete this.#kept.address;
    return address;
  }

  /** Whether what came back belongs to what was sent; the SDKs leave that to the application. */
  expects(parameters) {
    return parameters.get('state') === this.#kept.state;
  }
}

/** The address of this machine that a browser comes back to. */
export class Callback {
  #server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url, 'http://127.0.0.1');
    if (pathname === '/callback') this.#came.push(searchParams);
    response.setHeader('Content-Type', 'text/html');
    response.end('<!doctype html><title>Done</title><p>Back at the application.</p>');
  });
  #came = [];

  async open() {
    await new Promise((resume) => this.#server.listen(0, '127.0.0.1', resume));
    this.address = `http://127.0.0.1:${this.#server.address().port}/callback`;
    return this;
  }

  /** What a browser brought, if one came since the last time. */
  take() {
    return this.#came.shift();
  }

  close() {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}

/** A fetch that writes down what was asked of the authorization server. */
export function noting(requests) {
  return async (address, init) => {
    const { pathname } = new URL(address);
    if (/^\/(\.well-known|signin)\//.test(pathname)) {
      const grant = new URLSearchParams(String(init?.body ?? '')).get('grant_type');
      requests.push([init?.method ?? 'GET', pathname, ...(grant ? [grant] : [])].join(' '));
    }
    return await fetch(address, init);
  };
}
