// Who sits before the client: answers what servers ask, and remembers it.

/** What every field of a form is given: its default, or else its last choice, or else a word for it. */
function filled(field, key) {
  if (field.default !== undefined) {
    return field.default;
  }
  if (field.type === 'array') {
    const choices = field.items.enum ?? field.items.anyOf.map((choice) => choice.const);
    return choices.slice(1);
  }
  return field.enum?.at(-1) ?? field.oneOf?.at(-1).const ?? { name: 'Ada', colour: 'green' }[key];
}

export const ROOTS = [
  { uri: 'file:///home/ada/project', name: 'project' },
  { uri: 'file:///home/ada/n%C3%B6tes' },
];

export class Person {
  /** What was asked, oldest first: `{method, params}`. */
  asked = [];
  /** How the next form is answered, where not with everything filled in. */
  nextAnswer = undefined;

  elicit(params) {
    this.asked.push({ method: 'elicitation/create', params });
    const special = this.nextAnswer;
    this.nextAnswer = undefined;
    if (special instanceof Error) {
      throw special;
    }
    if (special !== undefined) {
      return special;
    }
    if (params.mode === 'url') {
      return { action: 'accept' };
    }
    const fields = Object.entries(params.requestedSchema.properties);
    return { action: 'accept', content: Object.fromEntries(fields.map(([key, field]) => [key, filled(field, key)])) };
  }

  sample(params) {
    this.asked.push({ method: 'sampling/createMessage', params });
    return { role: 'assistant', model: 'made-up', stopReason: 'endTurn', content: { type: 'text', text: 'Paris' } };
  }

  roots() {
    this.asked.push({ method: 'roots/list' });
    return { roots: ROOTS };
  }

  /** Forgets what was asked so far. */
  forget() {
    this.asked.length = 0;
  }
}

export const CAPABILITIES = { elicitation: { form: {}, url: {} }, sampling: {}, roots: { listChanged: true } };
