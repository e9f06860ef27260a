// Clients at one time, each with calls that wait for people; prints a line of JSON for each call when it is over.
//
//   node play.mjs '{"clients": [{"name", "sdk": "v1"|"v2", "can": ""|"url"|"tasks", "url"|"command", "stops", "hurries"}], "prefix"}'
import { setTimeout as pause } from 'node:timers/promises';

const told = JSON.parse(process.argv[2]);
const AT_MOST = 120_000;
const HURRY = 1_500;
const WAITS = /Call again with the same arguments/;

/** Who sits before a client: looks at the page, or does not want to. */
class Person {
  wants = true;
  shown = [];

  look({ mode, url }) {
    this.shown.push(`${mode} ${url}`);
    return { action: this.wants ? 'accept' : 'decline' };
  }
}

const textOf = (result) => result.content?.[0]?.text ?? JSON.stringify(result);

/** Calls again and again, as it is told to, until the call does not wait any more. */
async function settled(peer, name, options) {
  for (let calls = 1; ; calls++) {
    const text = await peer.call(name, options).then(textOf, (error) => {
      if (!options.signal?.aborted && /timed out/i.test(error.message)) {
        return 'Call again with the same arguments';
      }
      throw error;
    });
    if (!WAITS.test(text)) {
      return { text, calls };
    }
    await pause(100);
  }
}

/** One call that its client stops at the first sign of its wait. */
function stopped(peer, name) {
  const stop = new AbortController();
  const onprogress = () => stop.abort(new Error('the person pressed stop'));
  return settled(peer, name, { timeout: AT_MOST, signal: stop.signal, onprogress });
}

/** The calls of a client with tasks: begun one after the other, because only their order tells which task is which. */
async function withTasks(peer, calls) {
  const tasks = [];
  for (const { name, outcome } of calls) {
    const id = await peer.begun(name);
    tasks.push({ id, outcome });
    if (outcome === 'withdrawn') {
      await peer.cancel(id);
    }
  }
  return tasks.map(({ id, outcome }) => [outcome, peer.ended(id).then((result) => ({ text: textOf(result) }))]);
}

/** The calls of one that waits, or is shown where it waits; what its person does not want ends before the others begin. */
async function withPatience(peer, client, person, calls) {
  person.wants = client.can !== 'url';
  const begun = [];
  for (const { name, outcome } of calls) {
    const isStopped = outcome === 'withdrawn' && client.stops;
    const timeout = outcome === 'hurried' ? HURRY : AT_MOST;
    const ended = isStopped ? stopped(peer, name) : settled(peer, name, { timeout });
    begun.push([outcome, ended]);
    if (!person.wants) {
      await ended.catch(() => {});
      person.wants = true;
    }
  }
  return begun;
}

async function play(client) {
  const { connect } = await import(`./${client.sdk}.mjs`);
  const person = new Person();
  const peer = await connect(client, person);
  const outcomes = ['withdrawn', 'approved', 'denied', 'expired', ...(client.hurries ? ['hurried'] : [])];
  const calls = outcomes.map((outcome) => ({ outcome, name: `${told.prefix}${client.name}_${outcome}` }));
  const begun =
    client.can === 'tasks' ? await withTasks(peer, calls) : await withPatience(peer, client, person, calls);
  await Promise.all(
    begun.map(async ([outcome, ended]) => {
      const said = await ended.catch((error) => ({ error: String(error.message) }));
      const line = { client: client.name, outcome, shown: person.shown, ...said };
      process.stdout.write(JSON.stringify(line) + '\n');
    }),
  );
  await peer.close();
}

await Promise.all(told.clients.map(play));
process.exit(0);
