// The buttons of the bar (contents, theme), and the arrow keys that turn to other chapters.
(function () {
    'use strict';

    const { store, dark, wide, theme, showTheme, layOutAll } = window.Arena;
    const root = document.documentElement;

    (function contents() {
        const button = document.getElementById('contents-toggle');
        const list = document.getElementById('contents');
        const here = location.pathname.replace(/\/$/, '/index.html');
        const links = [...list.querySelectorAll('a:not(.outline a)')];
        // The first chapter is also the index.
        const current = links.find(link => link.pathname === here)
            || (here.endsWith('/index.html') ? links[0] : null);

        function show(open) {
            root.classList.toggle('contents-open', open);
            button.setAttribute('aria-expanded', open);
            if (open && current) {
                // Once the page is laid out, rather than to have it laid out for this.
                const laidOut = new ResizeObserver(() => {
                    laidOut.disconnect();
                    // The section that is being read, where the outline knows it already; the outline may be long.
                    const mark = list.querySelector('.outline [aria-current]') || current;
                    list.scrollTop = mark.offsetTop - list.clientHeight / 2;
                });
                laidOut.observe(list);
            }
        }

        if (current) {
            current.setAttribute('aria-current', 'page');
        }
        show(root.classList.contains('contents-open'));
        button.addEventListener('click', () => {
            const open = !root.classList.contains('contents-open');
            show(open);
            // On a narrow screen the contents cover the text, and are open for a single choice.
            if (wide.matches) {
                store.set('contents', open ? 'open' : 'closed');
            }
        });
        document.addEventListener('keydown', event => {
            if (event.key === 'Escape' && !wide.matches && root.classList.contains('contents-open')) {
                show(false);
                button.focus();
            }
        });
        // A tap beside them only closes them; a choice within this page does so too.
        document.addEventListener('click', event => {
            const isOpen = !wide.matches && root.classList.contains('contents-open');
            if (isOpen && !button.contains(event.target) && (!list.contains(event.target) || event.target.closest('.outline a'))) {
                show(false);
                if (!list.contains(event.target)) {
                    event.preventDefault();
                    event.stopPropagation();
                }
            }
        }, true);
        wide.addEventListener('change', () => show(wide.matches && store.get('contents') !== 'closed'));
    })();

    (function themes() {
        const button = document.getElementById('theme-toggle');
        const say = () => button.setAttribute('aria-pressed', theme() === 'navy');

        say();
        dark.addEventListener('change', say);
        button.addEventListener('click', () => {
            const next = theme() === 'navy' ? 'light' : 'navy';
            // A choice that equals the system's is not stored: the page follows the system again.
            if (next === (dark.matches ? 'navy' : 'light')) {
                store.remove('theme');
            } else {
                store.set('theme', next);
            }
            showTheme();
            say();
        });
    })();

    // Before the browser looks where a link leads.
    (function jumps() {
        document.addEventListener('click', event => {
            if (event.target.closest('a[href*="#"]')) {
                layOutAll();
            }
        }, true);
        addEventListener('hashchange', () => {
            if (root.classList.contains('waits')) {
                layOutAll();
                document.querySelector(':target')?.scrollIntoView();
            }
        });
    })();

    // Content that is wider than its box can be scrolled from the keyboard; other boxes are not tab stops.
    (function scrollers() {
        const watch = new ResizeObserver(entries => entries.forEach(({ target }) => {
            const scrolls = target.scrollWidth > target.clientWidth;
            scrolls ? target.setAttribute('tabindex', '0') : target.removeAttribute('tabindex');
        }));
        // A box that is newly observed is looked at, whether or not it was observed before.
        const look = box => {
            watch.unobserve(box);
            watch.observe(box);
        };
        const boxes = 'pre, .table-wrapper, .code-of-side';
        const watchScrollers = text => text.querySelectorAll(boxes).forEach(look);
        const main = document.querySelector('main');
        // What was not laid out had no width, and its box may have had its size already. The browser tells only of what comes
        // near, and not of what need no longer wait.
        document.addEventListener('laid-out', () => watchScrollers(main));
        document.addEventListener('contentvisibilityautostatechange', ({ target, skipped }) => {
            if (!skipped) {
                [target].filter(box => box.matches(boxes)).forEach(look);
                watchScrollers(target);
            }
        });
        window.Arena.watchScrollers = watchScrollers;
        watchScrollers(main);
    })();

    // Only if nothing has the focus: in a widget, or in code that is wider than its box, arrows mean something else.
    (function arrows() {
        const keys = { ArrowLeft: 'prev', ArrowRight: 'next' };
        document.addEventListener('keydown', event => {
            const modified = event.altKey || event.ctrlKey || event.metaKey || event.shiftKey;
            const focus = document.activeElement;
            const idle = !focus || focus === document.body || focus.id === 'mdbook-content';
            const link = keys[event.key] && document.querySelector(`.turn a[rel=${keys[event.key]}]`);
            if (link && idle && !modified) {
                link.click();
            }
        });
    })();
})();
