// One visit: opens an address, does what the pages ask for, prints as JSON where it ended.
// Usage: node signin/browser.mjs '{"address", "user", "password", "decision", "code"}'
// Without an address it only says whether there is a browser: exit code 0, or 3 and why not.
import { launch, missing } from './chromium.mjs';
import { Person } from './person.mjs';

const why = missing();
if (why) {
  process.stdout.write(why + '\n');
  process.exit(3);
}
const told = JSON.parse(process.argv[2] ?? '{}');
const browser = await launch();
try {
  const said = told.address
    ? await new Person(browser, told).visit(told.address)
    : { version: browser.version() };
  process.stdout.write(JSON.stringify(said) + '\n');
} finally {
  await browser.close();
}
