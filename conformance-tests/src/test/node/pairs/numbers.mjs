// Import this first: numbers that would lose digits or their spelling are carried as they were written.
const parse = JSON.parse;
const AT_RISK = /\d{16}|\d\.\d|\d[eE][-+]?\d/;

const keep = (_, value, { source }) =>
  typeof value === 'number' && String(value) !== source ? JSON.rawJSON(source) : value;

JSON.parse = (text, reviver) => parse(text, reviver ?? (AT_RISK.test(text) ? keep : undefined));

/** How a number was written. */
export const digits = (number) => (JSON.isRawJSON(number) ? number.rawJSON : String(number));

/** A number that is written like this. */
export const written = (source) => JSON.rawJSON(source);
