// A person before a browser: signs in where asked to, decides where asked to, looks for faults.
import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const VISIT_AT_MOST_MS = 40_000;
const LOOK_EVERY_MS = 25;

/** What a page wants; evaluated inside it. */
function look() {
  const form = (part) => document.querySelector(`form[action*="${part}"]`) !== null;
  if (document.readyState === 'loading') return 'loading';
  if (form('/signin/consent')) return 'consent';
  if (form('/signin/device')) return 'code';
  if (document.querySelector('input[name="SAMLRequest"]')) return 'onward';
  if (document.querySelector('input[name="SAMLResponse"]')) return 'loading';
  if (document.querySelector('#kc-login')) return 'login';
  return 'end';
}

export class Person {
  /**
   * @param browser that is used for all visits, as one profile
   * @param told user, password; decision where asked for consent, allow or deny; code of a device;
   *     spoil, what goes wrong on the way: cookies or state
   */
  constructor(browser, told) {
    this.browser = browser;
    this.told = told;
  }

  /** Opens an address, does what the pages ask for, and says where that ended. */
  async visit(address, more = {}) {
    // Chromium keeps a list of authorities of its own, which our program's setting does not reach.
    const ignoreHTTPSErrors = Boolean(process.env.NODE_EXTRA_CA_CERTS);
    this.context ??= await this.browser.newContext({ ignoreHTTPSErrors });
    const page = await this.context.newPage();
    const visit = { pages: [], faults: [] };
    const told = { ...this.told, ...more };
    listen(page, visit);
    try {
      await page.goto(address);
      await this.#walk(page, told, visit);
      visit.end = page.url();
      visit.status = page.lastStatus;
      visit.text = await page.evaluate(() => document.body.innerText);
      if (visit.faults.length > 0) {
        throw new Error(`the browser complained: ${visit.faults.join('; ')}`);
      }
      return visit;
    } catch (error) {
      throw new Error(`${error.message} [at ${plain(page.url())}, ${await shot(page)}]`);
    } finally {
      await page.close();
    }
  }

  async #walk(page, told, visit) {
    const end = Date.now() + VISIT_AT_MOST_MS;
    let acted = -1;
    let seen = -1;
    while (Date.now() < end) {
      const document = page.documents;
      // Where the document changes meanwhile, there is nothing to be seen yet.
      const kind = await page.evaluate(look).catch(() => 'loading');
      if (kind !== 'loading' && document === page.documents && acted !== document) {
        // A page that sends itself on is given the time to do so.
        if (kind === 'end' && seen === document) return;
        seen = document;
        if (kind !== 'end') {
          visit.pages.push(kind);
          acted = document;
          await this.#act(page, kind, told, visit);
        }
      }
      await new Promise((resume) => setTimeout(resume, LOOK_EVERY_MS));
    }
    throw new Error(`the visit did not end; pages: ${visit.pages}`);
  }

  /** What somebody does who wants to end a sign-in that another began. */
  async #spoil(page, told) {
    if (told.spoil === 'cookies') {
      await this.context.clearCookies({ name: /gatehouse/ });
    }
    if (told.spoil === 'state') {
      await page.goto(page.url().replace(/([?&]state=)[^&]*/, '$1of-another'));
    }
  }

  async #act(page, kind, told, visit) {
    switch (kind) {
      case 'consent':
        visit.consent = await page.evaluate(() => document.body.innerText);
        await page.click(`button[value="${told.decision ?? 'allow'}"]`);
        break;
      case 'code':
        await page.fill('input[name="user_code"]', told.code);
        await page.click('button');
        break;
      case 'login':
        await this.#spoil(page, told);
        await page.fill('#username', told.user);
        await page.fill('#password', told.password);
        await page.click('#kc-login');
        break;
      default:
        await page.click('button');
    }
  }
}

function listen(page, visit) {
  page.documents = 0;
  page.on('framenavigated', (frame) => {
    if (frame === page.mainFrame()) page.documents++;
  });
  page.on('response', (response) => {
    const request = response.request();
    if (request.isNavigationRequest() && request.frame() === page.mainFrame()) {
      page.lastStatus = response.status();
    }
  });
  page.on('pageerror', (error) => visit.faults.push(String(error.message)));
  page.on('console', (message) => {
    // The status of a page is no fault of the page: who visited decides about it.
    const isStatus = message.text().startsWith('Failed to load resource') && message.location().url === page.url();
    if (message.type() === 'error' && !isStatus) visit.faults.push(message.text());
  });
}

/** An address without what may be secret in it. */
function plain(address) {
  return address.split('?')[0];
}

async function shot(page) {
  const folder = new URL('../screens/', import.meta.url);
  await mkdir(folder, { recursive: true });
  const path = fileURLToPath(new URL(`${Date.now()}-${process.pid}.png`, folder));
  return page.screenshot({ path }).then(
    () => `screen in ${path}`,
    () => 'no screen',
  );
}
