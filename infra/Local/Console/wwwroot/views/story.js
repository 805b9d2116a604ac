// Everything that followed from one cause, and everything that led to the step that was looked for.
import { html, useEffect, useMemo, useRef, useState } from '../vendor/preact.js';
import { path } from '../api.js';
import { duration, plural } from '../format.js';
import { Empty, Loading, NotLoaded, Time, useResource } from '../parts.js';
import { hrefTo } from '../router.js';
import { usePlaces } from './places.js';
import { isDropped, isFailed, isUnfinished, openAtFirst, placesOf, rowsOf, spanOf, summaryOf } from './story-rows.js';
import { StepPanel } from './story-step.js';
import { StoryTree } from './story-tree.js';

/** A story that goes on is asked for again this often. */
const refreshMs = 2_000;

export function Story({ param }) {
  const [every, setEvery] = useState();
  const { data, error, reload } = useResource(path('story', param), { every });
  const goesOn = data && placesOf(data.root).some(({ step }) => isUnfinished(step));
  useEffect(() => setEvery(goesOn ? refreshMs : undefined), [goesOn]);

  return html`
    <div class="page-head">
      <h1>Story</h1>
      <a class="back" href=${hrefTo('events')}>All events</a>
    </div>
    ${error && !(data && error.status === 0) && (error.status === 404
      ? html`
        <${Empty} title="No such step">
          <p>${error.message}</p>
          <a class="button" href=${hrefTo('events')}>Look for it in the events</a>
        <//>`
      : html`<${NotLoaded} error=${error} retry=${reload} />`)}
    ${data ? html`<${StoryOf} story=${data} />` : !error && html`<${Loading} what="the story" />`}`;
}

function StoryOf({ story }) {
  const all = useMemo(() => placesOf(story.root), [story]);
  const first = all.find(({ step }) => step.id === story.focus) ?? all[0];
  const [selected, setSelected] = useState(first.key);
  const [open, setOpen] = useState(() => openAtFirst(all, story.focus));
  const [unfolded, setUnfolded] = useState(new Set());
  const panel = useRef();
  const places = usePlaces();
  useNewPlaces(all, setOpen);

  const rows = useMemo(() => rowsOf(all[0], { open, unfolded, kept: first.key }), [all, open, unfolded, first.key]);
  const span = useMemo(() => spanOf(all), [all]);
  const current = all.find(({ key }) => key === selected) ?? first;

  const toggle = row => row.more
    ? (setUnfolded(new Set([...unfolded, row.key])), setSelected(row.hidden[0].key))
    : setOpen(without(open, row.key) ?? new Set([...open, row.key]));

  /** Shows a place, whatever is closed above it. */
  const reveal = place => {
    const above = new Set(open);
    for (let parent = place.parent; parent; parent = parent.parent) above.add(parent.key);
    setOpen(above);
    setSelected(place.key);
  };

  // Beside the tree the panel is in sight; below it, who points at a step wants to be taken there.
  const enter = () => {
    if (window.matchMedia('(max-width: 1000px)').matches) panel.current?.scrollIntoView({ block: 'start', behavior: 'instant' });
  };

  return html`
    <${Summary} story=${story} all=${all} span=${span} reveal=${reveal}
      openAll=${() => setOpen(new Set(all.filter(place => place.children.length > 0).map(place => place.key)))} closeAll=${() => setOpen(new Set())} />
    <div class="story">
      <${StoryTree} rows=${rows} span=${span} focus=${story.focus} selected=${selected} select=${setSelected} toggle=${toggle} enter=${enter} />
      <div ref=${panel} class="story-panel"><${StepPanel} key=${current.key} place=${current} span=${span} places=${places} /></div>
    </div>`;
}

/** What comes while the story is read is shown, whether the reader closed something else or not. */
function useNewPlaces(all, setOpen) {
  const known = useRef(new Set(all.map(({ key }) => key)));
  useEffect(() => {
    const added = all.filter(({ key }) => !known.current.has(key));
    if (added.length === 0) return;
    for (const { key } of added) known.current.add(key);
    setOpen(open => new Set([...open, ...added.flatMap(({ key, parent }) => parent ? [key, parent.key] : [key])]));
  }, [all]);
}

function without(set, key) {
  if (!set.has(key)) return undefined;
  const rest = new Set(set);
  rest.delete(key);
  return rest;
}

function Summary({ story, all, span, reveal, openAll, closeAll }) {
  const { steps, functions, failed, dropped, unfinished } = summaryOf(all);
  const wrong = all.filter(({ step }) => isFailed(step)).sort((a, b) => isDropped(a.step) - isDropped(b.step));
  const [at, setAt] = useState(0);
  const next = () => {
    reveal(wrong[at % wrong.length]);
    setAt(at + 1);
  };
  return html`
    <div class="row story-summary">
      <p>
        ${plural(steps, 'step')} in ${duration(span.duration)} through ${plural(functions, 'function')}, from <${Time} value=${story.root.time} />
        ${failed === 0 && dropped === 0 && unfinished === 0 && html`. All went well.`}
        ${unfinished > 0 && html`; <span class="muted">${plural(unfinished, 'step')} still to end</span>`}
        ${failed > 0 && html`; <strong class="bad">${plural(failed, 'step')} did not go well</strong>`}
        ${dropped > 0 && html`; <span class="warn">no rule took ${plural(dropped, 'event')}</span>`}
      </p>
      <div class="actions">
        ${wrong.length > 0 && html`<button type="button" class="button button-small" onClick=${next}>${at === 0 ? failed > 0 ? 'Show what went wrong' : 'Show what no rule took' : `Show the next (${(at - 1) % wrong.length + 1} of ${wrong.length})`}</button>`}
        <button type="button" class="button button-small" onClick=${openAll}>Open all</button>
        <button type="button" class="button button-small" onClick=${closeAll}>Close all</button>
      </div>
      ${story.truncated && html`<p class="notice notice-warn">This story is too long to be shown whole. The rest is in the stories of its later events: search the events by its ids.</p>`}
    </div>`;
}
