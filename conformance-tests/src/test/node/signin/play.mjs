// An application on an official client that signs its person in where it is told to, and calls tools.
// Usage: node signin/play.mjs '{"sdk": "v1"|"v2", "url", "user", "password", "metadata", "document", "steps"}'
// A step: {"call": tool, and how its person behaves: "decision", "spoil"} or {"wait": milliseconds}
// Prints for each call a line of JSON: ok or error, the pages of each visit, what was asked of us.
import { Callback, Memory, noting } from './application.mjs';
import { launch } from './chromium.mjs';
import { Person } from './person.mjs';

/** More would mean that it goes round in circles. */
const VISITS_MAX = 3;

const told = JSON.parse(process.argv[2]);
const sdk = await import(`./${told.sdk}.mjs`);
const callback = await new Callback().open();
const memory = new Memory(callback.address, told);
const requests = [];
const fetching = noting(requests);
let browser;
let person;
let connected;

/** Its person goes where the client sends them, and the client gets what they bring back. */
async function signIn(transport, step, visits) {
  browser ??= await launch();
  person ??= new Person(browser, { user: told.user, password: told.password });
  const visit = await person.visit(String(memory.takeAddress()), step);
  visits.push(visit);
  const parameters = callback.take();
  if (!parameters) {
    throw new Error(`the browser ended elsewhere: ${visit.status} ${visit.text}`);
  }
  if (!memory.expects(parameters)) {
    throw new Error('the state is another');
  }
  if (parameters.has('error')) {
    throw new Error(`refused: ${parameters.get('error')}`);
  }
  await sdk.finish(transport, parameters);
}

/** Does this, with a sign-in where the client says that one is needed. */
async function authorized(transport, step, visits, action) {
  try {
    return await action();
  } catch (error) {
    if (!sdk.isUnauthorized(error) || visits.length >= VISITS_MAX) throw error;
    await signIn(transport, step, visits);
    return undefined;
  }
}

async function connect(step, visits) {
  while (!connected) {
    const client = sdk.client();
    const transport = sdk.transportTo(told.url, memory, fetching);
    const isDone = await authorized(transport, step, visits, async () => {
      await client.connect(transport);
      return true;
    });
    if (isDone) connected = { client, transport };
  }
}

async function call(step, visits) {
  await connect(step, visits);
  const { client, transport } = connected;
  for (;;) {
    const result = await authorized(transport, step, visits, () =>
      client.callTool({ name: step.call, arguments: {} }),
    );
    if (result) return result.content[0].text;
  }
}

async function play(step) {
  const visits = [];
  const outcome = await call(step, visits).then(
    (ok) => ({ ok }),
    (error) => ({ error: String(error.message) }),
  );
  const pages = visits.map((visit) => visit.pages);
  const shown = visits.map((visit) => visit.consent ?? '').join('\n');
  const said = { ...outcome, pages, shown, requests: requests.splice(0) };
  process.stdout.write(JSON.stringify(said) + '\n');
}

try {
  for (const step of told.steps) {
    if (step.wait) {
      await new Promise((resume) => setTimeout(resume, step.wait));
    } else {
      await play(step);
    }
  }
} finally {
  await connected?.client.close();
  await browser?.close();
  callback.close();
}
