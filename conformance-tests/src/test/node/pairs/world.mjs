// What one server has, and what it saw: shared by all its sessions.

/** Thrown by tools, prompts and resources: answered as this JSON-RPC error, by both SDKs. */
export const refusal = (code, message, data) => Object.assign(new Error(message), { code, data });

/** The longest time for which a mark is looked out for; a check waits less. */
const LOOK_OUT = 20_000;

export class World {
  /** What is called when something changed; the era's server sets these. */
  announce = { tools() {}, prompts() {}, resources() {}, updated() {} };
  grown = { tools: [], prompts: [], resources: [] };
  #events = new Map();

  constructor(name, era) {
    this.name = name;
    this.era = era;
  }

  /** Adds one to a list, and says so. */
  grow(list, mark) {
    this.grown[list].push(`grown_${mark}`);
    this.announce[list]();
  }

  /** Remembers that this happened. */
  happened(event) {
    this.#happening(event).tell();
  }

  /** Whether it happened, or does within a while. */
  async saw(event) {
    let timer;
    const tooLate = new Promise((settle) => {
      timer = setTimeout(() => settle(false), LOOK_OUT);
    });
    const seen = await Promise.race([this.#happening(event).told, tooLate]);
    clearTimeout(timer);
    return seen;
  }

  #happening(event) {
    if (!this.#events.has(event)) {
      const happening = {};
      happening.told = new Promise((settle) => {
        happening.tell = () => settle(true);
      });
      this.#events.set(event, happening);
    }
    return this.#events.get(event);
  }
}

/** One page of a list, and where the next one begins. */
export function page(items, cursor, size) {
  const from = cursor === undefined ? 0 : Number(/^from-(\d+)$/.exec(cursor)?.[1] ?? NaN);
  if (!(from < items.length || from === 0)) {
    throw refusal(-32602, 'no such cursor');
  }
  return [items.slice(from, from + size), from + size < items.length ? { nextCursor: `from-${from + size}` } : {}];
}
