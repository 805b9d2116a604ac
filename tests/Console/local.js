// Starts the local run as a user does, and stops it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Where it answers, the values that it printed at the start (DEVICE_TOKEN and the like), and how to stop it. */
export async function startLocal(...options) {
  const local = spawn('dotnet', ['run', '--project', 'infra/Local', '--', '--port', '0', ...options], { cwd: root, detached: true });
  const output = [];
  const values = {};
  const ready = new Promise((resolve, reject) => {
    const read = line => {
      output.push(line);
      const value = /^ {2}([A-Z_]+)=(\S+)$/.exec(line);
      if (value) {
        values[value[1]] = value[2];
      }

      const address = /Ready: (\S+)/.exec(line);
      if (address) {
        local.address = address[1];
      }

      if (line.startsWith('Ctrl-C')) {
        resolve();
      }
    };
    createInterface({ input: local.stdout }).on('line', read);
    createInterface({ input: local.stderr }).on('line', read);
    local.once('exit', code => reject(new Error(`The local run ended with ${code}:\n${output.join('\n')}`)));
  });
  await ready;
  return {
    address: local.address,
    values,
    output,
    async stop() {
      local.removeAllListeners('exit');
      const ended = once(local, 'exit');
      process.kill(-local.pid, 'SIGTERM'); // the group: dotnet run and what it runs
      await ended;
    },
    /** Sets the services' clock forward: "PT20M". */
    advance: duration => post(`${local.address}/_local/time`, { advance: duration }),
    /** Calls the HTTP API as a device or an operator: api('POST', '/readings', body). */
    async api(method, path, body) {
      const token = path === '/readings' ? values.DEVICE_TOKEN : values.OPERATOR_TOKEN;
      const response = await fetch(local.address + path, {
        method,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: body && JSON.stringify(body),
      });
      if (!response.ok) {
        throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
      }

      return response.json();
    },
    /** Puts an event on the bus of this environment. */
    async putEvent(source, detailType, detail) {
      const answer = await post(local.address, {
        Entries: [{ EventBusName: 'sensorwatch-dev', Source: source, DetailType: detailType, Detail: JSON.stringify(detail) }],
      }, { 'x-amz-target': 'AWSEvents.PutEvents' });
      return answer.Entries[0].EventId;
    },
  };
}

async function post(url, body, headers = {}) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  if (!response.ok) {
    throw new Error(`POST ${url}: ${response.status} ${await response.text()}`);
  }

  return response.json();
}
