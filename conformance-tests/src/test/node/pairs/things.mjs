// Prompts, resources, and what completes their arguments.
import { PICTURE } from '../suite/media.mjs';
import * as q from './questions.mjs';
import { allBytes } from './tools.mjs';
import { refusal } from './world.mjs';

const CITIES = ['Paris', 'Parma', 'Prague', 'Lisbon'];
const user = (content) => ({ role: 'user', content });
const words = (text) => user({ type: 'text', text });

const PROMPTS = {
  plain: ['Takes nothing', [], () => [words('a plain prompt')]],
  travel: ['Takes two arguments', ['from', 'to'], ({ from, to }) => [words(`from ${from} to ${to}`)]],
  embedded: [
    'Embeds a resource and a picture',
    [],
    () => [
      user({ type: 'resource', resource: { uri: 'pair://text', mimeType: 'text/plain', text: 'embedded words' } }),
      user({ type: 'image', data: PICTURE, mimeType: 'image/png' }),
    ],
  ],
  asking: [
    'Asks before it is made',
    [],
    async (_, call) => {
      const answers = await call.ask({ user: q.askName() });
      return [words(`for ${answers.user.content?.name}`)];
    },
  ],
};

export const listPrompts = (world) => [
  ...Object.entries(PROMPTS).map(([name, [description, args]]) => ({
    name,
    description,
    arguments: args.map((each) => ({ name: each, required: true })),
  })),
  ...world.grown.prompts.map((name) => ({ name, description: 'Was not there before' })),
];

export async function getPrompt(name, args, call) {
  const prompt = PROMPTS[name];
  if (prompt === undefined) {
    throw refusal(-32602, `Unknown prompt: ${name}`);
  }
  return { description: prompt[0], messages: await prompt[2](args ?? {}, call) };
}

/** The same address on every server of this kind; what it holds says whose it is. */
export const SHARED = 'pair://shared';

const RESOURCES = {
  'pair://text': ['text/plain', () => ({ text: 'plain words, and ünïcödé 🎈' })],
  'pair://bytes': ['application/octet-stream', () => ({ blob: allBytes() })],
  [SHARED]: ['text/plain', (_, { world }) => ({ text: `I am of ${world.name}` })],
  'pair://asking': [
    'text/plain',
    async (_, call) => {
      const answers = await call.ask({ user: q.askName() });
      return { text: `read by ${answers.user.content?.name}` };
    },
  ],
};

const CITY = /^pair:\/\/city\/([^/]+)\/(.+)$/;
const WATCHED = /^pair:\/\/watched\/([\w-]+)$/;

export const listResources = (world) => [
  ...Object.entries(RESOURCES).map(([uri, [mimeType]]) => ({ uri, name: uri.slice('pair://'.length), mimeType })),
  ...world.grown.resources.map((name) => ({ uri: `pair://${name}`, name })),
];

export const listTemplates = () => [
  { uriTemplate: 'pair://city/{city}/{street}', name: 'city', description: 'A street', mimeType: 'application/json' },
  { uriTemplate: 'pair://watched/{mark}', name: 'watched', description: 'Changes when it is touched' },
];

export async function readResource(uri, call) {
  const city = CITY.exec(uri);
  if (city !== null) {
    const [name, street] = city.slice(1).map(decodeURIComponent);
    return { contents: [{ uri, mimeType: 'application/json', text: JSON.stringify({ city: name, street }) }] };
  }
  if (WATCHED.test(uri)) {
    return { contents: [{ uri, text: 'watched' }] };
  }
  const resource = RESOURCES[uri];
  if (resource === undefined) {
    throw refusal(call.era === 'legacy' ? -32002 : -32602, 'Resource not found', { uri });
  }
  return { contents: [{ uri, mimeType: resource[0], ...(await resource[1](uri, call)) }] };
}

/** Cities by prefix; streets know the city that was chosen before. */
export function complete({ ref, argument, context }) {
  const known =
    ref.type === 'ref/resource' && argument.name === 'street'
      ? [`Main street of ${context?.arguments?.city}`, `Mill lane of ${context?.arguments?.city}`]
      : CITIES;
  const values = known.filter((value) => value.toLowerCase().startsWith(argument.value.toLowerCase()));
  return { completion: { values, total: values.length, hasMore: false } };
}

/** The method that no specification knows. */
export const EXTENSION = 'example.com/double';
export const double = ({ value, keep }) => ({ doubled: value * 2, keep, 'x-more': [null] });
