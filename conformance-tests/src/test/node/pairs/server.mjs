// A server with something for every check of script.mjs, in one era.
//
//   node server.mjs legacy|modern http|stdio NAME
//
// Over HTTP it prints `listening <url>` once it serves.
import './numbers.mjs';
import * as legacy from './legacy.mjs';
import * as modern from './modern.mjs';
import { World } from './world.mjs';

const [era, way, name] = process.argv.slice(2);
const eras = { legacy, modern };
if (!eras[era] || !['http', 'stdio'].includes(way) || !name) {
  throw new Error('expected legacy or modern, http or stdio, and a name');
}

async function body(request) {
  const chunks = [];
  for await (const chunk of request) {
    chunks.push(chunk);
  }
  const text = Buffer.concat(chunks).toString('utf8');
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

const world = new World(name, era);
if (way === 'stdio') {
  await eras[era].overStdio(world);
} else {
  const http = eras[era].overHttp(world, body);
  http.listen(0, '127.0.0.1', () => console.log(`listening http://127.0.0.1:${http.address().port}/mcp`));
}
