// What every client checks at every server behind the gateway: the same list in all four pairings.
// A check throws, or says what its client cannot do.
import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { DEFAULTS, ENUMS } from '../suite/forms.mjs';
import { PICTURE, SOUND } from '../suite/media.mjs';
import { digits, written } from './numbers.mjs';
import { ROOTS } from './person.mjs';
import { allBytes, digest, letters, TOOLS } from './tools.mjs';

const WORDS = 'ünïcödé 漢字 🎈👩‍👩‍👧 \u202eרוא \u2028 "quoted" \\ </script> \u0000 e\u0301';
const MEGABYTES = 5_000_000;
const HEARD_WITHIN = 15_000;
const LATER = 400;

export const text = (result) => result.content?.[0].text;
export const json = (result) => JSON.parse(text(result));
const only = (found, from) => found.filter((each) => from.includes(each));

/** Waits until it is so. */
export async function until(isSo, what) {
  const end = Date.now() + HEARD_WITHIN;
  while (!isSo()) {
    assert.ok(Date.now() < end, `waited in vain for ${what}`);
    await pause(10);
  }
}

/**
 * What came of progress until the call was answered. Read from the transport: a client of the SDK
 * drops reports that it is given together with their result.
 */
export async function reported(peer, calling) {
  const from = peer.came.length;
  const result = await calling(() => {});
  const came = peer.came.slice(from);
  const answered = came.findIndex((message) => text(message.result ?? {}) === text(result));
  const reports = came.slice(0, answered).filter(({ method }) => method === 'notifications/progress');
  return { result, reports: reports.map(({ params: { progress, total, message } }) => ({ progress, total, message })) };
}

export const failing = async (work) => {
  try {
    await work;
  } catch (error) {
    return error;
  }
  return assert.fail('expected an error');
};

