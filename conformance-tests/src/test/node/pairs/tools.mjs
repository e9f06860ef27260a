// The tools, written once: `call` is what the era gives them to ask, report and log with.
import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { PICTURE, SOUND } from '../suite/media.mjs';
import { digits, written } from './numbers.mjs';
import * as q from './questions.mjs';
import { refusal } from './world.mjs';

const text = (words) => ({ content: [{ type: 'text', text: words }] });
const json = (value) => text(JSON.stringify(value));
const takes = (properties) => ({ type: 'object', properties, required: Object.keys(properties) });
const STRING = { type: 'string' };
const INTEGER = { type: 'integer' };
const LEVELS = ['debug', 'info', 'notice', 'warning', 'error', 'critical', 'alert', 'emergency'];

/** Letters that do not repeat at any power of two. */
export const letters = (length) => 'abcdefghijklmnopqrstuvwxyz0123456789-'.repeat(length / 37 + 1).slice(0, length);
export const digest = (data) => createHash('sha256').update(data).digest('hex');

export const TOOLS = {
  who: ['Says whose it is', {}, (_, { world }) => text(world.name)],
  echo: ['Says what it was told', { words: STRING }, ({ words }) => text(words)],
  number: [
    'Says how a number was written, and writes numbers itself',
    { whole: INTEGER },
    ({ whole }) => ({ ...text(digits(whole)), structuredContent: { whole, more: written('-9007199254740995'), one: written('1.0') } }),
  ],
  stranger: ['Knows fields that nobody else knows', {}, stranger],
  media: ['Has a picture, a sound, a link and a file', {}, media],
  large: ['Has much to say', { bytes: INTEGER }, ({ bytes }) => text(letters(bytes))],
  measure: ['Measures what it was told', { words: STRING }, ({ words }) => json({ length: words.length, digest: digest(words) })],
  weather: [
    'Answers in a structure',
    { city: STRING },
    ({ city }) => ({ ...json({ city, degrees: 21 }), structuredContent: { city, degrees: 21 } }),
    { outputSchema: takes({ city: STRING, degrees: INTEGER }) },
  ],
  fail: ['Fails as tools do', {}, () => ({ ...text('the tool failed'), isError: true })],
  refuse: [
    'Fails as requests do',
    {},
    () => {
      throw refusal(4242, 'the request was refused', { why: 'because', at: [1, 2] });
    },
  ],
  pause: ['Answers after a while', { mark: STRING, ms: INTEGER }, async ({ mark, ms }) => (await pause(ms), text(mark))],
  count: ['Reports each step', { to: INTEGER }, count],
  chat: ['Logs on every level', { mark: STRING }, chat],
  hang: ['Waits until it is cancelled', { mark: STRING }, hang],
  saw: ['Says whether something happened', { event: STRING }, async ({ event }, call) => text(String(await call.world.saw(event)))],
  touch: ['Changes a resource', { uri: STRING }, ({ uri }, call) => (call.world.announce.updated(uri), text('touched'))],
  grow: ['Makes a list longer', { list: STRING, mark: STRING }, ({ list, mark }, call) => (call.world.grow(list, mark), text('grown'))],
  name: ['Asks for a name', {}, asking({ user: q.askName })],
  choose: ['Asks for choices of all kinds', {}, asking({ user: q.askChoices })],
  defaults: ['Asks with a default for each field', {}, asking({ user: q.askDefaults })],
  visit: ['Sends somewhere', {}, asking({ user: () => q.visit('Please sign in', 'https://example.com/sign-in?a=1&b=2') })],
  sample: ['Has a model asked', {}, asking({ model: () => q.sample('What is the capital of France?') })],
  roots: ['Asks for the roots', {}, asking({ roots: q.roots })],
  three: ['Asks three things at once', {}, asking({ user: q.askName, model: () => q.sample('Greet'), roots: q.roots })],
  rounds: ['Asks, and asks again', {}, rounds],
  busy: ['Reports, asks, and reports', {}, busy],
};

function stranger(_, { params }) {
  return {
    content: [{ type: 'text', text: JSON.stringify(params), 'x-vendor': { deep: [null, true, ''] } }],
    _meta: { 'example.com/mark': { kept: ['as', 'it', 'is'] } },
    'x-result': { unknown: { to: 'all' } },
  };
}

function media() {
  return {
    content: [
      { type: 'image', data: PICTURE, mimeType: 'image/png', annotations: { audience: ['user'], priority: 0.5 } },
      { type: 'audio', data: SOUND, mimeType: 'audio/wav' },
      { type: 'resource_link', uri: 'pair://text', name: 'text', mimeType: 'text/plain' },
      { type: 'resource', resource: { uri: 'pair://bytes', mimeType: 'application/octet-stream', blob: allBytes() } },
    ],
  };
}

/** Every byte there is. */
export const allBytes = () => Buffer.from(Array.from({ length: 256 }, (_, at) => at)).toString('base64');

function asking(questions) {
  return async (_, call) => {
    const asked = Object.fromEntries(Object.entries(questions).map(([key, question]) => [key, question()]));
    return json(await call.ask(asked));
  };
}

async function rounds(_, call) {
  const { first } = await call.ask({ first: q.askName() });
  const { second } = await call.ask({ second: q.askColour() });
  return text(`${first.content?.name} likes ${second.content?.colour}`);
}

async function busy(_, call) {
  await call.progress(1, 2, 'before');
  const { user } = await call.ask({ user: q.askName() });
  await call.progress(2, 2, 'after');
  return text(`hello ${user.content?.name}`);
}

async function count({ to }, call) {
  for (let step = 1; step <= to; step++) {
    await call.progress(step, to, `step ${step}`);
  }
  return text(`counted to ${to}`);
}

async function chat({ mark }, call) {
  for (const level of LEVELS) {
    await call.log(level, { mark, level });
  }
  return text('logged');
}

async function hang({ mark }, call) {
  call.signal.addEventListener('abort', () => call.world.happened(`cancelled ${mark}`));
  call.world.happened(`hanging ${mark}`);
  await new Promise((settle) => call.signal.addEventListener('abort', settle));
  return text('cancelled');
}

const described = ([name, [description, properties, , more]]) => ({ name, description, inputSchema: takes(properties), ...more });

export const listTools = (world) => [
  ...Object.entries(TOOLS).map(described),
  ...world.grown.tools.map((name) => ({ name, description: 'Was not there before', inputSchema: takes({}) })),
];

export async function callTool(name, args, call) {
  const tool = TOOLS[name];
  if (tool === undefined) {
    throw refusal(-32602, `Unknown tool: ${name}`);
  }
  return tool[2](args ?? {}, call);
}
