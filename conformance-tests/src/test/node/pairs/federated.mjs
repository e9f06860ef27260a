// What clients check where several servers of one kind are behind one endpoint.
import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { digits, written } from './numbers.mjs';
import { failing, json, text, until } from './script.mjs';
import { TOOLS } from './tools.mjs';

const NAMES = Object.keys(TOOLS);
const LATE_AT_MOST = 20_000;
const PROMPTS = ['plain', 'travel', 'embedded', 'asking'];
const isBase = (names) => (shown) => names.includes(shown.split('__')[1]);

const counted = (to) => Array.from({ length: to }, (_, at) => at + 1);

/** A list with what all upstreams have: who is late is left out, and the reply says so. */
async function whole(list, upstreams, ending) {
  const end = Date.now() + LATE_AT_MOST;
  for (;;) {
    const shown = (await list()).map(({ name, uri, uriTemplate }) => uri ?? uriTemplate ?? name);
    if (shown.filter((each) => each.endsWith(ending)).length >= upstreams.length) {
      return shown;
    }
    assert.ok(Date.now() < end, `no list of all, but ${shown}`);
    await pause(200);
  }
}

/** By which address each upstream's resource, or template, is shown. */
const shownBy = (shown, upstreams, uri) =>
  Object.fromEntries(upstreams.map((name) => [name, shown.includes(`${name}+${uri}`) ? `${name}+${uri}` : uri]));

