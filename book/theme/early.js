// Runs before the page is drawn: applies the reader's last choices (theme, contents), and defines what all scripts share.
(function () {
    'use strict';

    const root = document.documentElement;
    const PREFIX = 'arena-workbook:';

    // The reader's choices and answers. A browser may refuse to store them; the page works all the same.
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
                // The page keeps it until it is closed.
            }
        },
        remove(key) {
            try {
                localStorage.removeItem(PREFIX + key);
            } catch {
                // It was not stored.
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

    // A whole number with its digits in groups, as in English, 12,345. The browser's own toLocaleString takes 50 ms when
    // first asked.
    const grouped = (count, between = ',') => String(count).replace(/\B(?=(\d{3})+$)/g, between);

    const dark = matchMedia('(prefers-color-scheme: dark)');
    const wide = matchMedia('(min-width: 68rem)');

    // `light` and `navy` are mdBook's names for the two themes on offer.
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

    // Only of a page that is opened at its start may the rest wait (see page.css). Every other way in, and every jump within
    // it, needs the true heights of what is above.
    const [way] = performance.getEntriesByType('navigation');
    root.classList.toggle('waits', !location.hash && way?.type === 'navigate');

    // What is made up only when the reader comes near, by its element. On a page that has just been opened, that is what
    // the window shows; once it is scrolled, also what is less than a window away.
    const waiting = new Map();
    const watchWithin = rootMargin => new IntersectionObserver(
        entries => entries.filter(entry => entry.isIntersecting).forEach(({ target }) => wake(target)), { rootMargin });
    let near = watchWithin('0px');
    addEventListener('scroll', () => {
        near.disconnect();
        near = watchWithin('100% 0px');
        waiting.forEach((_, element) => near.observe(element));
    }, { once: true, passive: true });

    function wake(element) {
        const start = waiting.get(element);
        near.unobserve(element);
        waiting.delete(element);
        if (element.isConnected) {
            start?.();
        }
    }

    function whenNear(element, start) {
        if (root.classList.contains('waits')) {
            waiting.set(element, start);
            near.observe(element);
        } else {
            start();
        }
    }

    const wakeAll = () => [...waiting.keys()].forEach(wake);

    function layOutAll() {
        if (root.classList.contains('waits')) {
            root.classList.remove('waits');
            wakeAll();
            document.dispatchEvent(new Event('laid-out'));
        }
    }

    window.Arena = { store, el, dark, wide, grouped, theme, showTheme, whenNear, wakeAll, layOutAll };
})();
