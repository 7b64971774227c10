// The connection of a served page to its server: what the reader has done, in this page or elsewhere, as it happens.
// Pages that are no server's do not have this script.
(function () {
    'use strict';

    const { el } = window.Arena;
    const root = document.documentElement.dataset.root;
    const cards = [...document.querySelectorAll('arena-card')];
    const listeners = { overview: [], card: [], state: [] };
    let source = null;
    let secret = null;
    let generation = null;

    const tell = (kind, data) => listeners[kind].forEach(listener => listener(data));
    const on = (kind, listener) => listeners[kind].push(listener);

    // Only while the page is visible: a browser opens few connections to a host, and other pages need them too.
    function connect() {
        if (source || document.hidden) {
            return;
        }
        const ids = cards.map(card => card.dataset.exercise).join(',');
        source = new EventSource(`/live/events?cards=${ids}`);
        source.addEventListener('hello', event => {
            secret = JSON.parse(event.data).secret;
            tell('state', 'connected');
        });
        source.addEventListener('overview', event => tell('overview', JSON.parse(event.data)));
        source.addEventListener('card', event => tell('card', JSON.parse(event.data)));
        source.addEventListener('book', event => {
            const now = JSON.parse(event.data).generation;
            if (generation !== null && now !== generation) {
                tell('state', 'stale');
            }
            generation = now;
        });
        source.addEventListener('error', () => {
            tell('state', 'lost');
            // The browser tries again by itself, unless the server refused.
            if (source.readyState === EventSource.CLOSED) {
                disconnect();
                setTimeout(connect, 2000);
            }
        });
    }

    function disconnect() {
        if (source) {
            source.close();
            source = null;
        }
    }

    document.addEventListener('visibilitychange', () => (document.hidden ? disconnect() : connect()));
    addEventListener('pagehide', disconnect);
    addEventListener('pageshow', connect);

    // Asks the server to do something for an exercise; resolves to what is wrong, or to nothing.
    async function wish(id, what) {
        try {
            const answer = await fetch('/live/wish', {
                method: 'POST',
                headers: { 'arena-secret': secret || '', 'content-type': 'application/json' },
                body: JSON.stringify({ id, what }),
            });
            return answer.ok ? '' : (await answer.text()).trim();
        } catch {
            return 'The server does not answer: start it again with `cargo xtask book`.';
        }
    }

    // The contents: a mark for each exercise of a chapter.
    on('overview', ({ exercises }) => {
        for (const link of document.querySelectorAll('#contents a')) {
            const page = new URL(link.href).pathname.split('/').pop();
            const here = exercises.filter(exercise => exercise.page === page);
            let marks = link.querySelector('.marks');
            if (here.length === 0) {
                continue;
            }
            if (!marks) {
                marks = el('span', { class: 'marks' });
                link.append(' ', marks);
            }
            marks.replaceChildren(...here.map(exercise => {
                const [mark, text] = exercise.star ? ['★', 'passed with a star']
                    : exercise.passed ? ['✓', 'passed']
                        : exercise.known ? ['–', 'known']
                            : exercise.standing ? ['◐', 'begun'] : ['○', 'not begun'];
                return el('span', { class: `mark ${exercise.passed || exercise.known ? 'is-done' : ''}`, title: `Exercise ${exercise.number}: ${text}` },
                    el('span', { 'aria-hidden': 'true' }, mark),
                    el('span', { class: 'only-read' }, `Exercise ${exercise.number}: ${text}. `));
            }));
        }
    });

    window.Arena.live = { on, wish, root };
    // After the scripts that listen.
    addEventListener('DOMContentLoaded', connect);
})();
