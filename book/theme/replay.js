// <arena-replay>: what happened on the heap in Bad and in the reader's code, event by event, on one axis.
(function () {
    'use strict';

    const { el, dark } = window.Arena;
    const { Lanes, Memory, INKS, inks } = window.ReplayDraw;
    const { range } = window.ReplayModel;
    const { NAMES, grouped, size, sentence, about } = window.ReplayWords;

    const FIGURES = ['heap calls', 'live bytes', 'peak'];
    // The least that a view shows, in events of the longer side.
    const LEAST = 8;
    // How long it takes to play a view, in milliseconds, and how often it moves if motion is to be reduced.
    const PLAYED = 10000;
    const CALM = 500;
    // While it plays, words change at most so often.
    const WORDS = 150;

    const calm = matchMedia('(prefers-reduced-motion: reduce)');
    class Replay extends HTMLElement {
        constructor() {
            super();
            this.box = el('div', { class: 'replay' }, el('p', { role: 'status' }, 'Reading the trace…'));
            this.paint = () => this.draw();
            this.recolour = () => {
                this.inks = null;
                this.change();
            };
            this.themes = new MutationObserver(this.recolour);
            this.sizes = new ResizeObserver(() => this.resize());
            this.addEventListener('keydown', event => this.key(event));
        }

        connectedCallback() {
            this.append(this.box);
            this.themes.observe(document.documentElement, { attributes: true, attributeFilter: ['class'] });
            dark.addEventListener('change', this.recolour);
            this.sizes.observe(this.box);
            this.recolour();
        }

        disconnectedCallback() {
            this.play(false);
            this.worker?.terminate();
            this.themes.disconnect();
            this.sizes.disconnect();
            dark.removeEventListener('change', this.recolour);
            cancelAnimationFrame(this.frame);
            this.frame = 0;
        }

        // Shows the trace in this buffer, or says why it cannot be shown.
        load(buffer) {
            this.worker?.terminate();
            this.worker = new Worker('/live/replay-worker.js');
            return new Promise(resolve => {
                const refuse = text => {
                    this.box.replaceChildren(el('p', { role: 'status', class: 'replay-refused' }, text));
                    resolve(false);
                };
                this.worker.onerror = () => refuse('The trace could not be read: reload the page.');
                this.worker.onmessage = ({ data }) => {
                    this.worker.terminate();
                    if (data.refused) {
                        return refuse(data.refused);
                    }
                    this.show(data.sides);
                    resolve(true);
                };
                this.worker.postMessage(buffer, [buffer]);
            });
        }

        show(sides) {
            this.sides = sides;
            // Before the first event, and after each.
            this.length = 1 + Math.max(...sides.map(side => side.n));
            this.from = 0;
            this.to = this.length;
            this.at = this.length / 2;
            this.isStretched = true;
            this.by = 1;
            this.told = null;
            this.playing = false;
            this.build();
            this.lanes = new Lanes(this.lanesCanvas);
            this.memory = new Memory(this.memoryCanvas, sides);
            this.inks = null;
            this.resize();
        }

        button(text, action, attributes = {}) {
            return el('button', { type: 'button', ...attributes, onclick: action }, text);
        }

        build() {
            const { sides } = this;
            this.lanesCanvas = el('canvas', { class: 'replay-lanes', role: 'img' });
            this.memoryCanvas = el('canvas', { class: 'replay-memory', role: 'img' });
            this.slider = el('input', {
                type: 'range', min: '0', max: this.length, step: 'any', 'aria-label': 'Place in the recording',
                oninput: () => this.seek(Number(this.slider.value)),
            });
            this.playButton = this.button('Play', () => this.play(!this.playing), { class: 'primary' });
            this.axisButton = this.button('Every event equally wide', () => {
                this.isStretched = !this.isStretched;
                this.change();
            }, { 'aria-pressed': 'false' });
            const choice = el('select', { onchange: () => { this.by = Number(choice.value); } },
                ...NAMES.map((name, at) => el('option', { value: at, selected: at === this.by }, name)));
            this.probes = INKS.map(name => el('i', { class: `ink is-${name}` }));
            this.figures = NAMES.map(name => FIGURES.map(() => el('td', { class: `is-${name.toLowerCase()}` })));
            this.lines = NAMES.map(name => ({
                name, what: el('span', {}), where: el('code', {}), text: el('code', { class: 'replay-source' }),
                // A line of the reader's own: whoever shows the replay opens it.
                own: this.button('', ({ target }) => this.dispatchEvent(new CustomEvent('open-line', { detail: Number(target.textContent.split(':').pop()) })),
                    { class: 'place', title: 'Open in the editor', hidden: true }),
            }));
            this.note = el('p', { class: 'replay-note' });
            this.words = el('p', { class: 'only-read', role: 'status' });
            this.box.replaceChildren(
                el('table', { class: 'replay-figures' },
                    el('thead', {}, el('tr', {}, el('td', {}), ...NAMES.map(name => el('th', { scope: 'col' }, name)))),
                    el('tbody', {}, ...FIGURES.map((text, row) => el('tr', {},
                        el('th', { scope: 'row' }, text), ...this.figures.map(cells => cells[row]))))),
                this.lanesCanvas, this.slider,
                el('div', { class: 'controls' },
                    this.playButton,
                    this.button('Step back', () => this.step(-1)), this.button('Step', () => this.step(1)),
                    el('label', {}, 'by events of ', choice),
                    el('span', { class: 'replay-zoom' },
                        this.button('−', () => this.zoom(2), { 'aria-label': 'Zoom out' }),
                        this.button('+', () => this.zoom(0.5), { 'aria-label': 'Zoom in' })),
                    this.axisButton),
                el('dl', { class: 'replay-lines' }, ...this.lines.flatMap(({ name, what, where, own, text }) =>
                    [el('dt', {}, name), el('dd', {}, what, ' ', where, own, text)])),
                this.memoryCanvas,
                el('ul', { class: 'replay-legend' },
                    ...[['block', 'a block'], ['chunk', 'a chunk of an arena: what is in it never reaches the heap'],
                        ['now', 'just allocated'], ['gone', 'just freed']].map(([ink, text]) =>
                        el('li', {}, el('i', { class: `key is-${ink}` }), text))),
                this.note, this.words,
                el('p', { class: 'replay-keys' }, 'On the slider: arrows step, Space plays, + and − zoom, 0 shows all. '
                    + 'On the curves: drag, and turn the wheel to zoom after a click.'),
                ...this.probes);
            this.lanesCanvas.addEventListener('pointerdown', event => this.grab(event));
            this.lanesCanvas.addEventListener('wheel', event => this.wheel(event), { passive: false });
            this.addresses = sides.map(side => `${size(side.span)} of addresses${side.regions > 1 ? `, in ${grouped(side.regions)} parts` : ''}`);
        }

        // How many events of a side have happened at a place of the axis.
        events(side, place) {
            const share = this.isStretched ? place / this.length * (side.n + 1) : place;
            return Math.min(side.n, Math.max(0, Math.floor(share + 1e-6)));
        }

        // The first place at which so many events of a side have happened.
        place(side, events) {
            return this.isStretched ? events / (side.n + 1) * this.length : events;
        }

        seek(place) {
            this.at = Math.min(Math.max(place, 0), this.length);
            const width = this.to - this.from;
            if (this.at < this.from || this.at > this.to) {
                this.look(this.at - width / 2, width);
            }
            this.change();
        }

        step(by) {
            this.play(false);
            const side = this.sides[this.by];
            const events = Math.min(side.n, Math.max(0, this.events(side, this.at) + by));
            this.seek(this.place(side, events));
        }

        look(from, width) {
            this.from = Math.min(Math.max(from, 0), this.length - width);
            this.to = this.from + width;
        }

        // Shows a wider or narrower part, with `fixed` where it is. Returns whether anything changes.
        zoom(factor, fixed = this.at) {
            const width = this.to - this.from;
            const next = Math.min(this.length, Math.max(Math.min(LEAST, this.length), width * factor));
            if (next === width) {
                return false;
            }
            const inside = fixed >= this.from && fixed <= this.to ? fixed : (this.from + this.to) / 2;
            this.look(inside - (inside - this.from) / width * next, next);
            this.change();
            return true;
        }

        grab(event) {
            event.preventDefault();
            this.play(false);
            this.slider.focus({ preventScroll: true });
            const canvas = this.lanesCanvas;
            const move = moved => this.seek(this.lanes.under(moved, this));
            canvas.setPointerCapture(event.pointerId);
            move(event);
            canvas.addEventListener('pointermove', move);
            const end = () => canvas.removeEventListener('pointermove', move);
            canvas.addEventListener('lostpointercapture', end, { once: true });
        }

        // Only for a reader who is at it: others scroll the page.
        wheel(event) {
            if (!this.contains(document.activeElement)) {
                return;
            }
            if (Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
                const width = this.to - this.from;
                if (width < this.length) {
                    event.preventDefault();
                    this.look(this.from + event.deltaX / this.lanes.width * width, width);
                    this.change();
                }
            } else if (this.zoom(1.002 ** event.deltaY, this.lanes.under(event, this))) {
                event.preventDefault();
            }
        }

        key(event) {
            if (!this.sides || event.altKey || event.ctrlKey || event.metaKey || event.target.nodeName === 'SELECT') {
                return;
            }
            const page = (this.to - this.from) / 20;
            const actions = {
                '+': () => this.zoom(0.5), '=': () => this.zoom(0.5), '-': () => this.zoom(2), 0: () => this.zoom(Infinity),
            };
            if (event.target === this.slider) {
                Object.assign(actions, {
                    ' ': () => this.play(!this.playing),
                    ArrowRight: () => this.step(1), ArrowUp: () => this.step(1),
                    ArrowLeft: () => this.step(-1), ArrowDown: () => this.step(-1),
                    PageUp: () => this.seek(this.at + page), PageDown: () => this.seek(this.at - page),
                    Home: () => this.seek(0), End: () => this.seek(this.length),
                });
            }
            if (actions[event.key]) {
                event.preventDefault();
                actions[event.key]();
            }
        }

        play(on) {
            if (on === Boolean(this.playing)) {
                return;
            }
            this.playing = on;
            this.playButton.textContent = on ? 'Pause' : 'Play';
            if (on && this.at >= this.length) {
                this.seek(0);
            }
            this.last = performance.now();
            this.change();
        }

        // Moves the cursor on by the time that has passed, and the view with it. Returns whether it is time to move.
        advance(now) {
            const passed = now - this.last;
            if (calm.matches && passed < CALM) {
                return false;
            }
            this.last = now;
            const width = this.to - this.from;
            this.at += width * Math.min(passed, CALM) / PLAYED;
            if (this.at >= this.length) {
                this.at = this.length;
                this.play(false);
            }
            if (this.at > this.from + width * 0.9 && this.to < this.length) {
                this.look(this.at - width * 0.9, width);
            }
            return true;
        }

        // Draws once, before the next frame.
        change() {
            if (!this.frame && this.isConnected && this.lanes) {
                this.frame = requestAnimationFrame(this.paint);
            }
        }

        resize() {
            const width = this.box.clientWidth;
            if (!this.lanes || width === 0 || width === this.lanes.width) {
                return;
            }
            this.lanes.resize(width);
            this.memory.resize(width);
            this.change();
        }

        draw() {
            this.frame = 0;
            const started = performance.now();
            if (this.playing && !this.advance(started)) {
                return this.change();
            }
            this.inks ||= inks(this.probes);
            const events = this.sides.map(side => this.events(side, this.at));
            const view = {
                sides: this.sides, names: NAMES, from: this.from, to: this.to, isStretched: this.isStretched, addresses: this.addresses,
                events: (side, place) => this.events(side, place), tick: place => this.tick(place), size,
            };
            this.lanes.draw(view, this.at, this.inks);
            this.memory.draw(view, events, this.inks);
            this.tell(events, started);
            // A test asks for the durations.
            this.durations?.push(performance.now() - started);
            if (this.playing) {
                this.change();
            }
        }

        tick(place) {
            const digits = this.to - this.from < this.length / 20 ? 2 : 0;
            return this.isStretched ? `${(100 * place / this.length).toFixed(digits)} %` : `event ${grouped(Math.min(place, this.length - 1))}`;
        }

        // The figures and words for what is drawn.
        tell(events, now) {
            this.slider.value = this.at;
            const extremes = [0, 0];
            this.sides.forEach((side, at) => {
                range(side, 0, events[at] + 1, extremes);
                const figures = [side.calls[events[at]], side.live[events[at]], extremes[1]];
                figures.forEach((figure, row) => {
                    const cell = this.figures[at][row];
                    const text = grouped(figure);
                    if (cell.textContent !== text) {
                        cell.textContent = text;
                    }
                });
            });
            if (this.playing && now - this.toldAt < WORDS) {
                return;
            }
            const told = `${events} ${this.isStretched} ${this.playing}`;
            if (told === this.told) {
                return;
            }
            this.told = told;
            this.toldAt = now;
            const sentences = this.sides.map((side, at) => {
                const { said, line } = sentence(side, events[at]);
                const { what, where, own, text } = this.lines[at];
                const place = line ? line.place : '';
                const isOwn = at === 1 && /(^|\/)src\/lib\.rs:\d+$/.test(place);
                what.textContent = said;
                where.textContent = isOwn ? '' : place;
                own.textContent = isOwn ? place : '';
                own.hidden = !isOwn;
                text.textContent = line ? line.text : '';
                return line ? `${said} ${line.place}: ${line.text}` : said;
            });
            this.axisButton.setAttribute('aria-pressed', !this.isStretched);
            this.note.textContent = about(this.sides, this.isStretched);
            this.slider.setAttribute('aria-valuetext', NAMES.map((name, at) => `${name} ${grouped(events[at])} of ${grouped(this.sides[at].n)} events`).join(', '));
            const words = NAMES.map((name, at) => `${name}: ${sentences[at]}. ${this.figures[at][0].textContent} heap calls so far, `
                + `${this.figures[at][1].textContent} bytes live, peak so far ${this.figures[at][2].textContent}.`).join(' ');
            this.lanesCanvas.setAttribute('aria-label', `Live bytes of Bad and of yours as curves over their events. ${words}`);
            this.memoryCanvas.setAttribute('aria-label', `Blocks by address. ${this.addresses.map((text, at) => `${NAMES[at]}: ${text}`).join('. ')}.`);
            if (!this.playing) {
                this.words.textContent = words;
            }
        }
    }

    customElements.define('arena-replay', Replay);
})();
