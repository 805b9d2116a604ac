import { html, useState } from '../vendor/preact.js';
import { path, post } from '../api.js';
import { duration } from '../format.js';
import { Failed, Field, Json, StatusBadge } from '../parts.js';
import { useAction } from './action.js';
import { storyOf } from './places.js';
import { LogLines } from './log-lines.js';

/** Invokes the function with a payload of the reader's, beginning with an example of what its sources send. */
export function Invoke({ of, reload }) {
  const examples = of.examples ?? [];
  const [text, setText] = useState(examples.length > 0 ? textOf(examples[0]) : '{}');
  const [type, setType] = useState('RequestResponse');
  const doing = useAction();
  const { payload, problem } = parse(text);

  const invoke = async event => {
    event.preventDefault();
    await doing.run(() => post(path('functions', of.name, 'invoke'), { payload, type }));
    reload();
  };

  return html`
    <div class="invoke">
      <form class="stack" onSubmit=${invoke}>
        ${examples.length > 0 && html`
          <${Field} label="Example" hint="What its sources would send, made of the contracts' own examples. It is really invoked, so it does what it does.">
            ${(id, note) => html`
              <select id=${id} aria-describedby=${note} onChange=${event => setText(textOf(examples[event.target.selectedIndex]))}>
                ${examples.map(example => html`<option>${example.name}</option>`)}
              </select>`}
          <//>`}
        <${Field} label="Payload (JSON)" error=${problem}>
          ${(id, note) => html`<textarea id=${id} rows="18" spellcheck="false" aria-describedby=${note} aria-invalid=${problem ? 'true' : undefined} value=${text} onInput=${event => setText(event.target.value)}></textarea>`}
        <//>
        <div class="toolbar">
          <${Field} label="Invocation type">
            ${id => html`
              <select id=${id} value=${type} onChange=${event => setType(event.target.value)}>
                <option value="RequestResponse">RequestResponse: wait for the result</option>
                <option value="Event">Event: asynchronously, with retries</option>
              </select>`}
          <//>
          <button class="button button-main" disabled=${Boolean(problem) || doing.busy}>${doing.busy ? 'Invoking…' : `Invoke ${of.label}`}</button>
        </div>
      </form>
      <section class="section" aria-label="Result" aria-live="polite" aria-busy=${doing.busy}>
        <h2>Result</h2>
        ${doing.error && html`<${Failed} error=${doing.error} />`}
        ${doing.result && html`<${Result} result=${doing.result} />`}
        ${!doing.error && !doing.result && html`<p class="muted">${doing.busy ? 'It runs…' : 'Nothing invoked from here yet.'}</p>`}
      </section>
    </div>`;
}

const stateOf = ({ functionError, statusCode }) => {
  if (functionError) return { status: 'failed', text: `function error: ${functionError}` };
  if (statusCode === 429) return { status: 'throttled', text: 'throttled' };
  return { status: 'ok', text: statusCode === 202 ? 'accepted' : 'ok' };
};

const Result = ({ result }) => html`
  <div class="row">
    <${StatusBadge} status=${stateOf(result).status}>${stateOf(result).text}<//>
    <span class="muted">status ${result.statusCode}${result.durationMs > 0 && ` · ${duration(result.durationMs)}`}</span>
    ${result.stepId && html`<a href=${storyOf(result.stepId)}>Its story</a>`}
  </div>
  ${result.payload !== undefined && result.payload !== null && html`<${Json} value=${result.payload} label="What it answered" />`}
  ${result.logs?.length > 0 && html`
    <h3>Logs</h3>
    <${LogLines} lines=${result.logs.map((line, i) => typeof line === 'string' ? { seq: i, text: line } : line)} label="Logs of this invocation" />`}`;

const textOf = example => JSON.stringify(example.payload, null, 2);

function parse(text) {
  try {
    return { payload: JSON.parse(text) };
  } catch (error) {
    return { problem: `This is no JSON: ${error.message}` };
  }
}
