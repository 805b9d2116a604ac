// Dots that run along edges when events went that way.
import { useEffect, useRef } from '../vendor/preact.js';
import { edgeTotal } from './numbers.js';

const runMs = 1_000;
const mostDots = 90;
const namespace = 'http://www.w3.org/2000/svg';
const still = window.matchMedia('(prefers-reduced-motion: reduce)');

/** A ref for the `<g>` that holds the dots; they come and go outside Preact, which would else diff each of them. */
export function useDots(history, edges, layout) {
  const group = useRef();
  useEffect(() => {
    const [before, now] = history.slice(-2);
    if (!now || !group.current || still.matches || document.hidden) return;
    for (const edge of edges) {
      const place = layout.edges.get(edge.id);
      const count = place ? dotsFor(edgeTotal(now, edge) - edgeTotal(before, edge)) : 0;
      for (let i = 0; i < count && group.current.childElementCount < mostDots; i++) run(group.current, place.path, i / count);
    }
  }, [history]);
  return group;
}

/** Few dots: they show that something moves; the label says how much. */
function dotsFor(passed) {
  if (passed <= 0) return 0;
  return passed < 5 ? 1 : Math.min(4, 1 + Math.round(Math.log10(passed) * 1.5));
}

function run(group, path, phase) {
  const dot = document.createElementNS(namespace, 'circle');
  dot.setAttribute('r', '3.2');
  dot.setAttribute('class', 'edge-dot');
  dot.style.offsetPath = `path("${path}")`;
  group.append(dot);
  const animation = dot.animate(
    [{ offsetDistance: '0%', opacity: 0 }, { opacity: 1, offset: 0.1 }, { opacity: 1, offset: 0.9 }, { offsetDistance: '100%', opacity: 0 }],
    { duration: runMs, delay: phase * runMs, fill: 'both', easing: 'ease-in-out' });
  animation.finished.then(() => dot.remove(), () => dot.remove());
}
