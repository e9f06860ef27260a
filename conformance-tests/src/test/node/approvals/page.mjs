// An approver before a phone: decides on a held call, also with what is out of date and forged.
// Usage: node approvals/page.mjs '{"address", "key"}', the address of the call's page.
import { launch } from '../signin/chromium.mjs';

const PHONE = { width: 390, height: 844 };
const told = JSON.parse(process.argv[2]);
const said = { faults: [] };

/** What a page looks like from outside. */
async function seen(page) {
  return await page.evaluate(() => ({
    path: location.pathname,
    title: document.querySelector('h1')?.innerText ?? '',
    text: document.body.innerText,
    width: document.documentElement.scrollWidth,
    hacked: window.hacked === true || document.querySelector('img, script, iframe') !== null,
    unlabelled: [...document.querySelectorAll('textarea, input:not([type=hidden])')].filter(
      (field) => field.labels.length === 0,
    ).length,
    small: [...document.querySelectorAll('main button')].filter(
      (button) => button.offsetHeight > 0 && button.offsetHeight < 40,
    ).length,
  }));
}

function listen(page) {
  page.on('pageerror', (error) => said.faults.push(error.message));
  page.on('dialog', (dialog) => {
    said.faults.push(`a dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('console', (message) => {
    const isStatus = message.text().startsWith('Failed to load resource');
    if (message.type() === 'error' && !isStatus) said.faults.push(message.text());
  });
}

async function opened(context, address) {
  const page = await context.newPage();
  listen(page);
  const response = await page.goto(address);
  return { page, status: response?.status() };
}

/** Sends a form of a page, and says how that was answered. */
async function sent(page, send) {
  const [answered] = await Promise.all([
    page.waitForResponse((response) => response.request().method() === 'POST'),
    page.waitForNavigation(),
    send(),
  ]);
  return { status: answered.status(), ...(await seen(page)) };
}

function clicking(page, act) {
  return () => page.click(`form[action$="/${act}"] button`);
}

/** By keyboard alone: to the button, and press it. */
async function pressed(page, act) {
  await page.bringToFront();
  for (let i = 0; i < 60; i++) {
    await page.keyboard.press('Tab');
    const isThere = await page.evaluate(
      (to) => document.activeElement?.matches(`form[action$="/${to}"] button`) ?? false,
      act,
    );
    if (isThere) {
      return await sent(page, () => page.keyboard.press('Enter'));
    }
  }
  throw new Error(`no way to ${act} by keyboard`);
}

const browser = await launch();
try {
  const context = await browser.newContext({ viewport: PHONE, colorScheme: 'dark' });
  const { page } = await opened(context, told.address);
  said.asked = await seen(page);
  await page.fill('input[name=key]', told.key);
  said.shown = await sent(page, clicking(page, 'key'));
  said.cookies = (await context.cookies()).map(({ httpOnly, sameSite }) => ({ httpOnly, sameSite }));

  // A form that another site has its visitor send.
  const form = `<form method="post" action="${told.address}/approve"><input type="hidden" name="seen" value="x"><button>free money</button></form>`;
  const evil = (await opened(context, `data:text/html,${encodeURIComponent(form)}`)).page;
  said.forged = await sent(evil, () => evil.click('button'));
  // The same with the cookie, as from a page of ours that somebody spoiled.
  const spoiled = (await opened(context, told.address)).page;
  await spoiled.evaluate(() => {
    document.querySelector('form[action$="/approve"] input[name=token]').value = 'x';
  });
  said.spoiled = await sent(spoiled, clicking(spoiled, 'approve'));

  // Two tabs: what one changes, the other has not seen.
  const other = (await opened(context, told.address)).page;
  await other.click('details:has(form[action$="/change"]) summary');
  await other.fill('textarea[name=arguments]', told.change);
  said.changed = await sent(other, clicking(other, 'change'));
  said.stale = await sent(page, clicking(page, 'approve'));
  await page.screenshot({ path: told.screen, fullPage: true });
  said.done = await pressed(page, 'approve');
  said.list = (await opened(context, new URL('/approvals', told.address).toString())).status;
} finally {
  await browser.close();
}
process.stdout.write(JSON.stringify(said) + '\n');
