import { html, useEffect, useRef, useState } from '../vendor/preact.js';
import { path, query } from '../api.js';
import { time } from '../format.js';
import { Resource, useResource } from '../parts.js';

/**
 * Lines of a log, oldest first: of a line in Lambda's JSON format what a person reads, unless `raw`. It starts at its end, and stays there as lines come,
 * unless the reader went up.
 */
export function LogLines({ lines, label, day, raw = false }) {
  const box = useRef();
  const atEnd = useRef(true);
  const last = lines.at(-1)?.seq;
  useEffect(() => {
    if (atEnd.current) box.current.scrollTop = box.current.scrollHeight;
  }, [last, lines.length]);
  const scrolled = ({ currentTarget }) => {
    atEnd.current = currentTarget.scrollHeight - currentTarget.scrollTop - currentTarget.clientHeight < 20;
  };
  return html`
    <div ref=${box} class="code log" tabindex="0" role="region" aria-label=${label} onScroll=${scrolled}>
      <ol>
        ${lines.map(line => html`
          <li key=${line.seq} class=${`log-line log-${toneOf(line.level)}`}>
            ${line.time && html`<time class="muted" datetime=${line.time} title=${line.time}>${time(line.time, { now: day ?? line.time })}</time>`}
            <span class="log-level">${line.level ?? ''}</span><span class="log-text">${raw ? line.text : readable(line.text)}</span>
          </li>`)}
      </ol>
    </div>`;
}

/** https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-logformat.html */
function readable(text) {
  const line = parsed(text);
  if (line?.type?.startsWith('platform.')) return platform(line);
  if (typeof line?.message !== 'string') return text;
  const error = [line.errorType, line.errorMessage].filter(Boolean).join(': ');
  const trace = Array.isArray(line.stackTrace) ? line.stackTrace : line.stackTrace?.split('\n') ?? [];
  return [line.message, ...error && !line.message.includes(error) ? [error] : [], ...trace.map(call => `  ${call.trim()}`)].join('\n');
}

/** What Lambda itself logs: `platform.report success, durationMs 9.57, …`. */
function platform({ type, record }) {
  const { requestId, status, metrics, ...rest } = record ?? {};
  const members = Object.entries({ ...rest, ...metrics }).filter(([, value]) => typeof value !== 'object').map(([name, value]) => `${name} ${value}`);
  return [type, [...status ? [status] : [], ...members].join(', ')].join(' ').trim();
}

function parsed(text) {
  try {
    return text.startsWith('{') ? JSON.parse(text) : undefined;
  } catch {
    return undefined; // Begins like JSON, is none: it is shown as it is.
  }
}

function toneOf(level = '') {
  const name = level.toLowerCase();
  if (['error', 'fail', 'critical', 'crit', 'fatal'].includes(name)) return 'bad';
  return ['warn', 'warning'].includes(name) ? 'warn' : 'plain';
}

/** An invocation's lines, asked for when they are unfolded. */
export function FoldedLogs({ name, requestId }) {
  const [open, setOpen] = useState(false);
  return name && html`
    <details class="folded-logs" open=${open} onToggle=${event => setOpen(event.currentTarget.open)}>
      <summary>Logs</summary>
      ${open && html`<${InvocationLogs} name=${name} requestId=${requestId} />`}
    </details>`;
}

export function InvocationLogs({ name, requestId }) {
  const asked = useResource(`${path('functions', name, 'logs')}${query({ requestId, limit: 200 })}`);
  return html`
    <${Resource} of=${asked} what="the logs">
      ${({ lines }) => lines.length === 0
        ? html`<p class="muted">This invocation wrote no lines.</p>`
        : html`<${LogLines} lines=${inOrder(lines)} label=${`Logs of invocation ${requestId}`} />`}
    <//>`;
}

export const inOrder = lines => [...lines].sort((a, b) => a.time.localeCompare(b.time) || a.seq - b.seq);
