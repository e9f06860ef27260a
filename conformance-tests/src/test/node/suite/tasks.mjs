// The tasks extension: work that goes on after its call was answered.
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { acceptedContent, inputRequired, MissingRequiredClientCapabilityError, ProtocolError } from '@modelcontextprotocol/server';
import * as z from 'zod/v4';
import { form } from './forms.mjs';

const EXTENSION = 'io.modelcontextprotocol/tasks';
const LIVES = 600_000;
const POLL_AFTER = 100;
const NOTHING = z.object({});
const text = (words) => ({ content: [{ type: 'text', text: words }] });

/** All tasks of this process, by their ids. */
const tasks = new Map();

/** One piece of work: its state as `tasks/get` shows it, and how to end it. */
class Task {
  #outcome = { status: 'working' };
  #asked = new Map();
  #stop = new AbortController();

  constructor(work) {
    this.id = randomUUID();
    this.createdAt = new Date().toISOString();
    this.lastUpdatedAt = this.createdAt;
    tasks.set(this.id, this);
    this.#run(work);
  }

  async #run(work) {
    try {
      const result = await work({ signal: this.#stop.signal, ask: (key, request) => this.#ask(key, request) });
      this.#settle({ status: 'completed', result });
    } catch (error) {
      this.#settle({ status: 'failed', error: { code: error.code ?? -32603, message: error.message } });
    }
  }

  #ask(key, request) {
    return new Promise((answered) => {
      this.#asked.set(key, { request, answered });
      this.#touch();
    });
  }

  #settle(outcome) {
    if (this.#outcome.status === 'working') {
      this.#asked.clear();
      this.#outcome = outcome;
      this.#touch();
    }
  }

  #touch() {
    this.lastUpdatedAt = new Date().toISOString();
  }

  answer(responses) {
    for (const [key, response] of Object.entries(responses)) {
      const asked = this.#asked.get(key);
      this.#asked.delete(key);
      asked?.answered(response);
    }
    this.#touch();
  }

  cancel() {
    this.#settle({ status: 'cancelled' });
    this.#stop.abort();
  }

  /** As the call's answer shows it. */
  shown() {
    return {
      taskId: this.id,
      status: this.#asked.size > 0 ? 'input_required' : this.#outcome.status,
      createdAt: this.createdAt,
      lastUpdatedAt: this.lastUpdatedAt,
      ttlMs: LIVES,
      pollIntervalMs: POLL_AFTER,
    };
  }

  /** As `tasks/get` shows it: with its outcome, or what it asks. */
  detailed() {
    const inputRequests = Object.fromEntries([...this.#asked].map(([key, { request }]) => [key, request]));
    return { ...this.#outcome, ...this.shown(), ...(this.#asked.size > 0 && { inputRequests }) };
  }
}

const declared = ({ mcpReq }) =>
  mcpReq.envelope?.['io.modelcontextprotocol/clientCapabilities']?.extensions?.[EXTENSION] !== undefined;

const missing = () => new MissingRequiredClientCapabilityError({ requiredCapabilities: { extensions: { [EXTENSION]: {} } } });

const elicitation = (message, properties) => ({
  method: 'elicitation/create',
  params: { mode: 'form', message, requestedSchema: form(properties) },
});

/** Tools that cannot answer but by a task; `McpServer` would answer their refusal as a tool's. */
const ONLY_TASKS = ['failing_job', 'protocol_error_job', 'confirm_delete', 'multi_input'];

/** Refuses those tools to who cannot have a task: call this before any tool is registered. */
export function guardTasks({ server }) {
  const register = server.setRequestHandler.bind(server);
  server.setRequestHandler = (method, ...rest) => {
    if (method !== 'tools/call') {
      return register(method, ...rest);
    }
    return register(method, async (request, ctx) => {
      if (ONLY_TASKS.includes(request.params.name) && !declared(ctx)) {
        throw missing();
      }
      return rest[0](request, ctx);
    });
  };
}

export function addTasks(server) {
  server.server.registerCapabilities({ extensions: { [EXTENSION]: {} } });
  addMethods(server);
  addTaskTools(server);
}

function addMethods(server) {
  const named = z.looseObject({ taskId: z.string() });
  const method = (name, params, answer) =>
    server.server.setRequestHandler(name, { params, result: z.looseObject({}) }, async (given, ctx) => {
      if (!declared(ctx)) {
        throw missing();
      }
      const task = tasks.get(given.taskId);
      if (task === undefined) {
        throw new ProtocolError(-32602, 'no such task');
      }
      return answer(task, ctx);
    });
  method('tasks/get', named, (task) => task.detailed());
  method('tasks/cancel', named, (task) => {
    task.cancel();
    return {};
  });
  method('tasks/update', named, (task, { mcpReq }) => {
    task.answer(mcpReq.inputResponses ?? {});
    return {};
  });
}

function addTaskTools(server) {
  const tool = (name, description, inputSchema, answer) => server.registerTool(name, { description, inputSchema }, answer);
  /** A call whose work becomes a task where the client can have one. */
  const asTask = (ctx, work) =>
    declared(ctx)
      ? { ...new Task(work).shown(), resultType: 'task' }
      : work({ signal: ctx.mcpReq.signal, ask: () => Promise.reject(missing()) });

  tool('greet', 'Greets at once', z.object({ name: z.string() }), async ({ name }) => text(`Hello, ${name}!`));
  tool(
    'slow_compute',
    'Takes its time',
    z.object({ seconds: z.number().default(0), label: z.string().optional() }),
    async ({ seconds, label }, ctx) =>
      asTask(ctx, async ({ signal }) => {
        await pause(seconds * 1000, undefined, { signal });
        return text(`computed ${label}`);
      }),
  );
  tool('failing_job', 'Is a task that fails', NOTHING, async (_, ctx) =>
    asTask(ctx, async () => {
      await pause(300);
      return { ...text('the job failed'), isError: true };
    }),
  );
  tool('protocol_error_job', 'Is a task that breaks', NOTHING, async (_, ctx) =>
    asTask(ctx, async () => {
      throw new ProtocolError(-32603, 'the job broke');
    }),
  );
  tool('confirm_delete', 'Is a task that asks', z.object({ filename: z.string() }), async ({ filename }, ctx) =>
    asTask(ctx, async ({ ask }) => {
      const answer = await ask('confirm', elicitation(`Delete ${filename}?`, { confirm: { type: 'boolean' } }));
      return text(answer.content?.confirm ? `deleted ${filename}` : 'kept');
    }),
  );
  tool('multi_input', 'Is a task that asks twice at once', NOTHING, async (_, ctx) =>
    asTask(ctx, async ({ ask }) => {
      const properties = { name: { type: 'string' } };
      await Promise.all([ask('first', elicitation('The first?', properties)), ask('second', elicitation('The second?', properties))]);
      return text('both were answered');
    }),
  );
  tool('test_tool_with_task', 'Asks, and then is a task', NOTHING, async (_, ctx) => {
    const given = acceptedContent(ctx.mcpReq.inputResponses, 'user_name');
    if (given !== undefined) {
      return asTask(ctx, async () => text(`Hello, ${given.name}, from a task`));
    }
    const requestedSchema = form({ name: { type: 'string' } });
    return inputRequired({
      inputRequests: { user_name: inputRequired.elicit({ message: 'What is your name?', requestedSchema }) },
    });
  });
}
