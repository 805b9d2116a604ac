// JSON as a tree that folds. Everything is a text node: payloads are strangers' texts.
import { html, useState } from './vendor/preact.js';

/** Levels that are open at first. */
const openDepth = 4;

/** Longer lists and objects start folded. */
const openItems = 60;

/**
 * A value, or a text that may hold JSON, in colours and with folding: `<Json value=${event} />`. `raw` offers to copy it.
 * A text that isn't JSON is shown as it is.
 */
export function Json({ value, label = 'JSON', copy = true }) {
  const parsed = typeof value === 'string' ? fromText(value) : value;
  const isText = typeof parsed === 'string';
  return html`
    <div class="json-box">
      ${copy && html`<${Copy} text=${() => isText ? parsed : JSON.stringify(parsed, null, 2)} />`}
      <pre class="json" tabindex="0" role="region" aria-label=${label}>${isText ? parsed : html`<${Value} value=${parsed} depth=${0} />`}</pre>
    </div>`;
}

/** Copies what `text()` gives. */
export function Copy({ text, label = 'Copy' }) {
  const [done, setDone] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(text());
    setDone(true);
    setTimeout(() => setDone(false), 1_500);
  };
  return navigator.clipboard && html`<button type="button" class="button button-small copy" onClick=${copy}>${done ? 'Copied' : label}</button>`;
}

function fromText(text) {
  if (!/^\s*[[{]/.test(text)) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text; // Looks like JSON, is none: the text itself is what there is to see.
  }
}

function Value({ value, depth }) {
  if (value !== null && typeof value === 'object') {
    return html`<${Composite} value=${value} depth=${depth} />`;
  }

  const kind = value === null ? 'null' : typeof value;
  return html`<span class=${`json-${kind}`}>${JSON.stringify(value) ?? 'undefined'}</span>`;
}

function Composite({ value, depth }) {
  const isList = Array.isArray(value);
  const members = isList ? value.map((item, i) => [i, item]) : Object.entries(value);
  const [open, setOpen] = useState(depth < openDepth && members.length <= openItems);
  const [start, end] = isList ? '[]' : '{}';
  if (members.length === 0) return `${start}${end}`;
  if (isList && members.length <= 8 && members.every(([, item]) => isShort(item))) return html`<${Inline} items=${value} />`;

  const indent = '  '.repeat(depth + 1);
  const toggle = html`
    <button type="button" class="json-fold" aria-expanded=${open} aria-label=${open ? 'Fold' : `Unfold ${members.length} members`}
      onClick=${() => setOpen(!open)}>${open ? start : `${start} ${members.length} … ${end}`}</button>`;
  if (!open) return toggle;
  return html`${toggle}${members.map(([name, item], i) => html`${'\n'}${indent}${
    !isList && html`<span class="json-name">${JSON.stringify(name)}</span>: `}<${Value} value=${item} depth=${depth + 1} />${
    i < members.length - 1 ? ',' : ''}`)}${'\n'}${'  '.repeat(depth)}${end}`;
}

const isShort = item => item === null || typeof item !== 'object' && String(item).length <= 24;

const Inline = ({ items }) => html`[${items.map((item, i) => html`${i > 0 ? ', ' : ''}<${Value} value=${item} depth=${0} />`)}]`;
