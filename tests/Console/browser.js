// The browser that this machine has: Playwright brings none here.
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from 'playwright-core';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge', 'chrome.exe', 'msedge.exe'];
const folders = [
  ...(process.env.PATH ?? '').split(delimiter),
  '/Applications/Google Chrome.app/Contents/MacOS',
  'C:\\Program Files\\Google\\Chrome\\Application',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application',
];

/** Path of a Chromium; undefined when there is none. CHROMIUM_PATH goes before all that is found. */
export const executable = process.env.CHROMIUM_PATH
  ?? folders.flatMap(folder => [...names, 'Google Chrome'].map(name => join(folder, name))).find(isExecutable);

/** Why browser tests are skipped; false when they aren't. */
export const skip = executable
  ? false
  : 'no Chromium, Chrome or Edge was found on the PATH: install one, or name it in CHROMIUM_PATH';

export const launch = () => chromium.launch({
  executablePath: executable,
  args: process.getuid?.() === 0 ? ['--no-sandbox'] : [], // Chromium's sandbox refuses root, which containers often are
});

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
