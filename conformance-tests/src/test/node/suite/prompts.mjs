// Prompts, and what completes their arguments.
import { acceptedContent, completable, inputRequired } from '@modelcontextprotocol/server';
import * as z from 'zod/v4';
import { form } from './forms.mjs';
import { PICTURE } from './media.mjs';

const user = (...contents) => ({ messages: contents.map((content) => ({ role: 'user', content })) });
const words = (text) => ({ type: 'text', text });

export function addPrompts(server) {
  const prompt = (name, description, argsSchema, answer) =>
    server.registerPrompt(name, { description, ...(argsSchema && { argsSchema }) }, answer);

  prompt('test_simple_prompt', 'Takes no arguments', undefined, async () =>
    user(words('This is a simple prompt for testing.')),
  );
  prompt(
    'test_prompt_with_arguments',
    'Takes two arguments',
    z.object({
      arg1: completable(z.string(), (begun) => ['hello', 'help', 'other'].filter((word) => word.startsWith(begun))),
      arg2: z.string(),
    }),
    async ({ arg1, arg2 }) => user(words(`Prompt with arguments: arg1='${arg1}', arg2='${arg2}'`)),
  );
  prompt(
    'test_prompt_with_embedded_resource',
    'Embeds a resource',
    z.object({ resourceUri: z.string() }),
    async ({ resourceUri }) =>
      user(
        {
          type: 'resource',
          resource: { uri: resourceUri, mimeType: 'text/plain', text: 'Embedded resource content for testing.' },
        },
        words('Please process the embedded resource above.'),
      ),
  );
  prompt('test_prompt_with_image', 'Holds a picture', undefined, async () =>
    user({ type: 'image', data: PICTURE, mimeType: 'image/png' }, words('Please analyze the image above.')),
  );
  prompt('test_input_required_result_prompt', 'Asks before it is made', undefined, async ({ mcpReq }) => {
    const given = acceptedContent(mcpReq.inputResponses, 'user_context');
    return given === undefined
      ? inputRequired({
          inputRequests: {
            user_context: inputRequired.elicit({
              message: 'What context should the prompt use?',
              requestedSchema: form({ context: { type: 'string' } }),
            }),
          },
        })
      : user(words(`Use this context: ${given.context}`));
  });
}