export const CHECKS = {
  'the server says who it is': async ({ peer }) => {
    assert.ok(peer.server.name);
    for (const each of ['tools', 'prompts', 'resources', 'completions', 'logging']) {
      assert.ok(peer.capabilities[each], each);
    }
    assert.equal(peer.capabilities.resources.subscribe, true);
    assert.equal(peer.capabilities.tools.listChanged, true);
  },
  'tools come in their order, over several pages': async ({ peer, prefix }) => {
    const names = Object.keys(TOOLS).map((name) => prefix + name);
    const tools = await peer.tools();
    assert.deepEqual(only(tools.map(({ name }) => name), names), names);
    assert.equal(tools.find(({ name }) => name === names[0]).description, 'Says whose it is');
    const { outputSchema } = tools.find(({ name }) => name === `${prefix}weather`);
    assert.deepEqual(outputSchema.required, ['city', 'degrees']);
  },
  'words of all scripts stay as they are': async ({ call }) => {
    assert.equal(text(await call('echo', { words: WORDS })), WORDS);
  },
  'integers beyond 2^53 stay exact': async ({ call }) => {
    const result = await call('number', { whole: written('9007199254740993') });
    assert.equal(text(result), '9007199254740993');
    const { whole, more, one } = result.structuredContent;
    assert.deepEqual([whole, more, one].map(digits), ['9007199254740993', '-9007199254740995', '1.0']);
  },
  'unknown fields pass in both directions': async ({ call }) => {
    const result = await call('stranger', { more: [null, {}] }, { params: { _meta: { 'example.com/asks': { a: [1] } } } });
    assert.deepEqual(result._meta['example.com/mark'], { kept: ['as', 'it', 'is'] });
    assert.deepEqual(result['x-result'], { unknown: { to: 'all' } });
    const told = json(result);
    assert.deepEqual(told.arguments, { more: [null, {}] });
    assert.deepEqual(told._meta['example.com/asks'], { a: [1] });
  },
  'pictures, sounds, links and files stay byte for byte': async ({ call }) => {
    const [picture, sound, link, file] = (await call('media')).content;
    assert.equal(picture.data, PICTURE);
    assert.deepEqual(picture.annotations, { audience: ['user'], priority: 0.5 });
    assert.equal(sound.data, SOUND);
    assert.equal(link.uri, 'pair://text');
    assert.equal(file.resource.blob, allBytes());
  },
  'a result of 5 MB arrives whole': async ({ call }) => {
    assert.equal(digest(text(await call('large', { bytes: MEGABYTES }))), digest(letters(MEGABYTES)));
  },
  'an argument of 5 MB arrives whole': async ({ call }) => {
    const { length, digest: arrived } = json(await call('measure', { words: letters(MEGABYTES) }));
    assert.deepEqual([length, arrived], [MEGABYTES, digest(letters(MEGABYTES))]);
  },
  'structured content is as its schema says': async ({ call, peer }) => {
    await peer.tools();
    assert.deepEqual((await call('weather', { city: 'Paris' })).structuredContent, { city: 'Paris', degrees: 21 });
  },
  'a tool that fails says so in its result': async ({ call }) => {
    const result = await call('fail');
    assert.deepEqual([result.isError, text(result)], [true, 'the tool failed']);
  },
  'an error keeps its code, its words and its data': async ({ call }) => {
    const error = await failing(call('refuse'));
    assert.equal(error.code, 4242);
    assert.match(error.message, /the request was refused/);
    assert.deepEqual(error.data, { why: 'because', at: [1, 2] });
  },
  'an unknown tool is refused': async ({ call }) => {
    assert.equal((await failing(call('nowhere'))).code, -32602);
  },
  'calls at one time get their own answers': async ({ call, mark }) => {
    const marks = Array.from({ length: 20 }, (_, at) => `${mark}-${at}`);
    const answers = await Promise.all(marks.map((each, at) => call('pause', { mark: each, ms: (at * 37) % 100 })));
    assert.deepEqual(answers.map(text), marks);
  },
  'a form has choices of all kinds, and they come back': async ({ call, person }) => {
    const { user } = json(await call('choose'));
    assert.deepEqual(person.asked.at(-1).params.requestedSchema, ENUMS);
    assert.deepEqual(user.content, {
      untitledSingle: 'option3',
      titledSingle: 'value3',
      legacyEnum: 'opt3',
      untitledMulti: ['option2', 'option3'],
      titledMulti: ['value2', 'value3'],
    });
  },
  'a form has a default for each field': async ({ call, person }) => {
    const { user } = json(await call('defaults'));
    assert.deepEqual(person.asked.at(-1).params.requestedSchema, DEFAULTS);
    assert.deepEqual(user, {
      action: 'accept',
      content: { name: 'John Doe', age: 30, score: 95.5, status: 'active', verified: true },
    });
  },
  'a form may be declined, or left': async ({ call, person }) => {
    for (const action of ['decline', 'cancel']) {
      person.nextAnswer = { action };
      assert.deepEqual(json(await call('name')).user, { action });
    }
  },
  'a person is sent to an address': async ({ call, person }) => {
    assert.equal(json(await call('visit')).user.action, 'accept');
    const { mode, url, message } = person.asked.at(-1).params;
    assert.deepEqual([mode, url, message], ['url', 'https://example.com/sign-in?a=1&b=2', 'Please sign in']);
  },
  'a model is asked': async ({ call, person }) => {
    const { model } = json(await call('sample'));
    assert.deepEqual([model.model, model.content.text, model.stopReason], ['made-up', 'Paris', 'endTurn']);
    const { messages, systemPrompt, maxTokens, temperature, modelPreferences } = person.asked.at(-1).params;
    assert.equal(messages[0].content.text, 'What is the capital of France?');
    assert.deepEqual([systemPrompt, maxTokens, temperature], ['Be brief.', 50, 0.5]);
    assert.deepEqual(modelPreferences, { hints: [{ name: 'small' }], speedPriority: 0.9 });
  },
  'the roots are told': async ({ call }) => {
    assert.deepEqual(json(await call('roots')).roots.roots, ROOTS);
  },
  'three things are asked at once': async ({ call, person }) => {
    const { user, model, roots } = json(await call('three'));
    assert.deepEqual([user.content.name, model.content.text, roots.roots.length], ['Ada', 'Paris', 2]);
    assert.equal(person.asked.length, 3);
  },
  'two rounds follow each other': async ({ call, person }) => {
    assert.equal(text(await call('rounds')), 'Ada likes green');
    assert.deepEqual(person.asked.map(({ params }) => params.message), ['What is your name?', 'Which colour?']);
  },
  'questions and progress belong to one call': async ({ peer, call }) => {
    const { result, reports } = await reported(peer, (onprogress) => call('busy', {}, { onprogress }));
    assert.equal(text(result), 'hello Ada');
    assert.deepEqual([reports[0].message, reports.at(-1).message], ['before', 'after']);
  },
  'a prompt asks before it is made': async ({ peer, prefix }) => {
    const { messages } = await peer.client.getPrompt({ name: `${prefix}asking` });
    assert.equal(messages[0].content.text, 'for Ada');
  },
  'a resource asks before it is read': async ({ peer }) => {
    const { contents } = await peer.client.readResource({ uri: 'pair://asking' });
    assert.equal(contents[0].text, 'read by Ada');
  },
  '100 reports of progress come in order, before the result': async ({ peer, call }) => {
    const { result, reports } = await reported(peer, (onprogress) => call('count', { to: 100 }, { onprogress }));
    const expected = Array.from({ length: 100 }, (_, at) => ({ progress: at + 1, total: 100, message: `step ${at + 1}` }));
    assert.deepEqual(reports, expected);
    assert.equal(text(result), 'counted to 100');
  },
  'what is logged is as loud as was asked for': async (c) => {
    for (const [level, lines] of [['warning', 5], ['debug', 8]]) {
      const mark = `${c.mark}-${level}`;
      await c.chat(level, mark);
      const logged = () => c.heard.filter(({ method, params }) => method === 'notifications/message' && params.data?.mark === mark);
      await until(() => logged().length >= lines, `${lines} lines of the log`);
      assert.equal(logged().length, lines);
      assert.deepEqual(logged().map(({ params }) => params.level).slice(-1), ['emergency']);
    }
  },
  'cancelling reaches the server': async ({ call, mark }) => {
    const stop = new AbortController();
    const hanging = failing(call('hang', { mark }, { signal: stop.signal }));
    assert.equal(text(await call('saw', { event: `hanging ${mark}` })), 'true');
    stop.abort('enough');
    await hanging;
    assert.equal(text(await call('saw', { event: `cancelled ${mark}` })), 'true');
  },
  'resources and templates are listed': async ({ peer }) => {
    const uris = ['pair://text', 'pair://bytes', 'pair://shared', 'pair://asking'];
    assert.deepEqual(only((await peer.resources()).map(({ uri }) => uri), uris), uris);
    const templates = (await peer.templates()).map(({ uriTemplate }) => uriTemplate);
    assert.deepEqual(templates, ['pair://city/{city}/{street}', 'pair://watched/{mark}']);
  },
  'resources are read, in text and in bytes': async ({ peer }) => {
    const read = async (uri) => (await peer.client.readResource({ uri })).contents[0];
    assert.equal((await read('pair://text')).text, 'plain words, and ünïcödé 🎈');
    assert.equal((await read('pair://bytes')).blob, allBytes());
    assert.deepEqual(JSON.parse((await read('pair://city/Z%C3%BCrich/a%20b')).text), { city: 'Zürich', street: 'a b' });
  },
  'a resource that is not there is an error of the era': async ({ peer }) => {
    const error = await failing(peer.client.readResource({ uri: 'pair://nowhere' }));
    // Version 2 of the client says -32602 in both eras, whatever it was told.
    assert.equal(error.code, peer.sdk === 'v1' ? -32002 : -32602);
  },
  'who watches a resource hears of its changes, and nobody else': async ({ peer, call, heard, mark }) => {
    const uri = `pair://watched/${mark}`;
    const updates = (of) => heard.filter(({ method, params }) => method === 'notifications/resources/updated' && params.uri === of).length;
    const stop = await peer.watch({ resourceSubscriptions: [uri] });
    for (const times of [1, 2, 3]) {
      await call('touch', { uri });
      await until(() => updates(uri) >= times, `update ${times}`);
    }
    await call('touch', { uri: `${uri}-other` });
    await stop();
    await pause(LATER);
    await call('touch', { uri });
    await pause(LATER);
    assert.deepEqual([updates(uri), updates(`${uri}-other`)], [3, 0]);
  },
  'longer lists are told of': async ({ peer, call, heard, mark, prefix }) => {
    const stop = await peer.watch({ toolsListChanged: true, promptsListChanged: true, resourcesListChanged: true });
    for (const list of ['tools', 'prompts', 'resources']) {
      const before = heard.length;
      await call('grow', { list, mark });
      const method = `notifications/${list}/list_changed`;
      await until(() => heard.slice(before).some((each) => each.method === method), method);
      const name = list === 'resources' ? `pair://grown_${mark}` : `${prefix}grown_${mark}`;
      assert.ok((await peer[list]()).some((each) => name === (each.uri ?? each.name)), name);
    }
    await stop();
  },
  'prompts are listed, and made from their arguments': async ({ peer, prefix }) => {
    const names = ['plain', 'travel', 'embedded', 'asking'].map((name) => prefix + name);
    assert.deepEqual(only((await peer.prompts()).map(({ name }) => name), names), names);
    const { messages } = await peer.client.getPrompt({ name: `${prefix}travel`, arguments: { from: 'Brno', to: '東京' } });
    assert.equal(messages[0].content.text, 'from Brno to 東京');
  },
  'a prompt embeds a resource and a picture': async ({ peer, prefix }) => {
    const { messages } = await peer.client.getPrompt({ name: `${prefix}embedded` });
    assert.deepEqual(messages[0].content.resource, { uri: 'pair://text', mimeType: 'text/plain', text: 'embedded words' });
    assert.equal(messages[1].content.data, PICTURE);
  },
  'what was begun is completed': async ({ peer, prefix }) => {
    const completed = async (ref, name, value, context) =>
      (await peer.client.complete({ ref, argument: { name, value }, ...(context && { context }) })).completion.values;
    const prompt = { type: 'ref/prompt', name: `${prefix}travel` };
    assert.deepEqual(await completed(prompt, 'from', 'par'), ['Paris', 'Parma']);
    const template = { type: 'ref/resource', uri: 'pair://city/{city}/{street}' };
    assert.deepEqual(await completed(template, 'city', 'l'), ['Lisbon']);
    const street = await completed(template, 'street', 'mill', { arguments: { city: 'Lisbon' } });
    assert.deepEqual(street, ['Mill lane of Lisbon']);
  },
  'a method that no specification knows passes': async ({ peer }) => {
    const result = await peer.request('example.com/double', { value: 21, keep: { a: [null] } });
    assert.deepEqual([result.doubled, result.keep, result['x-more']], [42, { a: [null] }, [null]]);
  },
  'a method that nobody knows is an error': async ({ peer }) => {
    // A modern server answers with 404 over HTTP, which this client reads before the error in it.
    const { code } = await failing(peer.request('example.com/nobody', {}));
    assert.ok([-32601, ...(peer.era === 'modern' ? ['CLIENT_HTTP_NOT_IMPLEMENTED'] : [])].includes(code), String(code));
  },
  'a form that cannot be shown ends the call, and only it': async ({ call, person }) => {
    person.nextAnswer = Object.assign(new Error('no screen'), { code: -32000 });
    const outcome = await call('name').catch((error) => error);
    // A modern server has no word for a client's error: it hears that the person went away.
    const given = outcome instanceof Error || outcome.isError ? 'cancel' : json(outcome).user.action;
    assert.equal(given, 'cancel');
    assert.equal(json(await call('name')).user.content.name, 'Ada');
  },
};
