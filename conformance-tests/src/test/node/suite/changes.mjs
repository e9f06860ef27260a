// Tools that change what the server has, so that those who listen are told.
import * as z from 'zod/v4';

export function addChanges(server, changes) {
  const changing = (name, description, change) =>
    server.registerTool(name, { description, inputSchema: z.object({}) }, async () => {
      change();
      return { content: [{ type: 'text', text: 'changed' }] };
    });
  changing('test_trigger_tool_change', 'Says that the tools changed', changes.tools);
  changing('test_trigger_prompt_change', 'Says that the prompts changed', changes.prompts);
  changing('test_trigger_resource_update', 'Says that the watched resource changed', () =>
    changes.resource('test://watched-resource'),
  );
}
