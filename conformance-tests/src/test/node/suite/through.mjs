// What the official suite takes for a client: a gateway that is started on the suite's server, and
// an official client that drives it.
//
//   GATEWAY='[the command that starts a gateway, but for its folder]' node through.mjs URL
//
// The suite says in the environment which scenario and which revision it plays.
import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';

const scenario = process.env.MCP_CONFORMANCE_SCENARIO;
const revision = process.env.MCP_CONFORMANCE_PROTOCOL_VERSION;
const context = JSON.parse(process.env.MCP_CONFORMANCE_CONTEXT ?? '{}');
const server = process.argv[2];

/** Scenarios whose tokens are a client's own; in the others that are about tokens, a person's. */
const own = ['auth/client-credentials-basic', 'auth/client-credentials-jwt'];

/** What the suite's server asks of the gateway. */
function credentials() {
  if (!scenario.startsWith('auth/')) {
    return {};
  }
  if (!own.includes(scenario)) {
    const client =
      context.client_id === undefined
        ? // The suite knows it by this name and asks nobody for it.
          { 'client-document': 'https://conformance-test.local/client-metadata.json' }
        : { 'client-id': context.client_id, 'client-secret': context.client_secret };
    return { credentials: { oauth: { grant: 'authorization-code', ...client } } };
  }
  const key =
    context.private_key_pem === undefined
      ? { 'client-secret': context.client_secret }
      : { 'private-key': context.private_key_pem };
  const oauth = { grant: 'client-credentials', issuer: 'discovered', 'client-id': context.client_id };
  return { credentials: { oauth: { ...oauth, ...key } } };
}

async function startGateway() {
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-suite-'));
  await writeFile(join(folder, 'policy.yaml'), 'default: permit\n');
  await writeFile(
    join(folder, 'gatehouse.yaml'),
    `listen: 127.0.0.1:0
identity: { mode: local }
recordings: { directory: data }
policies: [ policy.yaml ]
upstreams:
  suite: ${JSON.stringify({ url: server, ...credentials() })}
`,
  );
  const [command, ...rest] = JSON.parse(process.env.GATEWAY);
  const gateway = spawn(command, rest, { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise((end) => gateway.once('exit', end));
  for await (const line of createInterface({ input: gateway.stdout })) {
    if (line.startsWith('ready ')) {
      const stop = async () => {
        gateway.kill();
        await ended;
        await rm(folder, { recursive: true, force: true });
      };
      return { url: new URL(`${line.slice('ready '.length).trim()}/suite`), stop };
    }
  }
  throw new Error('the gateway did not start');
}

/** Goes through the page that connects an upstream, as a person's browser does. */
async function visit(link) {
  let cookie = '';
  const go = async (url, options = {}) => {
    const isOurs = new URL(url).origin === new URL(link).origin;
    const headers = { ...options.headers, ...(isOurs && cookie !== '' ? { cookie } : {}) };
    const response = await fetch(url, { ...options, headers, redirect: 'manual' });
    cookie = isOurs ? (response.headers.get('set-cookie')?.split(';')[0] ?? cookie) : cookie;
    return response.status >= 300 && response.status < 400
      ? go(new URL(response.headers.get('location'), url))
      : response;
  };
  const page = await (await go(link)).text();
  const action = /<form method="post" action="([^"]+)"/.exec(page)?.[1];
  if (action === undefined) {
    throw new Error(`no form on the page: ${page.replace(/^.*<main>/s, '')}`);
  }
  const [, name, value] = /<input type="hidden" name="([^"]+)" value="([^"]+)">/.exec(page);
  const end = await go(new URL(action, link), {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ [name]: value }),
  });
  console.log(end.status, (await end.text()).replace(/^.*<main>/s, ''));
}

/** Where an answer says that the upstream must be connected first; nothing where it does not. */
const wanted = (error) =>
  error.data?.url ?? (error.data?.elicitations ?? error.elicitations)?.[0]?.url;

/** Does it, and once more each time when something had to be connected; but not for ever. */
async function connecting(doing, times = 3) {
  try {
    return await doing();
  } catch (error) {
    if (wanted(error) === undefined || times === 0) {
      throw error;
    }
    await visit(wanted(error));
    return connecting(doing, times - 1);
  }
}

async function connect(url) {
  const client = new Client(
    { name: 'gatehouse-suite-client', version: '1.0.0' },
    {
      capabilities: {
        roots: {},
        sampling: {},
        elicitation: { form: { applyDefaults: true }, url: {} },
      },
      versionNegotiation: { mode: revision === '2026-07-28' ? { pin: revision } : 'legacy' },
    },
  );
  client.setRequestHandler('elicitation/create', async ({ params }) => {
    if (params.mode === 'url') {
      await visit(params.url);
      return { action: 'accept' };
    }
    return {
      action: 'accept',
      content: params.requestedSchema.properties.confirmed ? { confirmed: true } : {},
    };
  });
  client.setRequestHandler('roots/list', async () => ({ roots: [] }));
  await client.connect(new StreamableHTTPClientTransport(url));
  return client;
}

const call = (client, name, args = {}) =>
  connecting(() => client.callTool({ name, arguments: args }));

const firstTool = (client, tools) => call(client, tools[0].name);

/** What a scenario wants done with its tools, beside that they are listed. */
const steps = {
  tools_call: (client, tools) => call(client, tools[0].name, { a: 2, b: 3 }),
  'elicitation-sep1034-client-defaults': (client, tools) => call(client, tools[0].name),
  // Its server says that it has no tools, and so the client asks only when told to.
  'request-metadata': (client) => client.request({ method: 'tools/list' }),
  'sse-retry': (client, tools) => call(client, tools[0].name),
  'json-schema-2020-12-preservation': (client, tools) =>
    call(client, 'json_schema_echo', {
      schema: tools.find(({ name }) => name === 'json_schema_2020_12_tool').inputSchema,
    }),
  'sep-2322-client-request-state': async (client) => {
    await call(client, 'test_mrtr_echo_state');
    await call(client, 'test_mrtr_unrelated');
    await call(client, 'test_mrtr_no_state');
    await call(client, 'test_mrtr_no_result_type');
  },
  'http-standard-headers': async (client, tools) => {
    await call(client, tools[0].name);
    const { resources } = await client.listResources();
    await client.readResource({ uri: resources[0].uri });
    const { prompts } = await client.listPrompts();
    await client.getPrompt({ name: prompts[0].name });
  },
  'http-custom-headers': async (client) => {
    for (const { name, arguments: args } of context.toolCalls) {
      await call(client, name, args);
    }
  },
  'http-invalid-tool-headers': async (client, tools) => {
    for (const { name } of tools) {
      await call(client, name, { region: 'us-west1' });
    }
  },
};

const gateway = await startGateway();
try {
  const client = await connect(gateway.url);
  const { tools } = await connecting(() => client.listTools());
  const step = steps[scenario] ?? (scenario.startsWith('auth/') ? firstTool : undefined);
  await step?.(client, tools);
  await client.close();
} finally {
  await gateway.stop();
}
