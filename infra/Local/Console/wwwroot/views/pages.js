import { html, useCallback, useEffect, useRef, useState } from '../vendor/preact.js';
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

  useEffect(() => setFurther({ base, ...noMore }), [base]);
  useNoGap(first.data?.[list], cursor === 'before' && own.items.length > 0, id, setFurther);

  const reload = useCallback(() => {
    setFurther({ base, ...noMore });
    first.reload();
  }, [base, first.reload]);

  const more = async () => {
    setFurther({ ...own, base, loading: true, error: undefined });
    try {
      const page = await get(`${base}${base.includes('?') ? '&' : '?'}${cursor}=${encodeURIComponent(next)}`);
      setFurther({ base, items: [...own.items, ...page[list]], next: page.next ?? null, loading: false });
    } catch (error) {
      setFurther({ ...own, base, loading: false, error });
    }
  };

  const items = first.data ? unique([...first.data[list], ...own.items], id) : [];
  return { first, items, reload, more: next === null ? undefined : more, loadingMore: own.loading, moreError: own.error };
}

/**
 * The newest page moves away from the older ones as items come, so what it leaves behind is added to them. When more came than a page
 * holds, nobody knows what lies between: then only the newest page is left.
 */
function useNoGap(page, hasOlder, id, setFurther) {
  const before = useRef();
  useEffect(() => {
    const previous = before.current;
    before.current = page;
    if (!hasOlder || !previous || !page || previous === page) return;
    const ids = new Set(page.map(item => item[id]));
    const meets = previous.some(item => ids.has(item[id]));
    setFurther(further => meets ? { ...further, items: unique([...previous, ...further.items], id) } : { ...noMore, base: further.base });
  }, [page]);
}

/** The first page may have moved over what a further one had. */
const unique = (items, id) => [...new Map(items.map(item => [item[id], item])).values()];

export const MoreButton = ({ pages, children }) => pages.more && html`
  <div class="row">
    <button type="button" class="button" disabled=${pages.loadingMore} onClick=${pages.more}>${pages.loadingMore ? 'Loading…' : children}</button>
    ${pages.moreError && html`<span class="bad" role="alert">${pages.moreError.message}</span>`}
  </div>`;
