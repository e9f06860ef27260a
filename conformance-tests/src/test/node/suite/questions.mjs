// Tools that ask the client for something before they answer. They are written once: a legacy
// client is sent requests in mid-call, a modern one gets `input_required`.
import { randomBytes, randomUUID } from 'node:crypto';
import { acceptedContent, createRequestStateCodec, inputRequired, inputResponse } from '@modelcontextprotocol/server';
import * as z from 'zod/v4';
import { DEFAULTS, ENUMS, form } from './forms.mjs';

/** What a state says is sealed here and opened here: the client cannot change it. */
export const states = createRequestStateCodec({ key: new Uint8Array(randomBytes(32)) });

const text = (words) => ({ content: [{ type: 'text', text: words }] });
const NOTHING = z.object({});

const sample = (words, maxTokens) =>
  inputRequired.createMessage({
    messages: [{ role: 'user', content: { type: 'text', text: words } }],
    maxTokens,
  });

const elicit = (message, requestedSchema) => inputRequired.elicit({ message, requestedSchema });
const askName = () => elicit('What is your name?', form({ name: { type: 'string' } }));
const confirm = () => elicit('Please confirm', form({ ok: { type: 'boolean' } }));

/** The words of an answer to sampling. */
const said = (answer) => answer?.content?.text ?? JSON.stringify(answer?.content ?? {});

export function addQuestions(server) {
  const asking = (name, description, questions, answer, { inputSchema = NOTHING, state } = {}) =>
    server.registerTool(name, { description, inputSchema }, async (args, ctx) => {
      const answers = ctx.mcpReq.inputResponses ?? {};
      const open = Object.entries(questions(args, ctx)).filter(([key]) => answers[key] === undefined);
      if (open.length === 0) {
        return text(answer(answers, ctx));
      }
      const requestState = state && (await states.mint({ name, nonce: randomUUID() }));
      return inputRequired({ inputRequests: Object.fromEntries(open), ...(state && { requestState }) });
    });

  addPlain(asking);
  addWithState(asking, server);
  asking(
    'test_input_required_result_capabilities',
    'Asks only for what the client can give',
    (_, ctx) => {
      const declared = capabilities(server, ctx);
      return {
        ...(declared.elicitation && { user_name: askName() }),
        ...(declared.sampling && { greeting: sample('Greet somebody', 50) }),
      };
    },
    (answers) => `received ${Object.keys(answers).join(', ') || 'nothing'}`,
  );
}

/** What the client of this request can do, in either era. */
export function capabilities(server, ctx) {
  return (
    ctx.mcpReq.envelope?.['io.modelcontextprotocol/clientCapabilities'] ??
    server.server.getClientCapabilities() ??
    {}
  );
}

function addPlain(asking) {
  const outcome = (answer) => `Elicitation completed: action=${answer.action}, content=${JSON.stringify(answer.content ?? {})}`;
  asking(
    'test_sampling',
    'Has a model asked',
    ({ prompt }) => ({ completion: sample(prompt, 100) }),
    ({ completion }) => `LLM response: ${said(completion)}`,
    { inputSchema: z.object({ prompt: z.string() }) },
  );
  asking(
    'test_elicitation',
    'Has a person asked',
    ({ message }) => ({ user: elicit(message, form({ username: { type: 'string' }, email: { type: 'string' } })) }),
    ({ user }) => `User response: action=${user.action}, content=${JSON.stringify(user.content ?? {})}`,
    { inputSchema: z.object({ message: z.string() }) },
  );
  asking(
    'test_elicitation_sep1034_defaults',
    'Asks with a default for each kind of field',
    () => ({ form: elicit('Please look at these values', DEFAULTS) }),
    (answers) => outcome(answers.form),
  );
  asking(
    'test_elicitation_sep1330_enums',
    'Asks for choices of all kinds',
    () => ({ form: elicit('Please choose', ENUMS) }),
    (answers) => outcome(answers.form),
  );
  asking(
    'test_missing_capability',
    'Needs sampling',
    () => ({ answer: sample('Say one word', 16) }),
    ({ answer }) => said(answer),
  );
  asking(
    'test_input_required_result_elicitation',
    'Asks for a name',
    () => ({ user_name: askName() }),
    (answers) => `Hello, ${acceptedContent(answers, 'user_name')?.name}!`,
  );
  asking(
    'test_input_required_result_sampling',
    'Has a model asked for a capital',
    () => ({ capital_question: sample('What is the capital of France?', 100) }),
    ({ capital_question }) => said(capital_question),
  );
  asking(
    'test_input_required_result_list_roots',
    'Asks for the roots',
    () => ({ client_roots: inputRequired.listRoots() }),
    ({ client_roots }) => client_roots.roots.map(({ uri }) => uri).join('\n'),
  );
}

function addWithState(asking, server) {
  const stateful = { state: true };
  asking(
    'test_input_required_result_request_state',
    'Asks, and has the client keep a state',
    () => ({ confirm: confirm() }),
    (_, ctx) => (ctx.mcpReq.requestState() ? 'state-ok' : 'the state is missing'),
    stateful,
  );
  asking(
    'test_input_required_result_tampered_state',
    'Refuses a state that was changed',
    () => ({ confirm: confirm() }),
    (_, ctx) => (ctx.mcpReq.requestState() ? 'integrity-ok' : 'the state is missing'),
    stateful,
  );
  asking(
    'test_input_required_result_multiple_inputs',
    'Asks three things at once',
    () => ({
      user_name: askName(),
      greeting: sample('Generate a greeting', 50),
      client_roots: inputRequired.listRoots(),
    }),
    (answers) => `${said(answers.greeting)} ${acceptedContent(answers, 'user_name')?.name}`,
    stateful,
  );
  server.registerTool(
    'test_input_required_result_multi_round',
    { description: 'Asks twice, one after the other', inputSchema: NOTHING },
    async (_, { mcpReq }) => {
      const state = mcpReq.requestState() ?? { round: 0 };
      const step = async (round, question, known) =>
        inputRequired({
          inputRequests: { [`step${round}`]: question },
          requestState: await states.mint({ round, nonce: randomUUID(), ...known }),
        });
      const name = acceptedContent(mcpReq.inputResponses, 'step1')?.name ?? state.name;
      const color = acceptedContent(mcpReq.inputResponses, 'step2')?.color;
      if (state.round === 2 && color !== undefined) {
        return text(`${state.name} likes ${color}`);
      }
      return state.round >= 1 && name !== undefined
        ? step(2, elicit('Step 2: What is your favorite color?', form({ color: { type: 'string' } })), { name })
        : step(1, elicit('Step 1: What is your name?', form({ name: { type: 'string' } })), {});
    },
  );
}
