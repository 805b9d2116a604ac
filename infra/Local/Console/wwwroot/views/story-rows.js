// From a story's steps to the rows that are drawn. Pure: no element, no request.

/** So many siblings of one kind stay as they are; of more, the first few are shown. */
const mostAlike = 5;
const shownAlike = 3;

/** Trees up to this size start open. */
const openSize = 150;

/** The levels of a larger one that start open, besides the ways to what matters. */
const openLevels = 3;

/**
 * Every step with its place in the tree: `{ key, step, parent, level, children, holdsFailure }`, in the order of reading. A batch's invocation stands below each
 * of its messages, so a step's id doesn't name a place: the way to it does.
 */
export function placesOf(root) {
  const places = [];
  const walk = (step, parent, level) => {
    const place = { key: parent ? `${parent.key}/${step.id}` : step.id, step, parent, level, children: [] };
    places.push(place);
    place.children = step.children.map(child => walk(child, place, level + 1));
    place.holdsFailure = isFailed(step) || place.children.some(child => child.holdsFailure);
    return place;
  };
  walk(root, undefined, 1);
  return places;
}

/** What no rule took is worth to be seen, whether somebody meant it or not. */
export const isFailed = step => ['failed', 'dead', 'dropped'].includes(step.status);

export const isDropped = step => step.status === 'dropped';

export const isUnfinished = step => ['waiting', 'running'].includes(step.status);

/** The keys of the places whose children are shown at first. */
export function openAtFirst(places, focus) {
  const parents = places.filter(place => place.children.length > 0);
  if (places.length <= openSize) return new Set(parents.map(place => place.key));
  const open = new Set(parents.filter(place => place.level <= openLevels).map(place => place.key));
  for (const place of places.filter(({ step }) => step.id === focus || isFailed(step))) {
    for (let above = place.parent; above; above = above.parent) open.add(above.key);
  }

  return open;
}

/**
 * The rows to draw: `{ place, isOpen, position, size }` for a step, `{ more, key, hidden, level, parent, position, size }` for siblings that are folded
 * into one. What failed, and what holds `kept`, is never folded.
 */
export function rowsOf(root, { open, unfolded, kept }) {
  const rows = [];
  const add = (place, position, size) => {
    const isOpen = place.children.length > 0 ? open.has(place.key) : undefined;
    rows.push({ key: place.key, place, level: place.level, parent: place.parent, isOpen, position, size });
    if (!isOpen) return;
    const shown = folded(place, unfolded, kept);
    shown.forEach((item, i) => item.more
      ? rows.push({ ...item, level: place.level + 1, parent: place, position: i + 1, size: shown.length })
      : add(item, i + 1, shown.length));
  };
  add(root, 1, 1);
  return rows;
}

function folded(parent, unfolded, kept) {
  const groups = groupBy(parent.children, alike);
  const shown = [];
  for (const child of parent.children) {
    const name = alike(child);
    const group = groups.get(name);
    const key = `${parent.key}/more ${name}`;
    if (group.length <= mostAlike || unfolded.has(key)) {
      shown.push(child);
      continue;
    }

    const at = group.indexOf(child);
    if (at < shownAlike || holds(child, kept)) shown.push(child);
    if (at === group.length - 1) {
      const hidden = group.slice(shownAlike).filter(one => !holds(one, kept));
      if (hidden.length > 0) shown.push({ more: true, key, hidden });
    }
  }

  return shown;
}

/** Events are told apart by their detail-type, other steps by their place: their titles name keys. What failed is like nothing else. */
const alike = ({ step, holdsFailure }) => `${step.kind} ${step.kind === 'event' ? step.title : step.node ?? step.title} ${holdsFailure ? step.id : ''}`;

const holds = (place, key) => key !== undefined && (key === place.key || key.startsWith(`${place.key}/`));

function groupBy(items, nameOf) {
  const groups = new Map();
  for (const item of items) groups.set(nameOf(item), [...groups.get(nameOf(item)) ?? [], item]);
  return groups;
}

/** When the story begins and ends, in milliseconds since 1970. */
export function spanOf(places) {
  const start = Math.min(...places.map(({ step }) => Date.parse(step.time)));
  const end = Math.max(...places.map(({ step }) => endOf(step)));
  return { start, end: Math.max(end, start + 1), duration: Math.max(end - start, 1) };
}

/** When a step ended, as far as it is known. */
export function endOf(step) {
  const ends = step.attempts.map(attempt => Date.parse(attempt.time) + (attempt.durationMs ?? 0));
  return Math.max(Date.parse(step.endTime ?? step.time), ...ends);
}

/** `{ steps, functions, failed, dropped, unfinished }`: each step once, however often it stands in the tree. */
export function summaryOf(places) {
  const steps = [...new Map(places.map(({ step }) => [step.id, step])).values()];
  const invocations = steps.filter(step => step.kind === 'invocation');
  return {
    steps: steps.length,
    functions: new Set(invocations.map(step => step.node ?? step.title)).size,
    failed: steps.filter(step => isFailed(step) && !isDropped(step)).length,
    dropped: steps.filter(isDropped).length,
    unfinished: steps.filter(isUnfinished).length,
  };
}
