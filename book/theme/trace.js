// "Show my memory": has the server record a trace of an exercise, and loads the replay when there is one to be shown.
(function () {
    'use strict';

    const { el, live } = window.Arena;
    const SCRIPTS = ['replay-model', 'replay-draw', 'replay-words', 'replay'];
    const rows = new WeakMap();
    let loading = null;

    // Once for the page. What is added to it does not stay: a page with other scripts than the server's is out of date.
    function load() {
        loading ||= (async () => {
            const style = await (await fetch('/live/replay.css')).text();
            document.adoptedStyleSheets.push(await new CSSStyleSheet().replace(style));
            for (const name of SCRIPTS) {
                await new Promise((resolve, reject) => {
                    const script = el('script', { src: `/live/${name}.js`, onload: resolve, onerror: reject });
                    document.head.append(script);
                    script.remove();
                });
            }
        })();
        loading.catch(() => { loading = null; });
        return loading;
    }

    // The buttons in a card, and the replay below them.
    class Row {
        constructor(card, id) {
            this.id = id;
            this.record = el('button', { type: 'button', onclick: () => this.ask() }, 'Show my memory');
            this.last = el('button', { type: 'button', onclick: () => this.open() }, 'Show the last recording');
            this.close = el('button', { type: 'button', onclick: () => this.shut() }, 'Close the replay');
            this.said = el('p', { class: 'card-said', role: 'status' });
            this.place = el('div', {});
            this.box = el('div', { class: 'card-memory', hidden: true },
                el('div', { class: 'controls' }, this.record, this.last, this.close), this.said, this.place);
            card.querySelector('.card-panel').append(this.box);
        }

        show({ trace, heap_calls: calls }) {
            const isNew = trace !== this.trace;
            this.trace = trace;
            // Before its heap calls were counted once, nobody knows whether they are compared at all.
            this.box.hidden = !trace && !calls;
            const isOpen = Boolean(this.replay);
            this.last.hidden = !trace || isOpen;
            this.close.hidden = !isOpen;
            if (isNew && trace && (isOpen || this.isAsked)) {
                this.open();
            }
        }

        async ask() {
            this.isAsked = true;
            this.said.textContent = await live.wish(this.id, 'trace');
        }

        async open() {
            this.isAsked = false;
            // A button that goes away would take the focus with it.
            const hadFocus = document.activeElement === this.last;
            try {
                const buffer = await live.trace(this.id);
                await load();
                this.replay ||= el('arena-replay', {
                    'aria-label': 'Replay of the heap', role: 'region', 'onopen-line': event => live.wish(this.id, { open_at: event.detail }),
                });
                if (!this.replay.isConnected) {
                    this.place.append(this.replay);
                }
                this.said.textContent = '';
                await this.replay.load(buffer);
                this.last.hidden = true;
                this.close.hidden = false;
                if (hadFocus) {
                    this.close.focus();
                }
            } catch (error) {
                this.said.textContent = error.message || 'The replay could not be loaded: reload the page.';
            }
        }

        shut() {
            this.replay.remove();
            this.replay = null;
            this.last.hidden = !this.trace;
            this.close.hidden = true;
            this.record.focus();
        }
    }

    live.on('card', card => {
        for (const element of document.querySelectorAll('arena-card')) {
            if (element.dataset.exercise === card.id && element.querySelector('.card-panel')) {
                if (!rows.has(element)) {
                    rows.set(element, new Row(element, card.id));
                }
                rows.get(element).show(card);
            }
        }
    });
})();
