// The speaker's window: this chapter's notes, the answers to what is asked on the screen, a clock, what is next, and the
// agenda. It follows the window that presents, and can drive it. It shows the same chapter as a page of its own, so a
// reload, or a link, is enough to bring it back.
(function () {
    'use strict';

    const { store, el, presentLink } = window.Arena;
    const root = document.documentElement;
    const main = document.querySelector('main');
    const agendas = window.ArenaAgendas || [];
    const SILENT = 3500;
    const MINUTE = 60000;
    const here = () => location.href.split('#')[0];
    const clean = node => {
        const copy = node.cloneNode(true);
        [copy, ...copy.querySelectorAll('[id]')].forEach(part => part.removeAttribute && part.removeAttribute('id'));
        return copy;
    };

    let state = null;
    let heard = 0;
    let link = null;
    let view = null;

    // The presentation that this window belongs to: its name has it, unless it was opened by hand.
    const own = () => (window.name.match(/^arena-speaker-(.+)/) || [])[1];

    function receive(message) {
        if (own() && message.id !== own()) {
            return;
        }
        window.name = `arena-speaker-${message.id}`;
        heard = Date.now();
        const base = new URL(root.dataset.root || './', here()).href;
        if (message.url !== here() && String(message.url).startsWith(base)) {
            location.replace(`${message.url}#/speaker`);
            return;
        }
        const moved = !state || state.at !== message.at || state.on !== message.on;
        state = message;
        show(moved);
    }

    const send = message => link.send({ ...message, id: own() });
    const step = by => {
        if (state) {
            // The next press counts from here, before the other window has answered.
            state.at = Math.max(-1, Math.min(state.count, state.at + by));
            send({ go: state.at });
        } else {
            send({ go: 0 });
        }
    };

    // The answers of what is on the screen, so that the speaker knows them first.
    function answers() {
        const shown = (state && state.shown || []).map(at => main.children[at]).filter(Boolean);
        return shown.flatMap(unit => [unit, ...unit.querySelectorAll('arena-predict, arena-quiz')]).flatMap(unit => {
            if (unit.matches('arena-predict')) {
                const answer = unit.querySelector(':scope > details');
                return answer ? [...answer.children].filter(part => !part.matches('summary')).map(clean) : [];
            }
            return unit.matches('arena-quiz') ? [...unit.querySelectorAll('.question')].map(solved) : [];
        });
    }

    function solved(question) {
        const ask = question.querySelector('.ask');
        const right = question.querySelectorAll('.choice label, .choices > li')[Number(question.dataset.right)];
        const why = question.querySelector('.answer');
        return el('div', {}, ...(ask ? [el('p', {}, el('strong', {}, ask.textContent.trim()))] : []),
            ...(right ? [el('p', {}, right.textContent.trim())] : []),
            ...(why ? [...why.children].filter(part => !part.matches('summary')).map(clean) : []));
    }

    function notes() {
        const all = [...main.querySelectorAll('details.speaker')];
        const parts = all.flatMap(note => [...note.children].filter(part => !part.matches('summary')).map(clean));
        return parts.length > 0 ? parts : [el('p', {}, 'This chapter has no notes.')];
    }

    // The minutes that the chapter is to take.
    function planned() {
        const line = main.querySelector('.minutes');
        const found = line && line.textContent.match(/(\d+) to present/);
        return found ? Number(found[1]) : null;
    }

    const two = number => String(number).padStart(2, '0');
    const span = time => `${Math.floor(time / MINUTE)}:${two(Math.floor(time / 1000) % 60)}`;
    const hour = minutes => `${two(Math.floor(minutes / 60) % 24)}:${two(minutes % 60)}`;

    function tick() {
        const { spent, since } = state && state.clock || { spent: 0, since: null };
        const elapsed = spent + (since ? Math.max(0, Date.now() - since) : 0);
        const plan = planned();
        const over = plan !== null && elapsed > plan * MINUTE;
        view.clock.replaceChildren(span(elapsed), ' ', el('small', {}, plan === null ? 'no time is planned' : `of ${plan}:00`));
        view.clock.classList.toggle('is-over', over);
        view.over.textContent = over ? `${span(elapsed - plan * MINUTE)} over` : '';
        view.run.textContent = since ? 'Pause' : 'Go on';
        view.now.textContent = new Date().toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
        const silent = Date.now() - heard > SILENT;
        const said = silent
            ? 'No window of the book presents now. Press p there; this window follows by itself.'
            : state && !state.on ? 'The book is not presented now: it was left with Escape.' : '';
        if (view.state.textContent !== said) {
            view.state.textContent = said;
        }
        agenda();
    }

    // Where the day is: the item of this chapter, or of its exercise if that is on the screen.
    function current({ items }) {
        const page = here().split('/').pop() || 'index.html';
        const mine = items.filter(item => item.page === page || page === 'index.html' && item.page === 'start.html');
        const shown = (state && state.shown || []).map(at => main.children[at]).filter(Boolean);
        const card = item => item.exercise && shown.some(unit => unit.matches(`[data-exercise="${item.exercise}"]`)
            || unit.querySelector(`[data-exercise="${item.exercise}"]`));
        return mine.find(card) || mine.find(item => !item.exercise) || mine[0];
    }

    let drawn = '';
    function agenda() {
        const { which, start } = chosen();
        const plan = agendas[which];
        if (!plan) {
            return;
        }
        const shift = start - plan.items[0].start;
        const item = current(plan);
        const now = new Date().getHours() * 60 + new Date().getMinutes();
        let late = '';
        if (item && now > start - 60 && now < plan.end + shift + 120) {
            const end = item.start + shift + item.minutes;
            const by = now > end ? now - end : Math.min(0, now - item.start - shift);
            late = by === 0 ? 'On time.' : `${Math.abs(by)} minutes ${by > 0 ? 'late' : 'early'}.`;
        }
        const key = JSON.stringify([which, start, item, late]);
        if (key === drawn) {
            return;
        }
        drawn = key;
        view.late.textContent = late;
        view.agenda.replaceChildren(...plan.items.map(entry => el('li', { 'aria-current': entry === item && 'step' },
            el('span', { class: 'when' }, hour(entry.start + shift)),
            entry.page ? el('button', { type: 'button', onclick: () => send({
                open: `${entry.page}#/present/${entry.exercise ? `exercise-${entry.exercise}` : 1}`,
            }) }, entry.name) : el('span', {}, entry.name),
            el('span', { class: 'long' }, `${entry.minutes} min`))),
        el('li', {}, el('span', { class: 'when' }, hour(plan.end + shift)), el('span', {}, 'End')));
    }

    function chosen() {
        const kept = store.get('present-agenda') || {};
        const which = agendas[kept.which] ? kept.which : 0;
        const start = Number.isInteger(kept.start) ? kept.start : agendas[which] ? agendas[which].items[0].start : 0;
        return { which, start };
    }

    function choose(change) {
        store.set('present-agenda', { ...chosen(), ...change });
        view.starts.value = hour(chosen().start);
        agenda();
    }

    function show(moved) {
        const { at, count, titles, next } = state;
        view.title.textContent = `${titles[at] || ''} (${at + 1} of ${count})`;
        if (view.jump.options.length !== count || moved) {
            view.jump.replaceChildren(...titles.map((title, place) => el('option', { value: place }, `${place + 1}: ${title}`)));
            view.jump.value = at;
        }
        view.next.replaceChildren(...(next ? [el('strong', {}, next.title), next.lines] : ['Nothing: this is the end of the book.']));
        if (moved) {
            const known = answers();
            view.answers.hidden = known.length === 0;
            view.answers.replaceChildren(...(known.length > 0 ? [el('h2', {}, 'Answers on this screen'), ...known] : []));
            view.main.scrollTop = 0;
        }
        tick();
    }

    function make() {
        const button = (text, act) => el('button', { type: 'button', onclick: act }, text);
        const { which, start } = chosen();
        view = {
            title: el('h1', {}, document.title),
            state: el('p', { class: 'speaker-state', role: 'status' }),
            jump: el('select', { 'aria-label': 'Go to a screen', onchange: () => send({ go: Number(view.jump.value) }) }),
            answers: el('div', { class: 'speaker-answers' }),
            clock: el('p', { class: 'speaker-clock' }),
            over: el('p', {}),
            now: el('span', {}),
            run: button('Pause', () => send({ run: !(state && state.clock.since) })),
            next: el('p', { class: 'speaker-next' }),
            late: el('p', { role: 'status' }),
            agenda: el('ol', { class: 'speaker-agenda' }),
            starts: el('input', { type: 'time', value: hour(start), onchange: () => {
                const [hours, minutes] = view.starts.value.split(':').map(Number);
                choose({ start: Number.isFinite(hours) ? hours * 60 + minutes : null });
            } }),
        };
        view.main = el('div', { class: 'speaker-main', tabindex: '0', role: 'region', 'aria-label': 'Notes' },
            view.answers, el('h2', {}, 'Notes'), ...notes());
        const side = el('div', { class: 'speaker-side', tabindex: '0', role: 'region', 'aria-label': 'Time' },
            el('h2', {}, 'This chapter'), view.clock, view.over,
            el('div', { class: 'controls' }, view.run, button('Start again', () => send({ restart: true })), el('span', {}, 'It is ', view.now)),
            el('h2', {}, 'Next'), view.next);
        if (agendas.length > 0) {
            side.append(el('h2', {}, 'The day'),
                el('div', { class: 'controls' },
                    el('select', { 'aria-label': 'Agenda', onchange: event => choose({ which: Number(event.target.value), start: null }) },
                        ...agendas.map(({ title }, at) => el('option', { value: at, selected: at === which }, title))),
                    el('label', {}, 'from ', view.starts)),
                view.late, view.agenda);
        }
        document.body.append(el('main', { class: 'speaker-window' },
            el('header', {}, view.title, button('← Previous', () => step(-1)), button('Next →', () => step(1)), view.jump, view.state),
            view.main, side));
    }

    function pressed(event) {
        const by = { ArrowRight: 1, PageDown: 1, ArrowLeft: -1, PageUp: -1 }[event.key];
        if (!by || event.altKey || event.ctrlKey || event.metaKey || event.target.closest('input, select')) {
            return;
        }
        event.preventDefault();
        event.stopPropagation();
        step(by);
    }

    window.Arena.speaker = () => {
        if (view) {
            return;
        }
        root.classList.remove('contents-open');
        root.classList.add('speaking');
        document.title = `Notes: ${document.title}`;
        main.hidden = true;
        make();
        link = presentLink('speaker', receive);
        root.addEventListener('keydown', pressed);
        tick();
        send({});
        setInterval(() => {
            send({});
            tick();
        }, 1000);
    };
})();
