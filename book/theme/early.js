// Runs before the page is drawn: what the reader chose last (theme, contents), and what all scripts of the book share.
(function () {
    'use strict';

    const root = document.documentElement;
    const PREFIX = 'arena-workbook:';

    // What the reader leaves behind. A browser may refuse to keep it; the page works all the same.
    const store = {
        get(key) {
            try {
                return JSON.parse(localStorage.getItem(PREFIX + key));
            } catch {
                return null;
            }
        },
        set(key, value) {
            try {
                localStorage.setItem(PREFIX + key, JSON.stringify(value));
            } catch {
                // Kept until the page is left.
            }
        },
        remove(key) {
            try {
                localStorage.removeItem(PREFIX + key);
            } catch {
                // It was not kept.
            }
        },
    };

    // An element with attributes and children; `on…` attributes are listeners.
    function el(name, attributes, ...children) {
        const element = document.createElement(name);
        for (const [key, value] of Object.entries(attributes || {})) {
            if (key.startsWith('on')) {
                element.addEventListener(key.slice(2), value);
            } else if (value === true) {
                element.setAttribute(key, '');
            } else if (value !== false && value !== null && value !== undefined) {
                element.setAttribute(key, value);
            }
        }
        element.append(...children);
        return element;
    }

    const dark = matchMedia('(prefers-color-scheme: dark)');
    const wide = matchMedia('(min-width: 68rem)');

    // `light` and `navy` are mdBook's names of the two themes that are offered.
    function theme() {
        return store.get('theme') || (dark.matches ? 'navy' : 'light');
    }

    function showTheme() {
        root.classList.toggle('navy', theme() === 'navy');
        root.classList.toggle('light', theme() !== 'navy');
    }

    root.classList.add('js');
    root.classList.toggle('contents-open', wide.matches && store.get('contents') !== 'closed');
    showTheme();
    dark.addEventListener('change', showTheme);

    window.Arena = { store, el, dark, wide, theme, showTheme };
})();
