// Resources, one template, and what completes its variable.
import { ResourceTemplate } from '@modelcontextprotocol/server';
import { PICTURE } from './media.mjs';

const CACHED = { cacheHint: { ttlMs: 60_000, cacheScope: 'public' } };

export function addResources(server) {
  const fixed = (name, mimeType, content) => {
    const uri = `test://${name}`;
    server.registerResource(name, uri, { description: `A fixed resource, ${mimeType}`, mimeType, ...CACHED }, async () => ({
      contents: [{ uri, mimeType, ...content }],
    }));
  };
  fixed('static-text', 'text/plain', { text: 'This is the content of the static text resource.' });
  fixed('static-binary', 'image/png', { blob: PICTURE });
  fixed('watched-resource', 'text/plain', { text: 'Watch this.' });
  server.registerResource(
    'template',
    new ResourceTemplate('test://template/{id}/data', {
      list: undefined,
      complete: { id: (begun) => ['123', '124', '200'].filter((id) => id.startsWith(begun)) },
    }),
    { description: 'A resource for each id', mimeType: 'application/json' },
    async (uri, { id }) => ({
      contents: [
        {
          uri: uri.href,
          mimeType: 'application/json',
          text: JSON.stringify({ id, templateTest: true, data: `Data for ID: ${id}` }),
        },
      ],
    }),
  );
}
