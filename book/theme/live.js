// The connection of a served page to its server: what the reader has done, in this page or elsewhere, as it happens.
// Pages that are no server's do not have this script.
(function () {
    'use strict';

    const { el, layOutAll } = window.Arena;
    const cards = [...document.querySelectorAll('arena-card')];
    const listeners = { overview: [], card: [], claims: [], state: [] };
    let source = null;
    let secret = null;
    let start = null;
    let generation = null;
    let address = null;
    const GONE = 'The server does not answer: start it again with `cargo xtask book`.';

    const tell = (kind, data) => listeners[kind].forEach(listener => listener(data));
    const on = (kind, listener) => listeners[kind].push(listener);

    // What the page shows decides what it is told.
    function addressOfEvents() {
        const ids = cards.map(card => card.dataset.exercise).join(',');
        const claims = document.querySelector('arena-claims') ? '&claims' : '';
        return `/live/events?cards=${ids}${claims}`;
    }

    // Only while the page is visible: a browser opens few connections to a host, and other pages need them too.
    function connect() {
        if (source || document.hidden) {
            return;
        }
        address = addressOfEvents();
        source = new EventSource(address);
        source.addEventListener('hello', event => {
            const hello = JSON.parse(event.data);
            secret = hello.secret;
            // Another secret is that of another start of the server, which counts from the beginning.
            if (start !== null && (start !== secret || generation !== hello.generation)) {
                refresh();
            }
            start = secret;
            generation = hello.generation;
            tell('state', 'connected');
        });
        source.addEventListener('overview', event => tell('overview', JSON.parse(event.data)));
        source.addEventListener('card', event => tell('card', JSON.parse(event.data)));
        source.addEventListener('claims', event => tell('claims', JSON.parse(event.data)));
        source.addEventListener('book', event => {
            generation = JSON.parse(event.data).generation;
            refresh();
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

    // A chapter was saved: what differs in the text takes its place here, and the rest of the page stays as it is, with
    // what the reader has opened and where they are.
    async function refresh() {
        let text;
        try {
            const answer = await fetch(location.pathname, { cache: 'no-store' });
            if (!answer.ok) {
                return notice('This page is no longer in the book.');
            }
            text = await answer.text();
        } catch {
            return;
        }
        const page = new DOMParser().parseFromString(text, 'text/html');
        window.Arena.forgetIndex();
        if (scriptsSent !== null && scripts(page) !== scriptsSent) {
            return notice('The book itself has changed: reload this page when it suits you.');
        }
        const mine = document.getElementById('mdbook-content');
        const sent = blocks(page);
        // What scripts have added is not part of the text.
        const own = [...mine.children].filter(node => !node.matches('[data-added]'));
        if (!blocksSent || blocksSent.length !== own.length) {
            return notice('This page has changed: reload it when it suits you.');
        }
        // What is equal at both ends stays.
        let head = 0;
        while (head < blocksSent.length && head < sent.length && blocksSent[head] === sent[head]) {
            head += 1;
        }
        let tail = 0;
        while (tail < blocksSent.length - head && tail < sent.length - head
            && blocksSent[blocksSent.length - 1 - tail] === sent[sent.length - 1 - tail]) {
            tail += 1;
        }
        const stay = anchor(mine);
        const end = blocksSent.length - tail;
        const next = own[end] || null;
        own.slice(head, end).forEach(node => node.remove());
        // In a box of its own until it is ready, so that the buttons are added once.
        const box = document.createElement('div');
        box.append(...[...page.getElementById('mdbook-content').children].slice(head, sent.length - tail));
        document.adoptNode(box);
        window.Arena.addCopyButtons(box);
        window.Arena.watchScrollers(box);
        const fresh = [...box.children];
        fresh.forEach(node => mine.insertBefore(node, next));
        blocksSent = sent;
        window.Arena.showOutline();
        stay();
        notice('');
        // Cards that are new have to be told about their exercise.
        cards.splice(0, cards.length, ...document.querySelectorAll('arena-card'));
        const isCard = node => node.querySelector('arena-card') || node.matches('arena-card');
        if (fresh.some(isCard) || addressOfEvents() !== address) {
            disconnect();
            connect();
        }
    }

    // The blocks of a page's text as the server sent them: widgets change theirs. And its scripts: some load more when they
    // are needed.
    let blocksSent = null;
    let scriptsSent = null;
    const scripts = page => [...page.querySelectorAll('script[src], link[rel=stylesheet]')]
        .map(node => node.getAttribute('src') || node.getAttribute('href')).join();
    const blocks = page => [...page.getElementById('mdbook-content').children].map(node => node.outerHTML);

    async function remember() {
        const answer = await fetch(location.pathname, { cache: 'no-store' });
        const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
        blocksSent = blocks(page);
        scriptsSent = scripts(page);
    }

    // Keeps what is at the top of the window there.
    function anchor(text) {
        layOutAll();
        const first = [...text.children].find(node => node.getBoundingClientRect().bottom > 0);
        const top = first && first.getBoundingClientRect().top;
        return () => {
            if (first && first.isConnected) {
                scrollBy(0, first.getBoundingClientRect().top - top);
            }
        };
    }

    // A line at the foot of the window; an empty one goes away.
    function notice(text) {
        let line = document.querySelector('.live-notice');
        if (!line) {
            line = el('p', { class: 'live-notice', role: 'status' });
            document.body.append(line);
        }
        line.textContent = text;
    }

    document.addEventListener('visibilitychange', () => (document.hidden ? disconnect() : connect()));
    addEventListener('pagehide', disconnect);
    addEventListener('pageshow', connect);

    // Sends something to the server; resolves to what is wrong, or to nothing.
    async function send(path, body) {
        try {
            const answer = await fetch(path, {
                method: 'POST',
                headers: { 'arena-secret': secret || '', 'content-type': 'application/json' },
                body: JSON.stringify(body),
            });
            return answer.ok ? '' : (await answer.text()).trim();
        } catch {
            return GONE;
        }
    }

    // The trace that is kept for an exercise, as a buffer; or, as an error, what to do for one.
    async function trace(id) {
        const answer = await fetch(`/live/trace/${id}`, { headers: { 'arena-secret': secret || '' } }).catch(() => {
            throw new Error(GONE);
        });
        if (!answer.ok) {
            throw new Error((await answer.text()).trim());
        }
        return answer.arrayBuffer();
    }

    // Asks the server to do something for an exercise; resolves to what is wrong, or to nothing.
    const wish = (id, what) => send('/live/wish', { id, what });

    // Keeps a guess at a question of the book, or forgets it for `null`; resolves to whether that worked.
    const predict = async (key, guess) => await send('/live/prediction', { key, guess }) === '';

    on('overview', ({ predictions }) => {
        window.Arena.live.predictions = predictions;
        document.querySelectorAll('arena-predict').forEach(question => question.serve(predictions));
    });

    // The contents: a mark for each exercise of a chapter.
    on('overview', ({ exercises }) => {
        for (const link of document.querySelectorAll('#contents .chapter a:not(.outline a)')) {
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

    window.Arena.live = { on, wish, predict, trace, predictions: null, isReady: () => blocksSent !== null };
    // After the scripts that listen.
    addEventListener('DOMContentLoaded', () => {
        connect();
        remember().catch(() => {});
    });
})();
