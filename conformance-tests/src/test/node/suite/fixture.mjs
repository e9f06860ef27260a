// The server that the official conformance suite looks at, alone and behind the gateway.
//
//   node fixture.mjs both|legacy|modern [port]
//
// It prints `listening <url>` once it serves. One endpoint; what each era is offered is the same,
// except what only one of them has (sessions here, tasks there).
import { createServer } from 'node:http';
import { localhostHostValidation, localhostOriginValidation, toNodeHandler, toWebRequest } from '@modelcontextprotocol/node';
import { createMcpHandler, isLegacyRequest, McpServer } from '@modelcontextprotocol/server';
import { addAnswers } from './answers.mjs';
import { addPrompts } from './prompts.mjs';
import { addQuestions, states } from './questions.mjs';
import { addResources } from './resources.mjs';
import { Sessions } from './sessions.mjs';
import { addSkills } from './skills.mjs';
import { addTasks, guardTasks } from './tasks.mjs';
import { addChanges } from './changes.mjs';

const [mode = 'both', port = '0'] = process.argv.slice(2);
const eras = { both: ['legacy', 'modern'], legacy: ['legacy'], modern: ['modern'] }[mode];
if (!eras) {
  throw new Error(`expected both, legacy or modern, found \`${mode}\``);
}

/** A server for one session, or for one request of the modern era. */
function build(era) {
  const server = new McpServer(
    { name: 'gatehouse-suite-fixture', version: '1.0.0' },
    {
      capabilities: {
        resources: { listChanged: true, subscribe: true },
        logging: {},
        completions: {},
      },
      requestState: { verify: states.verify },
    },
  );
  if (era === 'modern') {
    guardTasks(server);
  }
  addAnswers(server);
  addQuestions(server);
  addResources(server);
  addPrompts(server);
  addChanges(server, changes);
  addSkills(server);
  if (era === 'modern') {
    addTasks(server);
  }
  return server;
}

const sessions = new Sessions(() => build('legacy'));
const modern = createMcpHandler(() => build('modern'), { legacy: 'reject' });
const changes = {
  tools: () => {
    modern.notify.toolsChanged();
    sessions.each((server) => server.sendToolListChanged());
  },
  prompts: () => {
    modern.notify.promptsChanged();
    sessions.each((server) => server.sendPromptListChanged());
  },
  resource: (uri) => {
    modern.notify.resourceUpdated(uri);
    sessions.updated(uri);
  },
};

const serveModern = toNodeHandler(modern);
const rightHost = localhostHostValidation();
const rightOrigin = localhostOriginValidation();

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

const http = createServer(async (request, response) => {
  if (!rightHost(request, response) || !rightOrigin(request, response)) {
    return;
  }
  const message = request.method === 'POST' ? await body(request) : undefined;
  const legacy = await isLegacyRequest(await toWebRequest(request, message), message);
  if (legacy && eras.includes('legacy')) {
    await sessions.serve(request, response, message);
  } else if (eras.includes('modern')) {
    await serveModern(request, response, message);
  } else {
    sessions.refuse(response, 400, 'this server speaks the revisions up to 2025-11-25');
  }
});

http.listen(Number(port), '127.0.0.1', () => {
  console.log(`listening http://127.0.0.1:${http.address().port}/mcp`);
});
