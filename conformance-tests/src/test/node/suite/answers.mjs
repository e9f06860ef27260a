// Tools that answer without asking anything back.
import { setTimeout as pause } from 'node:timers/promises';
import { fromJsonSchema } from '@modelcontextprotocol/server';
import * as z from 'zod/v4';
import { PICTURE, SOUND } from './media.mjs';

// Where streams cannot be resumed: longer than whoever stands before us lets one be silent.
const SILENT = 2500;
const text = (words) => ({ content: [{ type: 'text', text: words }] });
const NOTHING = z.object({});

/** All that JSON Schema 2020-12 has beyond `properties` and `required`. */
const WIDE_SCHEMA = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object',
  $defs: {
    address: {
      $anchor: 'addressDef',
      type: 'object',
      properties: { street: { type: 'string' }, city: { type: 'string' } },
    },
  },
  properties: {
    name: { type: 'string' },
    address: { $ref: '#/$defs/address' },
    contactMethod: { type: 'string', enum: ['phone', 'email'] },
    phone: { type: 'string' },
    email: { type: 'string' },
  },
  allOf: [{ anyOf: [{ required: ['phone'] }, { required: ['email'] }] }],
  if: { properties: { contactMethod: { const: 'phone' } }, required: ['contactMethod'] },
  then: { required: ['phone'] },
  else: { required: ['email'] },
  additionalProperties: false,
};

export function addAnswers(server) {
  const tool = (name, description, inputSchema, answer) =>
    server.registerTool(name, { description, inputSchema }, answer);

  addContent(tool);
  tool('test_error_handling', 'Fails, and says so', NOTHING, async () => {
    throw new Error('This tool intentionally returns an error for testing');
  });
  tool('test_tool_with_logging', 'Logs three times while it works', NOTHING, async (_, { mcpReq }) => {
    for (const line of ['started', 'goes on', 'completed']) {
      await mcpReq.log('info', `Tool execution ${line}`);
      await pause(50);
    }
    return text('logged three times');
  });
  tool('test_logging_tool', 'Logs once, for who asked for it', NOTHING, async (_, { mcpReq }) => {
    await mcpReq.log('info', 'this line is for those who set a level');
    return text('logged once');
  });
  tool('test_tool_with_progress', 'Reports its progress three times', NOTHING, async (_, { mcpReq }) => {
    const token = mcpReq._meta?.progressToken;
    for (const progress of token === undefined ? [] : [0, 50, 100]) {
      await mcpReq.notify({
        method: 'notifications/progress',
        params: { progressToken: token, progress, total: 100 },
      });
      await pause(50);
    }
    return text('done');
  });
  tool('test_reconnection', 'Closes its stream before it answers, or else is silent', NOTHING, async (_, { http }) => {
    http?.closeSSE?.();
    await pause(http?.closeSSE ? 100 : SILENT);
    return text('answered after a while');
  });
  tool('test_streaming_elicitation', 'Answers on a stream', NOTHING, async (_, { mcpReq }) => {
    const token = mcpReq._meta?.progressToken;
    if (token !== undefined) {
      await mcpReq.notify({
        method: 'notifications/progress',
        params: { progressToken: token, progress: 1 },
      });
    }
    return text('streamed');
  });
  tool('json_schema_2020_12_tool', 'Has a wide schema', fromJsonSchema(WIDE_SCHEMA), async () => text('ok'));
  tool('test_x_mcp_header', 'Has an argument that is sent as a header too', fromJsonSchema({
    type: 'object',
    properties: {
      region: { type: 'string', description: 'also a header', 'x-mcp-header': 'Region' },
      level: { type: 'integer', description: 'not a header' },
    },
  }), async ({ region = 'none' }) => text(`region ${region}`));
}

function addContent(tool) {
  const image = { type: 'image', data: PICTURE, mimeType: 'image/png' };
  const contents = {
    test_simple_text: [{ type: 'text', text: 'This is a simple text response for testing.' }],
    test_image_content: [image],
    test_audio_content: [{ type: 'audio', data: SOUND, mimeType: 'audio/wav' }],
    test_embedded_resource: [
      {
        type: 'resource',
        resource: {
          uri: 'test://embedded-resource',
          mimeType: 'text/plain',
          text: 'This is an embedded resource content.',
        },
      },
    ],
    test_multiple_content_types: [
      { type: 'text', text: 'Multiple content types test:' },
      image,
      {
        type: 'resource',
        resource: {
          uri: 'test://mixed-content-resource',
          mimeType: 'application/json',
          text: '{"test":"data","value":123}',
        },
      },
    ],
  };
  for (const [name, content] of Object.entries(contents)) {
    tool(name, `Answers with ${content.map(({ type }) => type).join(', ')}`, NOTHING, async () => ({ content }));
  }
}
