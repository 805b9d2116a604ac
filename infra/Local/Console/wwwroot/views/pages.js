import { html, useCallback, useEffect, useState } from '../vendor/preact.js';
import { get } from '../api.js';
import { useResource } from '../parts.js';

const noMore = { items: [], next: undefined, loading: false, error: undefined };

/**
 * A list that comes in pages: `usePages('events?text=x', { list: 'events', cursor: 'before', id: 'seq' })`. The first page is as
 * `useResource` gives it and may be asked for again; further ones are added with `more`. `every`: see there.
 */
export function usePages(base, { list, cursor, id, every }) {
  const first = useResource(base, { every });
  const [further, setFurther] = useState({ base, ...noMore });
  const own = further.base === base ? further : noMore;
  const next = own.next === undefined ? first.data?.next ?? null : own.next;

  const reload = useCallback(() => {
    setFurther({ base, ...noMore });
    first.reload();
  }, [base, first.reload]);

  const more = async () => {
    setFurther({ ...own, base, loading: true, error: undefined });
    try {
      const page = await get(`${base}${base.includes('?') ? '&' : '?'}${cursor}=${encodeURIComponent(next)}`);
      setFurther({ base, items: [...own.items, ...page[list]], next: page.next, loading: false });
    } catch (error) {
      setFurther({ ...own, base, loading: false, error });
    }
  };

  const items = first.data ? unique([...first.data[list], ...own.items], id) : [];
  return { first, items, reload, more: next === null || next === undefined ? undefined : more, loadingMore: own.loading, moreError: own.error };
}

/** The first page may have moved over what a further one had. */
const unique = (items, id) => [...new Map(items.map(item => [item[id], item])).values()];

export const MoreButton = ({ pages, children }) => pages.more && html`
  <div class="row">
    <button type="button" class="button" disabled=${pages.loadingMore} onClick=${pages.more}>${pages.loadingMore ? 'Loading…' : children}</button>
    ${pages.moreError && html`<span class="bad" role="alert">${pages.moreError.message}</span>`}
  </div>`;

/** A text that is told once to who can't see what changed; visible too unless `hidden`. */
export function Announce({ children, hidden = false }) {
  const [text, setText] = useState('');
  // A live region tells what changes in it, not what it is born with.
  useEffect(() => setText(children ?? ''), [children]);
  return html`<p role="status" class=${hidden ? 'visually-hidden' : 'announce'}>${text}</p>`;
}
