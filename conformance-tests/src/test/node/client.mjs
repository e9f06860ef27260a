// A real client at work: connects as told, plays the steps, prints one JSON line for each.
// Usage: node client.mjs '{"url"|"command", "era": "legacy"|"modern", "steps": [...]}'
// A step: {"list": true} or {"call": {"name", "arguments"}, "progress": true}
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';

const told = JSON.parse(process.argv[2]);
const mode = told.era === 'modern' ? { pin: '2026-07-28' } : 'legacy';
const client = new Client(
  { name: 'gatehouse-conformance', version: '1.0.0' },
  { versionNegotiation: { mode } },
);
const transport = told.url
  ? new StreamableHTTPClientTransport(new URL(told.url))
  : new StdioClientTransport({
      command: told.command[0],
      args: told.command.slice(1),
      env: process.env,
      stderr: 'inherit',
    });

function print(step) {
  process.stdout.write(JSON.stringify(step) + '\n');
}

async function play(step) {
  if (step.list) {
    return await client.listTools();
  }
  const progress = [];
  const options = step.progress ? { onprogress: (each) => progress.push(each) } : {};
  const result = await client.callTool(step.call, options);
  return { ...result, progress };
}

await client.connect(transport);
print({ era: client.getProtocolEra(), server: client.getServerVersion() });
for (const step of told.steps) {
  try {
    print({ ok: await play(step) });
  } catch (error) {
    print({ error: { code: error.code, message: String(error.message) } });
  }
}
await client.close();