export const CHECKS = {
  'tools and prompts of all come under their names, in the order of the upstreams': async ({ peer, upstreams }) => {
    const named = (names) => upstreams.flatMap((upstream) => names.map((name) => `${upstream}__${name}`));
    const tools = (await whole(peer.tools, upstreams, '__busy')).filter(isBase(NAMES));
    assert.deepEqual(tools, named(NAMES));
    const prompts = (await whole(peer.prompts, upstreams, '__asking')).filter(isBase(PROMPTS));
    assert.deepEqual(prompts, named(PROMPTS));
  },
  'each call reaches its own server, also at one time': async ({ call, upstreams }) => {
    const said = await Promise.all(upstreams.map((upstream) => call(`${upstream}__who`)));
    assert.deepEqual(said.map(text), upstreams);
  },
  'integers beyond 2^53 stay exact': async ({ call, upstreams }) => {
    for (const upstream of upstreams) {
      const result = await call(`${upstream}__number`, { whole: written('9007199254740993') });
      assert.deepEqual([text(result), digits(result.structuredContent.one)], ['9007199254740993', '1.0']);
    }
  },
  'resources of one address are all listed, and each is read': async ({ peer, upstreams }) => {
    const uris = await whole(peer.resources, upstreams, 'pair://shared');
    assert.equal(new Set(uris).size, uris.length);
    const shown = shownBy(uris, upstreams, 'pair://shared');
    assert.equal(new Set(Object.values(shown)).size, upstreams.length);
    for (const [upstream, uri] of Object.entries(shown)) {
      assert.ok(uris.includes(uri), uri);
      const { contents } = await peer.client.readResource({ uri });
      assert.deepEqual([contents[0].uri, contents[0].text], [uri, `I am of ${upstream}`]);
    }
  },
  'templates of one address are all listed, and each is used': async ({ peer, upstreams }) => {
    const address = 'pair://city/{city}/{street}';
    const shown = shownBy(await whole(peer.templates, upstreams, address), upstreams, address);
    assert.equal(new Set(Object.values(shown)).size, upstreams.length);
    for (const template of Object.values(shown)) {
      const uri = template.replace('{city}', 'Brno').replace('{street}', 'Mill%20lane');
      const { contents } = await peer.client.readResource({ uri });
      assert.deepEqual(JSON.parse(contents[0].text), { city: 'Brno', street: 'Mill lane' });
      const ref = { type: 'ref/resource', uri: template };
      const { completion } = await peer.client.complete({ ref, argument: { name: 'city', value: 'pra' } });
      assert.deepEqual(completion.values, ['Prague']);
    }
  },
  'prompts are made and completed by their names': async ({ peer, upstreams }) => {
    for (const upstream of upstreams) {
      const name = `${upstream}__travel`;
      const { messages } = await peer.client.getPrompt({ name, arguments: { from: 'Brno', to: 'Oslo' } });
      assert.equal(messages[0].content.text, 'from Brno to Oslo');
      const { completion } = await peer.client.complete({ ref: { type: 'ref/prompt', name }, argument: { name: 'to', value: 'p' } });
      assert.deepEqual(completion.values, ['Paris', 'Parma', 'Prague']);
    }
  },
  'each asks the client, also at one time': async ({ call, upstreams, person }) => {
    const said = await Promise.all(upstreams.map((upstream) => call(`${upstream}__three`)));
    said.map(json).forEach(({ user, model }) => assert.deepEqual([user.content.name, model.content.text], ['Ada', 'Paris']));
    assert.equal(person.asked.length, 3 * upstreams.length);
  },
  'progress of calls at one time is told apart': async ({ peer, call, upstreams }) => {
    const from = peer.came.length;
    await Promise.all(upstreams.map((upstream, at) => call(`${upstream}__count`, { to: 20 + at }, { onprogress() {} })));
    const reports = peer.came.slice(from).filter(({ method }) => method === 'notifications/progress');
    const byToken = Map.groupBy(reports, ({ params }) => params.progressToken);
    assert.equal(byToken.size, upstreams.length);
    for (const [{ params }, ...rest] of byToken.values()) {
      assert.deepEqual([params.progress, ...rest.map((each) => each.params.progress)], counted(params.total));
    }
  },
  'cancelling reaches the server that is called, and no other': async ({ call, upstreams, mark }) => {
    const [first, second] = upstreams;
    const stop = new AbortController();
    const cancelled = failing(call(`${first}__hang`, { mark }, { signal: stop.signal }));
    const goesOn = call(`${second}__pause`, { mark: 'went on', ms: 300 });
    assert.equal(text(await call(`${first}__saw`, { event: `hanging ${mark}` })), 'true');
    stop.abort('enough');
    await cancelled;
    assert.equal(text(await call(`${first}__saw`, { event: `cancelled ${mark}` })), 'true');
    assert.equal(text(await goesOn), 'went on');
  },
  'resources of one address are watched apart': async ({ peer, call, upstreams, heard, mark }) => {
    const template = 'pair://watched/{mark}';
    const shown = shownBy(await whole(peer.templates, upstreams, template), upstreams, template);
    const uris = Object.entries(shown).map(([upstream, each]) => [upstream, each.replace('{mark}', mark)]);
    const updates = () => heard.filter(({ method }) => method === 'notifications/resources/updated').map(({ params }) => params.uri);
    const stop = await peer.watch({ resourceSubscriptions: uris.map(([, uri]) => uri) });
    heard.length = 0;
    for (const [upstream, uri] of uris) {
      await call(`${upstream}__touch`, { uri: `pair://watched/${mark}` });
      await until(() => updates().includes(uri), uri);
    }
    assert.deepEqual(updates(), uris.map(([, uri]) => uri));
    await stop();
  },
  'longer lists of each are told of': async ({ peer, call, upstreams, heard, mark }) => {
    const stop = await peer.watch({ toolsListChanged: true });
    for (const upstream of upstreams) {
      const before = heard.length;
      await call(`${upstream}__grow`, { list: 'tools', mark });
      const changed = ({ method }) => method === 'notifications/tools/list_changed';
      await until(() => heard.slice(before).some(changed), `a change of ${upstream}`);
      const name = `${upstream}__grown_${mark}`;
      assert.ok((await peer.tools()).some((tool) => tool.name === name), name);
    }
    await stop();
  },
  'what does not say whose it is needs the endpoint of one': async ({ peer }) => {
    await failing(peer.request('example.com/double', { value: 21 }));
  },
};
