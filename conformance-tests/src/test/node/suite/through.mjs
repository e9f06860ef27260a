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

/** What the suite's server asks of the gateway. */
function credentials() {
  if (context.client_id === undefined) {
    return {};
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

async function connect(url) {
  const client = new Client(
    { name: 'gatehouse-suite-client', version: '1.0.0' },
    {
      capabilities: { roots: {}, sampling: {}, elicitation: { form: { applyDefaults: true } } },
      versionNegotiation: { mode: revision === '2026-07-28' ? { pin: revision } : 'legacy' },
    },
  );
  client.setRequestHandler('elicitation/create', async ({ params }) => ({
    action: 'accept',
    content: params.requestedSchema.properties.confirmed ? { confirmed: true } : {},
  }));
  client.setRequestHandler('roots/list', async () => ({ roots: [] }));
  await client.connect(new StreamableHTTPClientTransport(url));
  return client;
}

const call = (client, name, args = {}) => client.callTool({ name, arguments: args });

/** What a scenario wants done with its tools, beside that they are listed. */
const steps = {
  'auth/client-credentials-basic': (client, tools) => call(client, tools[0].name),
  'auth/client-credentials-jwt': (client, tools) => call(client, tools[0].name),
  'auth/pre-registration': (client, tools) => call(client, tools[0].name),
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
  const { tools } = await client.listTools();
  await steps[scenario]?.(client, tools);
  await client.close();
} finally {
  await gateway.stop();
}
