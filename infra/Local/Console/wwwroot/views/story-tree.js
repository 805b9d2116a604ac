import { html, useEffect, useRef } from '../vendor/preact.js';
import { duration, number, shortIds } from '../format.js';
import { StatusBadge } from '../parts.js';
import { endOf, isDropped, isFailed, isUnfinished } from './story-rows.js';

/**
 * The steps as a tree with a bar for when each took place, by the keyboard as trees are: arrows move, open and close, Home and End go to
 * the ends, Enter opens and closes. `select(key)`, `toggle(row)` and `enter(row)` tell what was asked for; `enter`: a step was chosen with the pointer.
 * https://www.w3.org/WAI/ARIA/apg/patterns/treeview/
 */
export function StoryTree({ rows, span, focus, selected, select, toggle, enter }) {
  const tree = useRef();
  const wantsFocus = useRef(false);

  useEffect(() => {
    if (!wantsFocus.current) return;
    wantsFocus.current = false;
    tree.current.querySelector('[tabindex="0"]')?.focus();
  });

  const go = row => {
    if (!row) return;
    wantsFocus.current = true;
    select(row.key);
  };
  const at = Math.max(0, rows.findIndex(row => row.key === selected));
  const onKeyDown = event => {
    const move = moves[event.key];
    if (!move || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    move({ rows, at, row: rows[at], go, toggle });
  };

  return html`
    <div class="story-tree">
      <div class="story-axis" aria-hidden="true">
        <span>Step</span>
        <span class="story-scale"><span>0</span><span>${duration(span.duration)}</span></span>
      </div>
      <div ref=${tree} role="tree" aria-label="Steps, each below its cause" onKeyDown=${onKeyDown}>
        ${rows.map(row => html`
          <${Row} key=${row.key} row=${row} span=${span} isFocus=${row.place?.step.id === focus} isSelected=${row === rows[at]}
            choose=${() => {
              select(row.key);
              if (row.more) toggle(row);
              else enter(row);
            }}
            toggle=${() => toggle(row)} />`)}
      </div>
    </div>`;
}

const opensAndCloses = ({ row, toggle }) => (row.more || row.isOpen !== undefined) && toggle(row);

const moves = {
  ArrowDown: ({ rows, at, go }) => go(rows[at + 1]),
  ArrowUp: ({ rows, at, go }) => go(rows[at - 1]),
  Home: ({ rows, go }) => go(rows[0]),
  End: ({ rows, go }) => go(rows.at(-1)),
  ArrowRight: ({ rows, at, row, go, toggle }) => row.more || row.isOpen === false ? toggle(row) : row.isOpen && go(rows[at + 1]),
  ArrowLeft: ({ rows, row, go, toggle }) => row.isOpen ? toggle(row) : go(rows.find(other => other.key === row.parent?.key)),
  Enter: opensAndCloses,
  ' ': opensAndCloses,
};

function Row({ row, span, isFocus, isSelected, choose, toggle }) {
  const common = {
    role: 'treeitem', tabindex: isSelected ? 0 : -1, 'aria-level': row.level, 'aria-posinset': row.position, 'aria-setsize': row.size,
    'aria-selected': isSelected, style: { '--level': Math.min(row.level - 1, 12) }, onClick: choose,
  };
  if (row.more) {
    return html`
      <div ...${common} class="story-row story-more" aria-expanded="false">
        <span class="story-name"><span class="twist" aria-hidden="true"></span>+ ${number(row.hidden.length)} more ${kindOf(row.hidden)}</span>
      </div>`;
  }

  const { step } = row.place;
  const offset = Date.parse(step.time) - span.start;
  const took = endOf(step) - Date.parse(step.time);
  return html`
    <div ...${common} class=${`story-row${isFocus ? ' is-focus' : ''}`} aria-expanded=${row.isOpen}>
      <span class="story-name">
        <span class=${`twist${row.isOpen === undefined ? ' twist-none' : ''}`} aria-hidden="true"
          onClick=${event => {
            event.stopPropagation();
            choose();
            if (row.isOpen !== undefined) toggle();
          }}></span>
        ${!step.title.toLowerCase().startsWith(step.kind) && html`<span class="kind">${step.kind}</span>`}
        <span class="story-title" title=${step.title}>${shortIds(step.title)}</span>
      </span>
      <span class="story-status"><${StatusBadge} status=${step.status}>${step.status === 'ok' ? html`<span class="visually-hidden">ok</span>` : null}<//></span>
      <span class="story-offset num muted">+${duration(Math.max(0, offset))}
        <span class="visually-hidden">${took > 0 && ` took ${duration(took)}`}${isFocus && ', the one that was looked for'}</span></span>
      <${Bar} step=${step} span=${span} />
    </div>`;
}

/** `AlertOpened events`, `records in Alerts`. */
function kindOf([{ step }]) {
  if (step.kind === 'event') return `${step.title} events`;
  return step.nodeName ? `${step.kind}s in ${step.nodeName}` : `${step.kind}s`;
}

/** When it was: the whole step, and the attempts within it. What goes on reaches to the right end. */
function Bar({ step, span }) {
  const begin = Date.parse(step.time);
  const end = isUnfinished(step) ? span.end : endOf(step);
  const tone = isDropped(step) ? 'warn' : isFailed(step) ? 'bad' : isUnfinished(step) ? 'open' : 'ok';
  const tried = step.attempts.length > 1
    ? step.attempts.map(attempt => ({
      from: Date.parse(attempt.time), to: Date.parse(attempt.time) + (attempt.durationMs ?? 0), tone: attempt.status === 'ok' ? 'ok' : 'bad',
    }))
    : [];
  const place = (from, to) => ({
    left: `min(${((from - span.start) / span.duration * 100).toFixed(3)}%, 100% - 3px)`,
    width: `max(3px, ${(Math.max(0, to - from) / span.duration * 100).toFixed(3)}%)`,
  });
  return html`
    <span class="bar" aria-hidden="true">
      <span class=${`bar-part bar-${tone}${tried.length > 0 ? ' bar-faint' : ''}`} style=${place(begin, end)}></span>
      ${tried.map(attempt => html`<span class=${`bar-part bar-${attempt.tone}`} style=${place(attempt.from, attempt.to)}></span>`)}
    </span>`;
}
