// Version 2 of the official client: the modern era. It can declare tasks, and send their methods, but takes no task for a result:
// what it was given is read from what its transport heard.
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { setTimeout as pause } from 'node:timers/promises';
import * as z from 'zod/v4';
import { overhear, transportTo } from '../pairs/transports.mjs';

const ANYTHING = z.looseObject({});
const LOOK_EVERY = 500;
const CAPABILITIES = {
  url: { elicitation: { url: {} } },
  tasks: { extensions: { 'io.modelcontextprotocol/tasks': {} } },
};

export async function connect(told, person) {
  const client = new Client(
    { name: told.name, version: '1.0.0' },
    { capabilities: CAPABILITIES[told.can] ?? {}, versionNegotiation: { mode: { pin: '2026-07-28' } } },
  );
  if (told.can === 'url') {
    client.setRequestHandler('elicitation/create', async ({ params }) => person.look(params));
  }
  const transport = transportTo(told, StreamableHTTPClientTransport, StdioClientTransport);
  await client.connect(transport);
  const came = overhear(transport);
  const ask = (method, taskId) => client.request({ method, params: { taskId } }, ANYTHING);

  /** Calls, and gives the id of the task that the call has become. */
  async function begun(name) {
    const before = came.length;
    const refused = await client.callTool({ name, arguments: { name } }).then(
      (result) => Promise.reject(new Error('no task: ' + JSON.stringify(result))),
      (error) => error,
    );
    const task = came.slice(before).find((message) => message.result?.resultType === 'task');
    if (!task) {
      throw refused;
    }
    return task.result.taskId;
  }

  /** Polls until it is over. */
  async function ended(taskId) {
    for (;;) {
      const task = await ask('tasks/get', taskId);
      if (task.status !== 'working') {
        return task.result ?? { content: [{ text: `task ${task.status}: ${task.statusMessage}` }] };
      }
      await pause(LOOK_EVERY);
    }
  }

  return {
    call: (name, options) => client.callTool({ name, arguments: { name } }, options),
    begun,
    ended,
    cancel: (taskId) => ask('tasks/cancel', taskId),
    close: () => client.close(),
  };
}
