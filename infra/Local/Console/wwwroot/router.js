import { useEffect, useState } from './vendor/preact.js';

/** `hrefTo('queues', name)`, `hrefTo('events', { text: 'abc' })`: a link to a view, each part escaped. */
export function hrefTo(...parts) {
  const last = parts.at(-1);
  const query = typeof last === 'object' && last !== null ? parts.pop() : {};
  const set = Object.entries(query).filter(([, value]) => value !== undefined && value !== null && value !== '');
  const search = set.length === 0 ? '' : `?${new URLSearchParams(set)}`;
  return `#/${parts.map(part => encodeURIComponent(part)).join('/')}${search}`;
}

/** Goes to a view. `replace` leaves no entry in the history: for what is typed into a filter. */
export function go(href, { replace = false } = {}) {
  if (!replace) {
    location.hash = href;
    return;
  }

  history.replaceState(null, '', href);
  window.dispatchEvent(new HashChangeEvent('hashchange'));
}

/** Where the page is: `{ view: 'queues', param: 'NAME' | undefined, query: { text: … } }`. */
export function useRoute() {
  const [route, setRoute] = useState(current);
  useEffect(() => {
    const changed = () => setRoute(current());
    window.addEventListener('hashchange', changed);
    return () => window.removeEventListener('hashchange', changed);
  }, []);
  return route;
}

function current() {
  const [path, search = ''] = location.hash.replace(/^#\/?/, '').split('?');
  const [view = '', ...rest] = path.split('/').map(decoded);
  return { view, param: rest.length === 0 ? undefined : rest.join('/'), query: Object.fromEntries(new URLSearchParams(search)) };
}

function decoded(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part; // A hand-typed % that escapes nothing stands for itself.
  }
}
