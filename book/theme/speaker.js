// Speaker notes: hidden until the facilitator switches them on. The switch is stored for all chapters.
(function () {
    'use strict';

    const { store, el } = window.Arena;
    const KEY = 'speaker-notes';
    const notes = [...document.querySelectorAll('details.speaker')];
    if (notes.length === 0) {
        return;
    }

    const button = el('button', { type: 'button', class: 'speaker-switch', 'data-added': true, onclick: () => {
        store.set(KEY, !store.get(KEY));
        show();
    } }, 'Speaker notes');

    function show() {
        const on = Boolean(store.get(KEY));
        button.setAttribute('aria-pressed', on);
        document.documentElement.classList.toggle('speaker-notes', on);
        notes.forEach(note => { note.open = on; });
    }

    const title = document.querySelector('main h1');
    const minutes = document.querySelector('main .minutes');
    (minutes || title).after(button);
    show();
})();
