// <arena-card>: an exercise beside the editor. What a save came to, and what can be done about it.
(function () {
    'use strict';

    const { el, live, chart } = window.Arena;

    // Text with `code` in it.
    function prose(text) {
        return text.split('`').map((part, at) => (at % 2 ? el('code', {}, part) : part));
    }

    // A message, whose lines of the learner's source can be opened.
    function message(text, button) {
        return text.split(/((?:exercises\/\w+\/)?src\/lib\.rs:\d+)/).map((part, at) => (at % 2
            ? button(part, { open_at: Number(part.split(':').pop()) }, { class: 'place', title: 'Open in the editor' }) : part));
    }

    // Where yours and ours differ: a table, whose columns come one below the other where it is narrow.
    function solution({ files, groups }) {
        const only = (line, kind, who) => el('td', { class: kind }, line ? el('span', { class: 'only-read' }, who) : '', el('code', {}, line || ''));
        const both = line => el('td', {}, el('code', {}, line));
        return el('div', { class: 'card-solution', tabindex: '0', role: 'region', 'aria-label': 'Your version and the solution' },
            groups.length === 0 ? el('p', {}, 'Yours and ours are the same.') : el('table', {},
                el('thead', {}, el('tr', {},
                    el('th', { scope: 'col' }, 'Yours: ', el('code', {}, files[0])), el('th', { scope: 'col' }, 'Ours: ', el('code', {}, files[1])))),
                ...groups.map(({ first, rows }) => el('tbody', {},
                    el('tr', { class: 'lines' }, ...first.map(line => el('td', {}, `line ${line}`))),
                    ...rows.map(([yours, ours, same]) => (same
                        ? el('tr', { class: 'is-same' }, both(yours), both(ours))
                        : el('tr', {}, only(yours, 'is-bad', 'Only yours: '), only(ours, 'is-good', 'Only ours: '))))))));
    }

    class Card extends HTMLElement {
        connectedCallback() {
            if (this.panel) {
                return;
            }
            this.ident = this.dataset.exercise;
            this.status = el('p', { class: 'card-status', role: 'status' });
            this.result = el('div', { class: 'card-result' });
            this.said = el('p', { class: 'card-said', role: 'status' });
            this.actions = el('div', { class: 'controls card-actions' });
            this.panel = el('div', { class: 'card-panel' }, this.status, this.result, this.actions, this.said);
            this.querySelector('.exercise dl').after(this.panel);
            this.classList.add('is-live');
            live.on('card', card => card.id === this.ident && this.show(card));
            live.on('state', state => this.connection(state));
        }

        connection(state) {
            this.classList.toggle('is-lost', state === 'lost');
            if (state === 'lost') {
                this.status.textContent = 'The server does not answer. Start it again with `cargo xtask book`; this page goes on by itself.';
            } else if (this.card) {
                this.show(this.card);
            }
        }

        async ask(what) {
            const wrong = await live.wish(this.ident, what);
            if (wrong) {
                this.said.textContent = wrong;
            }
        }

        button(text, what, attributes = {}) {
            return el('button', { type: 'button', 'data-what': JSON.stringify(what), ...attributes, onclick: () => this.ask(what) }, text);
        }

        show(card) {
            this.card = card;
            const focused = this.panel.contains(document.activeElement) ? document.activeElement.dataset.what : null;
            const passed = card.steps.filter(step => step.passed).length;
            const counts = card.steps.length ? ` ${passed} of ${card.steps.length} steps` : '';
            const standing = {
                passed: 'Passes.', failed: 'Does not pass yet.', build_failed: 'Does not compile.', not_run: 'Not run.',
            }[card.standing] || 'Not checked yet: save the file, or press Check.';
            this.status.replaceChildren(
                card.busy ? el('span', { class: 'busy' }, `${card.busy}…`) : el('strong', {}, standing),
                card.busy ? '' : `${counts}${card.heap_calls ? `, heap calls ${card.heap_calls}` : ''}`);
            this.classList.toggle('is-passed', card.standing === 'passed');
            // What has not changed stays: somebody may have selected some of it, or scrolled in it.
            const { busy, said, ...lasting } = card;
            const drawn = JSON.stringify([lasting, Boolean(this.resetting)]);
            if (drawn !== this.drawn) {
                this.drawn = drawn;
                this.result.replaceChildren(...this.parts(card));
                this.marks(card);
                this.actions.replaceChildren(...this.buttons(card));
            }
            if (focused) {
                const buttons = [...this.panel.querySelectorAll('button')];
                const again = buttons.find(button => button.dataset.what === focused) || buttons[0];
                again.focus();
            }
            if (card.said && card.said[0] !== this.lastSaid) {
                this.lastSaid = card.said[0];
                this.saidAt = Date.now();
                this.said.replaceChildren(...prose(card.said[1]));
            } else if (card.busy && Date.now() - this.saidAt > 3000) {
                this.said.textContent = '';
            }
        }

        // Ticks at the steps that the card lists.
        marks(card) {
            for (const item of this.querySelectorAll('ul.steps li')) {
                const name = item.querySelector('code').textContent;
                const step = card.steps.find(other => other.name === name);
                item.classList.toggle('is-passed', Boolean(step && step.passed));
                item.classList.toggle('is-failed', Boolean(step && !step.passed));
                let note = item.querySelector('.step-note');
                if (!note) {
                    note = el('span', { class: 'step-note' });
                    item.append(' ', note);
                }
                note.textContent = !step ? '' : step.passed ? `✓ ${step.figure || ''}` : '✗';
            }
        }

        parts(card) {
            const parts = [];
            if (card.guess) {
                parts.push(el('div', { class: 'card-guess' },
                    el('p', {}, 'Before the first check, a guess: ', ...prose(card.guess.ask)),
                    el('div', { class: 'controls' },
                        ...card.guess.choices.map((choice, at) => this.button(choice, { guess: at + 1 })),
                        this.button('Skip', { guess: 0 }))));
            }
            const { failure } = card;
            if (failure) {
                parts.push(el('p', { class: 'card-title' }, failure.title));
                if (failure.claim) {
                    parts.push(el('p', {}, el('em', {}, 'Claim: '), failure.claim));
                }
                parts.push(el('pre', { class: 'card-message', tabindex: '0' }, ...message(failure.message, this.button.bind(this))));
                if (failure.question) {
                    parts.push(el('p', { class: 'card-question' }, ...prose(failure.question)));
                }
                if (failure.since) {
                    parts.push(el('p', { class: 'card-since' }, `Since the last attempt: ${failure.since}`));
                }
                if (failure.place) {
                    parts.push(el('p', { class: 'card-place' }, 'Test: ', el('code', {}, failure.place)));
                }
            }
            if (card.pass) {
                parts.push(el('dl', { class: 'card-pass' }, ...card.pass.flatMap(([name, text]) =>
                    [el('dt', {}, name), el('dd', {}, ...prose(text))])));
            }
            if (card.measured) {
                parts.push(chart.forest(card.measured));
            }
            if (card.by_threads) {
                parts.push(chart.threads(card.by_threads));
            }
            if (card.solution) {
                parts.push(solution(card.solution));
            }
            if (card.standing !== 'passed') {
                card.hints.forEach((hint, at) => parts.push(
                    el('p', { class: 'card-hint' }, el('strong', {}, `Hint ${at + 1} for ${card.step}: `), ...prose(hint))));
                if (card.lesson && card.standing) {
                    const lesson = el('details', { class: 'card-lesson' },
                        el('summary', {}, `What ${card.step} asks for`),
                        ...card.lesson.trim().split(/\n\n+/).map(paragraph => el('p', {}, ...prose(paragraph.replace(/\n/g, ' ')))));
                    lesson.open = Boolean(this.lessonOpen);
                    lesson.addEventListener('toggle', () => { this.lessonOpen = lesson.open; });
                    parts.push(lesson);
                }
            }
            return parts;
        }

        buttons(card) {
            const buttons = [this.button('Check', 'check', { class: 'primary' })];
            if (card.standing && card.standing !== 'passed' && card.more_hints > 0) {
                buttons.push(this.button(card.hints.length ? 'Another hint' : 'Hint', 'hint'));
            }
            if (card.standing === 'passed' && card.can_measure) {
                buttons.push(this.button(card.measured || card.by_threads ? 'Measure again' : 'Measure', 'measure'));
            }
            if (card.has_passed && !card.solution) {
                buttons.push(this.button('Compare with the solution', 'solution'));
            }
            buttons.push(this.button('Open in the editor', 'open'));
            if (card.standing) {
                buttons.push(this.button('Undo', 'undo'));
                if (card.has_passed && card.standing !== 'passed') {
                    buttons.push(this.button('Back to the version that passed', 'undo_passed'));
                }
                buttons.push(this.resetting ? this.button('Yes, reset', 'reset') : el('button', {
                    type: 'button',
                    'data-what': '"reset"',
                    onclick: () => {
                        this.resetting = true;
                        this.show(this.card);
                        setTimeout(() => {
                            this.resetting = false;
                            this.show(this.card);
                        }, 5000);
                    },
                }, 'Reset'));
            }
            return buttons;
        }
    }

    customElements.define('arena-card', Card);
})();
