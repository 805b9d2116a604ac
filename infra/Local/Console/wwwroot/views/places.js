// Where something happened: links from the id of a node of the flow to the views that know more of it.
import { html } from '../vendor/preact.js';
import { useResource } from '../parts.js';
import { hrefTo } from '../router.js';

const views = { Queue: 'queues', DeadLetterQueue: 'queues', Function: 'functions' };

/** `{ node: id => node or undefined, functionName: id => its physical name or undefined }` of the running assembly's flow. */
export function usePlaces() {
  const { data } = useResource('graph');
  const node = id => data?.nodes.find(candidate => candidate.id === id);
  return {
    node,
    functionName: id => node(id)?.kind === 'Function' ? node(id).physicalName : undefined,
  };
}

/** `AlertQueue · in the flow`: the place's own view, if there is one, and the place in the flow. */
export function Place({ places, id, name }) {
  const node = places.node(id);
  const text = name ?? node?.label ?? node?.name ?? id;
  if (!node) return text ?? html`<span class="muted">–</span>`;
  const view = node.physicalName && views[node.kind];
  const inFlow = hrefTo('', { node: id });
  return view
    ? html`<a href=${hrefTo(view, node.physicalName)}>${text}</a> <span class="muted">·</span> <a class="quiet-link" href=${inFlow}>in the flow</a>`
    : html`<a href=${inFlow}>${text}</a>`;
}

/** `event:ID` and the other steps' own view: their story. */
export const storyOf = stepId => hrefTo('events', stepId);
