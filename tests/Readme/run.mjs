#!/usr/bin/env node
// Runs every command of README.md as a newcomer does, one after the other in one shell, beside a local run. Fails at the
// first that fails. Needs curl, and the cdk.out that `npx aws-cdk synth` writes.
import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { startLocal } from '../Console/local.js';
import { commandsIn } from './commands.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const printedAddress = 'http://127.0.0.1:4566';
const patience = 120_000;

/** Commands that are not run here, and why. */
const elsewhere = [
  [/^dotnet run --project infra\/Local( |$)/, 'run at the start'],
  [/^dotnet test( |$)/, 'a step of .ci/run'],
  [/^npx aws-cdk synth( |$)/, 'a step of .ci/run'],
  [/^npx aws-cdk (bootstrap|deploy)( |$)/, 'needs an AWS account'],
];

const shell = spawn('bash', ['-euo', 'pipefail'], { cwd: root, stdio: ['pipe', 'pipe', 'inherit'] });
const lines = createInterface({ input: shell.stdout })[Symbol.asyncIterator]();
const commands = commandsIn(await readFile(`${root}/README.md`, 'utf8'));
const local = await startLocal();
try {
  for (const command of commands) {
    const reason = elsewhere.find(([pattern]) => pattern.test(command))?.[1];
    if (reason) {
      console.log(`-- ${command.split('\n')[0]}   (${reason})`);
    } else {
      console.log(`$ ${command}`);
      await run(adapt(command));
      await rest();
    }
  }

  // What failed on the way is in a dead-letter queue by then.
  await local.advance('PT20M');
  const { queues } = await (await fetch(`${local.address}/_console/api/queues`)).json();
  const dead = queues.filter(queue => queue.deadLetter && queue.visible > 0);
  if (dead.length > 0) {
    throw new Error(`The commands of README.md left dead letters in ${dead.map(queue => queue.label).join(', ')}.`);
  }

  console.log(`All ${commands.length} commands of README.md are well.`);
} finally {
  shell.stdin.end();
  await local.stop();
}

/** With this run's address and tokens for those of the page. */
function adapt(command) {
  return command.replaceAll(printedAddress, local.address)
    .replace(/swd_…/, local.values.DEVICE_TOKEN)
    .replace(/swo_…/, local.values.OPERATOR_TOKEN)
    .replace(/\bverify DIR\b/, 'verify cdk.out');
}

async function run(command) {
  const end = `--end-${Math.random()}--`;
  // On standard error goes what a person reads; only the end mark is waited for.
  shell.stdin.write(`${command}\necho; echo '${end}'\n`);
  const timer = setTimeout(() => shell.kill(), patience);
  for (;;) {
    const { value, done } = await lines.next();
    if (done) {
      throw new Error(`This command of README.md failed, or took more than ${patience / 1_000} s:\n${command}`);
    }

    if (value === end) {
      clearTimeout(timer);
      return;
    }

    if (value) {
      console.log(`  ${value.slice(0, 300)}`);
    }
  }
}

/** Until nothing is under way: the next command expects what this one led to. */
async function rest() {
  const end = Date.now() + patience;
  const response = await fetch(`${local.address}/_console/api/live`);
  let text = '';
  for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    // Two ticks in a row, since what is sent after one is seen in the next.
    const idle = [...text.matchAll(/"idle":(true|false)/g)].map(match => match[1]);
    if (idle.length > 2 && idle.slice(-2).every(one => one === 'true')) {
      return;
    }

    if (Date.now() > end) {
      throw new Error('The local run does not come to rest.');
    }
  }
}
