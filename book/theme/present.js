// Presenting: the chapter in the book's window, one screen at a time. See present-screens.js for what a screen is.
//
// The strip at the bottom is memory: a cell for each screen, used up to the finger.
(function () {
    'use strict';

    const { store, el, presentScreens, presentLink, layOutAll } = window.Arena;
    const root = document.documentElement;
    const main = document.querySelector('main');
    const page = main.closest('.page');
    const NEXT = ['ArrowRight', 'ArrowDown', 'PageDown', ' '];
    const BACK = ['ArrowLeft', 'ArrowUp', 'PageUp'];
    // A clicker sends these, and expects to see all of a screen that is longer than the window.
    const SCROLLS = ['ArrowDown', 'PageDown', ' ', 'ArrowUp', 'PageUp'];
    const STALE = 12 * 3600 * 1000;
    const id = session();

    let screens = [];
    let at = 0;
    let on = false;
    let bar = null;
    let link = null;
    let notes = null;

    // Which presentation this is, so that a window of notes follows one.
    function session() {
        const fresh = String(Math.random()).slice(2);
        try {
            const kept = sessionStorage.getItem('arena-present') || fresh;
            sessionStorage.setItem('arena-present', kept);
            return kept;
        } catch {
            return fresh;
        }
    }

    // The time that was spent in this chapter; it runs while the chapter is presented.
    const clock = {
        key: `present-clock:${location.pathname.split('/').pop() || 'index.html'}`,
        read() {
            const kept = store.get(this.key) || this.kept;
            return kept && Date.now() - kept.touched < STALE ? kept : { spent: 0, since: null };
        },
        write(kept) {
            this.kept = { ...kept, touched: Date.now() };
            store.set(this.key, this.kept);
        },
        run(running) {
            const { spent, since } = this.read();
            if (running !== Boolean(since)) {
                this.write(running ? { spent, since: Date.now() } : { spent: spent + Date.now() - since, since: null });
            }
        },
        restart() {
            this.write({ spent: 0, since: Date.now() });
        },
    };

    function box() {
        const style = getComputedStyle(main);
        const inner = (start, end) => parseFloat(style[start]) + parseFloat(style[end]);
        return {
            width: page.clientWidth - inner('paddingLeft', 'paddingRight'),
            // A little less: margins differ where sections are cut.
            height: page.clientHeight - inner('paddingTop', 'paddingBottom') - parseFloat(getComputedStyle(root).fontSize),
        };
    }

    // Makes the screens again, and stays with what is shown.
    function build(place) {
        const here = place || screens[at] && presentScreens.first(screens[at], screens, at);
        screens = presentScreens.make(main, parseFloat(getComputedStyle(root).fontSize), box());
        bar.strip.replaceChildren(...screens.map(({ title }, cell) => el('span', {
            class: `cell${cell === 0 || screens[cell - 1].headings !== screens[cell].headings ? ' begins' : ''}`, title,
        })), bar.finger);
        return here ? find(here) : at;
    }

    // The screen with an element.
    function find(element) {
        const holds = screen => screen.headings.includes(element) || screen.parts.some(({ unit, rows, from, to }) =>
            unit.contains(element) && (!rows || !rows.some(row => row.some(part => part.contains(element)))
                || rows.slice(from, to).some(row => row.some(part => part.contains(element)))));
        return Math.max(0, screens.findIndex(holds));
    }

    // What `#/present/…` names: a number, the last screen, or the id of an element.
    function place(name) {
        if (name === 'end') {
            return screens.length - 1;
        }
        const named = name && !/^\d+$/.test(name) && document.getElementById(name);
        return named ? find(named) : Math.max(0, Math.min(screens.length, Number(name) || 1) - 1);
    }

    // The first element that the reader sees.
    function seen() {
        const height = (document.querySelector('.bar') || main).getBoundingClientRect().bottom;
        return presentScreens.units(main).find(unit => unit.getBoundingClientRect().bottom > height + 8);
    }

    function go(to) {
        if (to < 0 || to >= screens.length) {
            turn(to < 0 ? 'prev' : 'next');
            return;
        }
        at = to;
        presentScreens.show(main, screens[at]);
        page.scrollTop = 0;
        more();
        history.replaceState(null, '', `#/present/${at + 1}`);
        const focus = document.activeElement;
        const isHere = focus && focus !== main && (bar.element.contains(focus) || main.contains(focus) && focus.checkVisibility());
        if (!isHere) {
            main.focus({ preventScroll: true });
        }
        const left = screens.length - 1 - at;
        const next = left === 0 && document.querySelector('.turn a[rel=next]');
        bar.said.textContent = `${at + 1} of ${screens.length}: ${screens[at].title}`;
        bar.next.setAttribute('aria-label', next ? `Next chapter: ${words(next)}` : 'Next');
        bar.finger.style.insetInlineStart = `${100 * (at + 1) / screens.length}%`;
        [...bar.strip.querySelectorAll('.cell')].forEach((cell, place) => cell.classList.toggle('is-used', place <= at));
        tell();
    }

    // Says whether there is more below the window's edge, which a scroll bar would say at the cost of width.
    function more() {
        const below = page.scrollTop + page.clientHeight < page.scrollHeight - 4;
        bar.count.textContent = `${below ? '↓ ' : ''}${at + 1} / ${screens.length}`;
        bar.count.title = below ? 'There is more below' : '';
        page.scrollHeight > page.clientHeight + 4 ? page.setAttribute('tabindex', '0') : page.removeAttribute('tabindex');
    }

    const words = anchor => anchor.lastChild.textContent.trim();

    // The chapter before or after this one.
    function turn(way) {
        const anchor = document.querySelector(`.turn a[rel=${way}]`);
        if (anchor) {
            clock.run(false);
            location.href = `${anchor.href}#/present/${way === 'prev' ? 'end' : '1'}`;
        }
    }

    function move(by, scrolls) {
        const more = by > 0 ? page.scrollTop + page.clientHeight < page.scrollHeight - 4 : page.scrollTop > 4;
        if (scrolls && more) {
            page.scrollBy({ top: by * page.clientHeight * 0.8, behavior: 'instant' });
        } else {
            go(at + by);
        }
    }

    function firstLines({ parts }) {
        // Of code and pictures, their captions.
        const text = ({ unit, rows, from, to }) => {
            const captions = [...unit.querySelectorAll('figcaption')].map(caption =>
                [...caption.children].filter(part => !part.matches('button')).map(part => part.textContent).join(': ') || caption.textContent);
            const shown = unit.matches('arena-predict') ? [unit.querySelector('blockquote')]
                : rows ? rows.slice(from, to).map(row => row[0]) : [unit];
            return captions.length > 0 ? `${captions.join('. ')}.` : shown.map(part => part.innerText || part.textContent).join(' ');
        };
        return parts.map(text).join(' ').replace(/\s+/g, ' ').trim().slice(0, 240);
    }

    // What the window of notes needs.
    function tell() {
        if (!link) {
            return;
        }
        const next = screens[at + 1];
        const turned = document.querySelector('.turn a[rel=next]');
        const children = [...main.children];
        link.send({
            id, on, at,
            url: location.href.split('#')[0],
            count: screens.length,
            titles: screens.map(screen => screen.title),
            shown: on ? screens[at].parts.map(part => children.indexOf(part.unit)) : [],
            next: next ? { title: next.title, lines: firstLines(next) } : turned && { title: words(turned), lines: 'The next chapter.' },
            clock: clock.read(),
        });
    }

    // What the window of notes asks for.
    function hear(message) {
        if (message.id && message.id !== id) {
            return;
        }
        if (message.open) {
            const to = new URL(message.open, new URL(root.dataset.root || './', location.href.split('#')[0]));
            const known = [...document.querySelectorAll('#contents a')].some(anchor => anchor.href === to.href.split('#')[0]);
            if (known && to.href !== location.href) {
                clock.run(false);
                location.href = to.href;
            }
        } else if (message.restart) {
            clock.restart();
            tell();
        } else if ('run' in message) {
            clock.run(message.run);
            tell();
        } else if (Number.isInteger(message.go)) {
            on ? go(message.go) : enter();
        } else {
            tell();
        }
    }

    function openNotes() {
        const name = `arena-speaker-${id}`;
        const address = `${location.href.split('#')[0]}#/speaker`;
        if (notes && !notes.closed) {
            notes.focus();
            return;
        }
        notes = window.open(address, name, 'popup,width=1100,height=760');
        if (notes) {
            link.add(notes);
        } else {
            ask(el('p', {}, 'The browser did not open a second window. Allow this page to open windows, or open the notes by this link: ',
                el('a', { href: address, target: name, rel: 'opener' }, 'Speaker’s window')));
        }
    }

    function ask(...content) {
        const close = el('button', { type: 'button', class: 'primary', onclick: () => dialog.close() }, 'Close');
        const dialog = el('dialog', { class: 'present-dialog', 'aria-label': 'Presenting', onclose: () => dialog.remove() },
            ...content, close);
        document.body.append(dialog);
        dialog.showModal();
    }

    function help() {
        const rows = [
            ['→ Page Down Space', 'next screen, or the rest of one that is longer than the window'],
            ['← Page Up', 'the one before'],
            ['Home End', 'first and last screen of the chapter'],
            ['n', 'the speaker’s window: notes, clock, what is next, the agenda'],
            ['b', 'an empty screen; again, and it is back'],
            ['Escape', 'leave, at the same place in the text'],
            ['?', 'these keys'],
        ];
        ask(el('h2', {}, 'Keys'), el('dl', {}, ...rows.flatMap(([keys, what]) => [
            el('dt', {}, ...keys.split(/ (?!Down|Up)/).flatMap(key => [el('kbd', {}, key), ' '])), el('dd', {}, what)])),
        el('p', {}, 'On a touch screen, swipe. Your browser’s own full screen (F11) stays on from chapter to chapter.'));
    }

    function pressed(event) {
        const { key, target } = event;
        if (!on || event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey || target.closest('dialog')) {
            return;
        }
        const types = target.closest('input, select, textarea, [contenteditable]');
        // Clickers send these, wherever the focus is.
        const paging = key === 'PageDown' || key === 'PageUp';
        const presses = key === ' ' && target.closest('button, summary, a, label');
        if (types && !paging && key !== 'Escape' || presses) {
            event.stopPropagation();
            return;
        }
        const back = BACK.includes(key) || key === ' ' && event.shiftKey;
        const actions = {
            Home: () => go(0), End: () => go(screens.length - 1), Escape: leave,
            n: openNotes, b: () => root.classList.toggle('present-empty'), '.': () => root.classList.toggle('present-empty'), '?': help,
        };
        if (back || NEXT.includes(key)) {
            move(back ? -1 : 1, SCROLLS.includes(key));
        } else if (actions[key]) {
            actions[key]();
        } else {
            // The book's own keys (search) belong to the text.
            if (key.length === 1) {
                event.stopPropagation();
            }
            return;
        }
        event.preventDefault();
        event.stopPropagation();
    }

    // What is wider than the screen is scrolled first, to its end.
    const swipe = { x: 0, y: 0, left: false, right: false };
    const touched = ({ target, touches }) => {
        const box = target.closest('pre, .table-wrapper');
        const ours = touches.length === 1 && !target.closest('input, select, textarea');
        swipe.left = ours && !(box && box.scrollLeft + box.clientWidth < box.scrollWidth - 1);
        swipe.right = ours && !(box && box.scrollLeft > 1);
        [swipe.x, swipe.y] = [touches[0].clientX, touches[0].clientY];
    };
    const released = ({ changedTouches: [touch] }) => {
        const [x, y] = [touch.clientX - swipe.x, touch.clientY - swipe.y];
        if (on && (x < 0 ? swipe.left : swipe.right) && Math.abs(x) > 50 && Math.abs(x) > 2 * Math.abs(y)) {
            go(at + (x < 0 ? 1 : -1));
        }
    };

    function makeBar() {
        const button = (label, text, act) => el('button', { type: 'button', 'aria-label': label, onclick: act }, text);
        const strip = el('div', { class: 'present-strip', 'aria-hidden': 'true', onclick: event => {
            const { left, width } = strip.getBoundingClientRect();
            go(Math.min(screens.length - 1, Math.floor(screens.length * (event.clientX - left) / width)));
        } });
        const made = {
            strip,
            finger: el('span', { class: 'finger' }),
            count: el('span', { class: 'present-count' }),
            said: el('p', { class: 'only-read', role: 'status' }),
            next: button('Next', '→', () => go(at + 1)),
        };
        made.element = el('nav', { class: 'present-bar', 'aria-label': 'Presenting' },
            button('Leave (Escape)', '×', leave), button('Previous', '←', () => go(at - 1)), strip, made.count, made.next,
            button('Notes: the speaker’s window (n)', 'Notes', openNotes), button('Keys (?)', '?', help), made.said);
        return made;
    }

    let frame = 0;
    function changed() {
        cancelAnimationFrame(frame);
        frame = requestAnimationFrame(() => on && go(build()));
    }

    // A save of a chapter replaces what is in the page.
    const watch = new MutationObserver(changed);

    function enter(name) {
        if (on) {
            if (name) {
                go(place(name));
            }
            return;
        }
        const here = name ? null : seen();
        on = true;
        bar = makeBar();
        link = link || presentLink('book', hear);
        layOutAll();
        root.classList.add('presenting');
        document.body.append(bar.element);
        if (!location.hash.startsWith('#/present')) {
            history.pushState(null, '', '#/present/1');
        }
        clock.run(true);
        const first = build(here);
        watch.observe(main, { childList: true });
        go(name ? place(name) : first);
    }

    function leave() {
        if (!on) {
            return;
        }
        const first = presentScreens.first(screens[at], screens, at);
        const heading = screens[at].headings[screens[at].headings.length - 1];
        on = false;
        watch.disconnect();
        clock.run(false);
        presentScreens.forget(main);
        bar.element.remove();
        root.classList.remove('presenting', 'present-empty');
        page.removeAttribute('tabindex');
        if (location.hash.startsWith('#/present')) {
            history.replaceState(null, '', heading && heading.id ? `#${heading.id}` : location.pathname);
        }
        (first || main).scrollIntoView({ behavior: 'instant' });
        main.focus({ preventScroll: true });
        tell();
    }

    // Before the keys of the page, and after those of the widgets.
    root.addEventListener('keydown', pressed);
    main.addEventListener('touchstart', touched, { passive: true });
    main.addEventListener('touchend', released);
    page.addEventListener('scroll', () => on && more());
    // An answer that opens may reach below the edge.
    new ResizeObserver(() => on && more()).observe(main);
    window.addEventListener('resize', changed);
    window.addEventListener('hashchange', () => location.hash.startsWith('#/present') || leave());
    window.addEventListener('pagehide', () => on && clock.run(false));
    window.addEventListener('pageshow', event => event.persisted && on && clock.run(true));

    window.Arena.present = enter;
})();
