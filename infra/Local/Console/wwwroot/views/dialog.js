import { html, useEffect, useRef } from '../vendor/preact.js';

/**
 * A question before something changes. The browser's own dialog keeps the focus inside and gives it back afterwards, so it must be
 * closed rather than just no longer drawn: `children` gets `close`. While `busy`, Escape doesn't close it.
 */
export function Dialog({ title, busy = false, onClosed, children }) {
  const dialog = useRef();
  const close = () => dialog.current?.close();
  useEffect(() => {
    dialog.current.showModal();
  }, []);
  return html`
    <dialog ref=${dialog} class="dialog" aria-label=${title} onClose=${onClosed} onCancel=${event => busy && event.preventDefault()}>
      <h2>${title}</h2>
      ${children(close)}
    </dialog>`;
}

/** Asks, does, and closes when it is done: `doing` is one of `useAction`. */
export function Confirm({ title, verb, danger = false, doing, work, onClosed, children }) {
  const confirm = async close => {
    if (await doing.run(work)) close();
  };
  return html`
    <${Dialog} title=${title} busy=${doing.busy} onClosed=${onClosed}>
      ${close => html`
        ${children}
        ${doing.error && html`<p class="bad" role="alert">${doing.error.message}</p>`}
        <div class="dialog-actions">
          <button type="button" class="button" disabled=${doing.busy} onClick=${close}>No, leave it</button>
          <button type="button" class=${`button ${danger ? 'button-danger' : 'button-main'}`} disabled=${doing.busy} onClick=${() => confirm(close)}>
            ${doing.busy ? 'Working…' : verb}
          </button>
        </div>`}
    <//>`;
}
