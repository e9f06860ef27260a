// What people are asked to fill in.

/** A form whose fields are all required. */
export const form = (properties) => ({ type: 'object', properties, required: Object.keys(properties) });

/** A default for each kind of field. */
export const DEFAULTS = {
  type: 'object',
  properties: {
    name: { type: 'string', description: 'a name', default: 'John Doe' },
    age: { type: 'integer', description: 'an age', default: 30 },
    score: { type: 'number', description: 'a score', default: 95.5 },
    status: { type: 'string', enum: ['active', 'inactive', 'pending'], default: 'active' },
    verified: { type: 'boolean', description: 'whether it was looked at', default: true },
  },
  required: [],
};

const titled = (kind) =>
  ['First', 'Second', 'Third'].map((title, at) => ({ const: `value${at + 1}`, title: `${title} ${kind}` }));

/** Choices of all five kinds. */
export const ENUMS = {
  type: 'object',
  properties: {
    untitledSingle: { type: 'string', enum: ['option1', 'option2', 'option3'] },
    titledSingle: { type: 'string', oneOf: titled('Option') },
    legacyEnum: {
      type: 'string',
      enum: ['opt1', 'opt2', 'opt3'],
      enumNames: ['Option One', 'Option Two', 'Option Three'],
    },
    untitledMulti: {
      type: 'array',
      minItems: 1,
      maxItems: 3,
      items: { type: 'string', enum: ['option1', 'option2', 'option3'] },
    },
    titledMulti: { type: 'array', minItems: 1, maxItems: 3, items: { anyOf: titled('Choice') } },
  },
  required: [],
};
