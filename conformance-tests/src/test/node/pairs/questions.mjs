// What tools, prompts and resources ask the client: each a request as the modern era embeds it.
import { DEFAULTS, ENUMS, form } from '../suite/forms.mjs';

export const elicit = (message, requestedSchema) => ({
  method: 'elicitation/create',
  params: { mode: 'form', message, requestedSchema },
});

export const visit = (message, url) => ({ method: 'elicitation/create', params: { mode: 'url', message, url } });

export const sample = (text) => ({
  method: 'sampling/createMessage',
  params: {
    messages: [{ role: 'user', content: { type: 'text', text } }],
    systemPrompt: 'Be brief.',
    maxTokens: 50,
    temperature: 0.5,
    modelPreferences: { hints: [{ name: 'small' }], speedPriority: 0.9 },
  },
});

export const roots = () => ({ method: 'roots/list' });

export const askName = () => elicit('What is your name?', form({ name: { type: 'string' } }));
export const askColour = () => elicit('Which colour?', form({ colour: { type: 'string' } }));
export const askChoices = () => elicit('Please choose', ENUMS);
export const askDefaults = () => elicit('Please look at these values', DEFAULTS);
