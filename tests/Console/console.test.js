// The console in a browser, on a local run of this repository's own system.
import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import axe from 'axe-core';
import { launch, skip } from './browser.js';
import { startLocal } from './local.js';

const patience = 60_000;
const themes = ['light', 'dark'];
const widths = [1280, 390];

/** A folder for a picture of each view, named on the command line: SCREENSHOTS=… npm test. */
const pictures = process.env.SCREENSHOTS;

let local;
let browser;
let page;
const problems = [];

before(async () => {
  if (skip) return;
  [local, browser] = await Promise.all([startLocal(), launch()]);
  page = await open(1280, 'light');
}, { timeout: 5 * patience });

after(async () => {
  await browser?.close();
  await local?.stop();
});

test('an empty system says what to do first', { skip }, async () => {
  await page.goto(local.address);

  assert.equal(page.url(), `${local.address}/_console/`);
  await page.getByText('Nothing has happened yet').waitFor();
  await page.getByRole('link', { name: 'Events', exact: true }).click();
  await page.getByText('No event yet').waitFor();
});

test('a reading that is sent from the page moves through the graph, and its story reaches the table', { skip }, async () => {
  await local.api('PUT', '/sensors/greenhouse-1', {
    name: 'Greenhouse', unit: 'Cel', limits: { highCritical: 35, hysteresis: 1 }, expectedEverySeconds: 3600,
  });
  await view('');
  for (const name of ['StoreReadings', 'CheckLimits', 'PublishChanges', 'sensorwatch-dev', 'Readings']) {
    await page.locator('[data-node]').filter({ hasText: name }).first().waitFor();
  }

  await local.api('POST', '/readings', { sensorId: 'greenhouse-1', unit: 'Cel', readings: [{ time: new Date().toISOString(), value: 36.5 }] });

  await page.locator('[data-node*="/State/Readings"]').filter({ hasText: /1 write/ }).waitFor();
  const opened = page.locator('.ticker').getByRole('link', { name: /AlertOpened/ });
  await opened.waitFor();
  await opened.click();

  for (const step of ['POST /readings', 'ReceiveReadings', 'ReadingsRecorded', 'CheckLimits', 'PublishChanges', 'AlertOpened', 'NotifyOperators']) {
    await page.getByRole('treeitem').filter({ hasText: step }).first().waitFor();
  }

  await page.getByText('matched', { exact: true }).first().waitFor();
  await page.getByText(/almost|other events/).first().waitFor();
});

