// Not a module: it runs before the first paint, so that a chosen theme doesn't flash in the other one.
(() => {
  const key = 'console-theme';
  const themes = ['system', 'light', 'dark'];
  const root = document.documentElement;

  const stored = () => {
    try {
      return localStorage.getItem(key);
    } catch {
      return null; // A browser may forbid storage; then the system's theme it is.
    }
  };

  const apply = theme => {
    if (theme === 'system') delete root.dataset.theme;
    else root.dataset.theme = theme;
  };

  globalThis.consoleTheme = {
    themes,
    get current() {
      return root.dataset.theme ?? 'system';
    },
    set(theme) {
      apply(theme);
      try {
        localStorage.setItem(key, theme);
      } catch {
        // As above: it then lasts until the page is left.
      }
    },
  };
  apply(themes.includes(stored()) ? stored() : 'system');
})();
