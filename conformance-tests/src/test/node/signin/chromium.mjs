// Headless Chromium, from npm or where GATEHOUSE_CHROMIUM says.
import { readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const ARGUMENTS = ['--no-sandbox', '--disable-background-networking', '--disable-gpu'];

/** Why no browser can be had here; nothing where one can. */
export function missing() {
  const isKnown = process.platform === 'linux' && process.arch === 'x64';
  return isKnown || process.env.GATEHOUSE_CHROMIUM
    ? undefined
    : `there is no Chromium for ${process.platform} ${process.arch} on npm; GATEHOUSE_CHROMIUM can name one`;
}

async function executable() {
  if (process.env.GATEHOUSE_CHROMIUM) {
    return process.env.GATEHOUSE_CHROMIUM;
  }
  // It unpacks itself there, and takes what it finds: a folder for each version.
  const at = new URL('../node_modules/@sparticuz/chromium/package.json', import.meta.url);
  const folder = new URL(`../chromium-${JSON.parse(readFileSync(at)).version}/`, import.meta.url);
  await mkdir(folder, { recursive: true });
  process.env.TMPDIR = fileURLToPath(folder);
  // It looks for its fonts at one place only, and ends itself where it finds none.
  const fonts = `<fontconfig><dir>${fileURLToPath(folder)}fonts</dir><cachedir>${fileURLToPath(folder)}cache</cachedir></fontconfig>`;
  await writeFile(new URL('fonts.conf', folder), fonts, { flag: 'wx' }).catch(() => undefined);
  process.env.FONTCONFIG_PATH = fileURLToPath(folder);
  // Only where it thinks that it is there does it bring its own libraries.
  process.env.AWS_LAMBDA_JS_RUNTIME ??= 'nodejs22.x';
  const { default: chromium } = await import('@sparticuz/chromium');
  return await chromium.executablePath();
}

/** Starts one. */
export async function launch() {
  const executablePath = await executable();
  const { chromium } = await import('playwright-core');
  return await chromium.launch({ executablePath, headless: true, args: ARGUMENTS });
}