test('a poison message is found, explained and redriven', { skip }, async () => {
  await local.putEvent('sensorwatch.readings', 'ReadingsRecorded', { no: 'such event' });
  await local.advance('PT20M');
  await view('queues');

  const poisoned = page.getByRole('link', { name: /StoreReadings.*DeadLetters/ });
  await page.getByRole('heading', { name: 'Waiting for you' }).waitFor();
  await poisoned.first().click();
  await page.getByText(/received 5 times/).first().waitFor();
  await page.getByText(/missing required properties/).first().waitFor();

  await page.getByRole('button', { name: /^Redrive all/ }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('Nothing has moved yet').waitFor();
  await dialog.getByText('1 to StoreReadings/Queue').waitFor();
  await dialog.getByRole('button', { name: 'Move 1 message' }).click();
  await dialog.getByRole('button', { name: 'Close' }).click();
  await page.getByText(/No messages|Nothing here|empty/i).first().waitFor();

  // It is no better than before, and comes back.
  await local.advance('PT20M');
  await page.getByText(/received 5 times/).first().waitFor();
});

test('a burst rises, is worked off, and is counted by the meter', { skip }, async () => {
  await view('send?form=burst');
  await page.getByRole('spinbutton', { name: /How many/ }).or(page.getByLabel(/How many/)).fill('1000');
  await page.getByLabel('Within seconds').fill('3');
  await page.getByRole('button', { name: 'Start', exact: true }).click();

  await page.getByText(/1,000 of 1,000 readings sent/).waitFor();
  await page.getByText('completed').first().waitFor();
  await page.getByText('Messages in queues').waitFor();
  await eventually('all readings are stored and all queues are empty', async () => {
    const { queues } = await (await fetch(`${local.address}/_console/api/queues`)).json();
    const { count } = (await (await fetch(`${local.address}/_console/api/meter`)).json()).unit;
    return count >= 1000 && queues.filter(queue => !queue.deadLetter).every(queue => queue.visible + queue.inFlight === 0);
  });

  await view('meter');
  await page.getByText('So far').waitFor();
  await page.getByRole('rowheader', { name: 'Lambda' }).first().waitFor();
});

test('an archive is replayed to one rule', { skip }, async () => {
  await view('replays');
  await page.getByRole('checkbox', { name: 'All of the bus' }).uncheck();
  await page.getByRole('checkbox', { name: /^StoreReadings/ }).check();
  await page.getByText(/1[0-9]{2} events in this range, for 1 rule\./).waitFor();
  await page.getByRole('button', { name: 'Replay…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: /^Replay 1[0-9]{2} events/ }).click();

  await page.getByText(/has begun/).waitFor();
  await page.getByText('completed').first().waitFor();
});

test('a function is invoked with an example of what its sources send', { skip }, async () => {
  await view(`functions/${await functionName('StoreReadings')}?tab=invoke`);
  await page.getByRole('button', { name: 'Invoke StoreReadings' }).click();
  await page.getByRole('region', { name: 'Result' }).getByText('ok', { exact: true }).waitFor();
  await page.getByRole('region', { name: 'Result' }).getByRole('link', { name: 'Its story' }).waitFor();
});

for (const theme of themes) {
  for (const width of widths) {
    test(`every view is accessible, ${theme}, ${width} pixels wide`, { skip }, async () => {
      const views = ['', 'events', await storyOf('AlertOpened'), 'queues', `queues/${await poisonedQueue()}`, 'functions',
        `functions/${await functionName('StoreReadings')}`, 'replays', 'meter', 'send?form=event', 'send?form=request', 'send?form=burst'];
      const other = await open(width, theme);
      for (const name of views) {
        await other.goto(`${local.address}/_console/#/${name}`);
        await other.locator('main h1').first().waitFor();
        await other.waitForLoadState('networkidle', { timeout: 1_000 }).catch(() => {}); // the live stream never ends
        await assertAccessible(other, `${name || 'flow'}, ${theme}, ${width}`);
        const overflow = await other.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        assert.ok(overflow <= 0, `${name || 'flow'} is ${overflow} pixels wider than the window of ${width}`);
        await picture(other, `${name.split('/')[0].replace('?form=', '-') || 'flow'}${name.includes('/') ? '-one' : ''}-${theme}-${width}`);
      }

      await other.close();
    });
  }
}

test('the flow can be walked with the keyboard', { skip }, async () => {
  await view('');
  const first = page.locator('[data-node]').first();
  await first.focus();
  await page.keyboard.press('ArrowRight');
  const focused = await page.evaluate(() => document.activeElement?.dataset.node);
  assert.ok(focused, 'the focus is on a node');
  await page.keyboard.press('Enter');
  await page.getByRole('complementary').or(page.locator('aside')).first().waitFor();
  await page.keyboard.press('Escape');
  assert.equal(await page.evaluate(() => document.activeElement?.dataset.node), focused);
});

test('no page had an error', { skip }, () => assert.deepEqual(problems, []));

test('a local run that ends is told of', { skip }, async () => {
  await view('');
  await local.stop();
  local = undefined;
  await page.getByText(/disconnected/i).first().waitFor();
});

async function open(width, colorScheme) {
  const opened = await browser.newPage({ viewport: { width, height: width < 500 ? 844 : 900 }, colorScheme });
  opened.setDefaultTimeout(patience);
  opened.on('pageerror', error => problems.push(String(error)));
  opened.on('console', message => message.type() === 'error' && local && problems.push(message.text()));
  return opened;
}

const view = name => page.goto(`${local.address}/_console/#/${name}`);

async function storyOf(detailType) {
  const { events } = await (await fetch(`${local.address}/_console/api/events?detailType=${detailType}`)).json();
  return `events/${events[0].stepId}`;
}

async function poisonedQueue() {
  const { queues } = await (await fetch(`${local.address}/_console/api/queues`)).json();
  return queues.find(queue => queue.deadLetter && queue.visible > 0).name;
}

async function functionName(label) {
  const { functions } = await (await fetch(`${local.address}/_console/api/functions`)).json();
  return functions.find(one => one.label === label).name;
}

async function assertAccessible(other, what) {
  await other.evaluate(axe.source);
  const { violations } = await other.evaluate(() => window.axe.run());
  assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes.map(node => node.html).join(' ')}`), [], what);
}

async function picture(other, name) {
  if (pictures) {
    await mkdir(pictures, { recursive: true });
    await other.screenshot({ path: `${pictures}/${name}.png` });
  }
}

async function eventually(what, condition) {
  const end = Date.now() + patience;
  while (!await condition()) {
    assert.ok(Date.now() < end, `waited in vain: ${what}`);
    await page.waitForTimeout(200);
  }
}
