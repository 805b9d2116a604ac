// Moving and scaling a drawing by mouse, fingers, keys and buttons.
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from '../vendor/preact.js';

const smallest = 0.2;
const largest = 2.5;

/** A fitted drawing isn't blown up. */
const fitLargest = 1.1;
const dragFrom = 4;

/**
 * `{ ref (of the frame), view: {x, y, scale}, fit, settle, zoom(factor), pan(dx, dy), reveal(box), handlers }` for a drawing of
 * `size` {width, height}, at least `readable` in scale. It fits itself until the user moves it, and again when the drawing or the frame changes;
 * `settle` fits it again after it was moved only to reveal something.
 */
export function usePanZoom(size, readable) {
  const ref = useRef();
  const [view, setView] = useState({ x: 0, y: 0, scale: 1 });
  const touched = useRef(false);

  const fit = useCallback(() => {
    touched.current = false;
    setView(fitted(ref.current, size, readable));
  }, [size, readable]);

  const settle = useCallback(() => touched.current || fit(), [fit]);

  useLayoutEffect(fit, [fit]);
  useEffect(() => {
    const observer = new ResizeObserver(settle);
    observer.observe(ref.current);
    return () => observer.disconnect();
  }, [settle]);

  const change = useCallback(next => {
    touched.current = true;
    setView(next);
  }, []);
  const pan = useCallback((dx, dy) => change(now => ({ ...now, x: now.x + dx, y: now.y + dy })), [change]);
  const zoom = useCallback((factor, at) => change(now => scaled(now, factor, at ?? middle(ref.current))), [change]);
  const reveal = useCallback((box, margin = 24, right = 0) => setView(now => revealed(now, ref.current, box, margin, right)), []);

  useWheel(ref, zoom);
  return { ref, view, fit, settle, zoom, pan, reveal, handlers: usePointers(ref, pan, zoom) };
}

function fitted(frame, { width, height }, readable) {
  const { clientWidth, clientHeight } = frame;
  const scale = Math.min(clientWidth / width, clientHeight / height, fitLargest);
  if (scale >= readable) return { scale, x: (clientWidth - width * scale) / 2, y: (clientHeight - height * scale) / 2 };
  return { scale: readable, x: Math.max(0, (clientWidth - width * readable) / 2), y: Math.max(0, (clientHeight - height * readable) / 2) };
}

const middle = frame => ({ x: frame.clientWidth / 2, y: frame.clientHeight / 2 });

/** Scaled around a point of the frame, which stays where it is. */
function scaled(view, factor, at) {
  const scale = Math.min(largest, Math.max(smallest, view.scale * factor));
  const real = scale / view.scale;
  return { scale, x: at.x - (at.x - view.x) * real, y: at.y - (at.y - view.y) * real };
}

function revealed(view, frame, box, margin, right) {
  const shift = (start, length, room) => {
    if (start < margin) return margin - start;
    return start + length > room - margin ? Math.max(room - margin - start - length, margin - start) : 0;
  };
  const dx = shift(box.x * view.scale + view.x, box.width * view.scale, frame.clientWidth - right);
  const dy = shift(box.y * view.scale + view.y, box.height * view.scale, frame.clientHeight);
  return dx === 0 && dy === 0 ? view : { ...view, x: view.x + dx, y: view.y + dy };
}

/** The wheel alone scrolls the page, as everywhere; with Ctrl (which a trackpad's pinch sends) it zooms. */
function useWheel(ref, zoom) {
  useEffect(() => {
    const frame = ref.current;
    const wheel = event => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      zoom(Math.exp(-event.deltaY * (event.deltaMode === 1 ? 0.05 : 0.0025)), placeIn(frame, event));
    };
    frame.addEventListener('wheel', wheel, { passive: false }); // Preact's own would be passive, which can't keep the page from zooming.
    return () => frame.removeEventListener('wheel', wheel);
  }, [zoom]);
}

function placeIn(frame, { clientX, clientY }) {
  const box = frame.getBoundingClientRect();
  return { x: clientX - box.left, y: clientY - box.top };
}

function usePointers(ref, pan, zoom) {
  const pointers = useRef(new Map()).current;
  const drag = useRef({ moved: 0 }).current;

  const onPointerDown = event => {
    if (event.button !== 0) return;
    pointers.set(event.pointerId, placeIn(ref.current, event));
    if (pointers.size === 1) drag.moved = 0;
  };

  const onPointerMove = event => {
    const before = pointers.get(event.pointerId);
    if (!before) return;
    const now = placeIn(ref.current, event);
    const others = [...pointers].filter(([id]) => id !== event.pointerId).map(([, place]) => place);
    pointers.set(event.pointerId, now);
    drag.moved += Math.hypot(now.x - before.x, now.y - before.y);
    if (others.length === 1) {
      zoom(distance(now, others[0]) / Math.max(1, distance(before, others[0])), { x: (now.x + others[0].x) / 2, y: (now.y + others[0].y) / 2 });
    } else if (drag.moved > dragFrom) {
      ref.current.setPointerCapture(event.pointerId);
      pan(now.x - before.x, now.y - before.y);
    }
  };

  const onPointerUp = event => pointers.delete(event.pointerId);

  // A click that ends a drag selects nothing.
  const onClickCapture = event => {
    if (drag.moved > dragFrom) {
      event.stopPropagation();
      event.preventDefault();
      drag.moved = 0;
    }
  };

  return { onPointerDown, onPointerMove, onPointerUp, onPointerCancel: onPointerUp, onClickCapture };
}

const distance = (a, b) => Math.hypot(a.x - b.x, a.y - b.y);
