// Plays a list of checks with one client, and prints a line of JSON for each.
//
//   node play.mjs '{"client": "v1"|"v2", "era": "legacy"|"modern", "url"|"command": …, "script", "prefix", "upstreams", "only", "cannot"}'
import './numbers.mjs';
import { randomUUID } from 'node:crypto';
import { Person } from './person.mjs';

const told = JSON.parse(process.argv[2]);
const AT_MOST = 30_000;
const { CHECKS } = await import(`./${told.script ?? 'script'}.mjs`);
const { connect } = await import(`./${told.client}.mjs`);
const person = new Person();
const heard = [];
const peer = await connect(told, person, heard);
const prefix = told.prefix ?? '';

const call = (name, args = {}, { params, ...options } = {}) =>
  peer.call({ name: prefix + name, arguments: args, ...params }, options);

/** Has the tool log, after the level was set as the era does it. */
async function chat(level, mark) {
  if (peer.era === 'modern') {
    return call('chat', { mark }, { params: { _meta: { 'io.modelcontextprotocol/logLevel': level } } });
  }
  await peer.client.setLoggingLevel(level);
  return call('chat', { mark });
}

const tools = { peer, person, heard, prefix, call, chat, upstreams: told.upstreams };

async function play(check) {
  person.forget();
  let timer;
  const tooLong = new Promise((_, fail) => {
    timer = setTimeout(() => fail(new Error(`took more than ${AT_MOST} ms`)), AT_MOST);
  });
  try {
    await Promise.race([check({ ...tools, mark: randomUUID() }), tooLong]);
    return { passed: true };
  } catch (error) {
    return { passed: false, why: String(error?.message ?? error).slice(0, 2000), code: error?.code };
  } finally {
    clearTimeout(timer);
  }
}

for (const [name, check] of Object.entries(CHECKS)) {
  if (told.only && !told.only.includes(name)) {
    continue;
  }
  if (told.cannot?.[name]) {
    process.stdout.write(JSON.stringify({ check: name, cannot: told.cannot[name] }) + '\n');
    continue;
  }
  const begun = performance.now();
  const outcome = await play(check);
  process.stdout.write(JSON.stringify({ check: name, ...outcome, ms: Math.round(performance.now() - begun) }) + '\n');
}
await peer.client.close();
process.exit(0);
