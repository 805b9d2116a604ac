import { html, useEffect, useRef, useState } from '../vendor/preact.js';

/**
 * A table that becomes a list of cards where the window is narrow; see views.css. Columns are
 * `{ head, cell: row => …, right?, rowHead?, wide? }`: `right` for numbers, `rowHead` for what names the row, `wide` for what takes the
 * room that is left, `cardHide` for what a card does without. Roles are written out, because a table that is drawn as cards loses those of its elements.
 */
export function Table({ caption, columns, rows, keyOf, rowClass, showCaption = false }) {
  return html`
    <${ScrollX} label=${caption}>
      <table class="data as-cards" role="table">
        <caption class=${showCaption ? '' : 'visually-hidden'}>${caption}</caption>
        <thead role="rowgroup">
          <tr role="row">
            ${columns.map(column => html`
              <th scope="col" role="columnheader" class=${classOf(column)}>${column.hideHead ? html`<span class="visually-hidden">${column.head}</span>` : column.head}</th>`)}
          </tr>
        </thead>
        <tbody role="rowgroup">
          ${rows.map(row => html`<tr key=${keyOf(row)} role="row" class=${rowClass?.(row)}>${columns.map(column => html`<${Cell} ...${column} row=${row} />`)}</tr>`)}
        </tbody>
      </table>
    <//>`;
}

function Cell({ row, cell, head, hideHead, rowHead, ...column }) {
  const label = hideHead ? undefined : head;
  return rowHead
    ? html`<th scope="row" role="rowheader" class=${classOf(column)} data-label=${label}>${cell(row)}</th>`
    : html`<td role="cell" class=${classOf(column)} data-label=${label}>${cell(row)}</td>`;
}

const classOf = ({ right, wide, cardHide }) => [right && 'right', wide && 'wide', cardHide && 'card-hide'].filter(Boolean).join(' ') || undefined;

/** What is wider than its place scrolls within it; it can be scrolled with the keyboard when there is something to scroll. */
export function ScrollX({ label, children }) {
  const box = useRef();
  const [overflows, setOverflows] = useState(false);
  useEffect(() => {
    const observer = new ResizeObserver(() => setOverflows(box.current.scrollWidth > box.current.clientWidth));
    observer.observe(box.current);
    if (box.current.firstElementChild) observer.observe(box.current.firstElementChild);
    return () => observer.disconnect();
  }, []);
  return html`<div ref=${box} class="scroll-x" ...${overflows ? { tabindex: 0, role: 'region', 'aria-label': label } : {}}>${children}</div>`;
}
