// Not a library: joins those that the page's modules use, under one name.
import { h, render } from './preact.module.js';
import htm from './htm.module.js';

export const html = htm.bind(h);
export { render };
export { useCallback, useEffect, useErrorBoundary, useLayoutEffect, useMemo, useRef, useState } from './hooks.module.js';
