import { useCallback, useState } from '../vendor/preact.js';

/** Something that a button does: `const { run, busy, error, result, clear } = useAction()`; `run` gives whether it worked. */
export function useAction() {
  const [state, setState] = useState({ busy: false });
  const run = useCallback(async work => {
    setState({ busy: true });
    try {
      setState({ busy: false, result: await work() });
      return true;
    } catch (error) {
      setState({ busy: false, error });
      return false;
    }
  }, []);
  const clear = useCallback(() => setState({ busy: false }), []);
  return { ...state, run, clear };
}
