// For those who teach: the switch that shows a chapter's speaker notes, and the ways to present it: a button, the key p,
// and an address that ends in #/present/N, or in #/speaker for the speaker's window. The rest is loaded when it is asked for.
(function () {
    'use strict';

    const { store, el } = window.Arena;
    const root = document.documentElement;
    const KEY = 'speaker-notes';
    const SCRIPTS = ['present-fit.js', 'present-screens.js', 'present-link.js'];
    const WAYS = { present: 'present.js', speaker: 'present-notes.js' };
    const notes = [...document.querySelectorAll('details.speaker')];
    const loaded = new Map();

    // Each once, and one after the other: later ones need earlier ones.
    function load(name) {
        if (!loaded.has(name)) {
            const address = new URL(`${root.dataset.root}present/${name}`, document.baseURI).href;
            const part = name.endsWith('.css')
                ? el('link', { rel: 'stylesheet', href: address })
                : el('script', { src: address });
            loaded.set(name, new Promise((resolve, reject) => {
                part.addEventListener('load', resolve);
                part.addEventListener('error', reject);
            }));
            document.head.append(part);
        }
        return loaded.get(name);
    }

    async function start(way, place) {
        const own = way === 'speaker' ? ['agendas.js'] : [];
        for (const name of ['present.css', ...SCRIPTS, ...own, WAYS[way]]) {
            await load(name);
        }
        window.Arena[way](place);
    }

    // What the address asks for: ['present', '3'], or nothing.
    function asked() {
        const [, way, place] = location.hash.match(/^#\/(present|speaker)(?:\/(.*))?$/) || [];
        return way ? [way, place] : null;
    }

    function follow() {
        const ask = asked();
        if (ask) {
            start(...ask);
        }
    }

    const showing = document.querySelector('.speaker-switch');

    function show() {
        const on = Boolean(store.get(KEY));
        showing.setAttribute('aria-pressed', on);
        root.classList.toggle('speaker-notes', on);
        notes.forEach(note => { note.open = on; });
    }

    document.querySelector('.present-switch')?.addEventListener('click', () => start('present'));
    if (showing) {
        showing.addEventListener('click', () => {
            store.set(KEY, !store.get(KEY));
            show();
        });
        show();
    }

    document.addEventListener('keydown', event => {
        const plain = !event.altKey && !event.ctrlKey && !event.metaKey && !event.shiftKey;
        const typing = event.target.closest('input, select, textarea, [contenteditable]');
        if (event.key === 'p' && plain && !typing && !event.defaultPrevented && !root.matches('.presenting, .speaking')) {
            event.preventDefault();
            start('present');
        }
    });
    window.addEventListener('hashchange', follow);
    follow();
})();
