// <arena-memory>: the memory of two sides, step by step, beside the code that does it. The steps were recorded on a real
// arena and heap; where the reader changes a number in the caption, they are a model's.
//
// It contains the scene as JSON, the code of both sides, and the steps in words as a table, which a page without
// JavaScript shows.
(function () {
    'use strict';

    const { el, grouped, memory, whenNear, wakeAll } = window.Arena;
    const PACE = 1300;
    const NARROW = 560;
    const MOST_ROWS = 40;
    const calm = matchMedia('(prefers-reduced-motion: reduce)');
    let pictures = 0;

    const copy = cell => [...cell.childNodes].map(node => node.cloneNode(true));
    const bytes = count => (count === 1 ? '1 byte' : `${grouped(count)} bytes`);

    // The recorded scene, with its words from the table.
    function recorded(element) {
        const scene = JSON.parse(element.querySelector('script').textContent);
        const rows = [...element.querySelectorAll('.told tbody tr')];
        scene.steps.forEach((step, at) => {
            const [, what, ...told] = rows[at].cells;
            step.what = () => copy(what);
            step.told = told.map(cell => () => copy(cell));
        });
        scene.summary = element.querySelector('.summed-up').textContent;
        return scene;
    }

    // The same scene with a model's steps. Their lines of code are those of the recorded steps that they stand for.
    function modelled(scene, steps) {
        const [left, right] = [0, 1].map(side => memory.memoryAfter(steps, side, steps.length));
        const calls = left.calls === 1 ? '1 call' : `${grouped(left.calls)} calls`;
        // Beside equal figures one looks for a difference that is not there.
        const figures = left.calls === right.calls && left.peak === right.peak
            ? `, on both sides: ${calls} to the heap, and ${bytes(left.peak)} held at the peak`
            : `: ${calls} to the heap against ${grouped(right.calls)}, and ${bytes(left.peak)} held at the peak against ${grouped(right.peak)}`;
        // The peak says nothing of a leak.
        const held = left.held + right.held > 0 ? ` Still held at the end: ${bytes(left.held)} against ${grouped(right.held)}.` : '';
        return {
            ...scene,
            steps: steps.map(step => ({
                ...step,
                lines: scene.steps.at(Math.min(step.of, scene.steps.length - 1)).lines,
                what: () => [step.what],
                told: step.told.map(text => () => [text || 'Nothing is allocated or freed.']),
            })),
            summary: `${scene.lesson[0].toUpperCase()}${scene.lesson.slice(1)}. The model says${figures}.${held}`,
        };
    }

    class Memory extends HTMLElement {
        connectedCallback() {
            if (!this.recorded) {
                whenNear(this, () => this.start());
            }
        }

        start() {
            pictures += 1;
            this.number = `memory-${pictures}`;
            this.recorded = recorded(this);
            this.code = [...this.querySelectorAll('.code-of-side')];
            const focused = this.contains(document.activeElement);
            this.build();
            // The code, which can be scrolled, has moved.
            if (focused && !this.contains(document.activeElement)) {
                this.stage.focus({ preventScroll: true });
            }
            this.use(this.recorded);
            this.at = memory.telling(this.scene.steps);
            // In words at once. It is drawn once it is laid out: to ask for its width here would have that done twice.
            this.show(this.at);
            new ResizeObserver(([{ contentRect }]) => {
                this.room = Math.floor(contentRect.width);
                this.draw();
                // Not what it says, which would be announced again.
                this.showSides();
            }).observe(this.sides[0].map.querySelector('.rows'));
        }

        disconnectedCallback() {
            this.pause();
        }

        build() {
            const button = (name, label, press) => el('button', { type: 'button', class: name, onclick: press }, label);
            this.buttons = {
                first: button('first', 'First', () => this.go(0)),
                back: button('back', 'Back', () => this.go(this.at - 1)),
                play: button('play', 'Play', () => (this.timer ? this.pause() : this.play())),
                step: button('step primary', 'Step', () => this.go(this.at + 1)),
                last: button('last', 'Last', () => this.go(this.scene.steps.length)),
            };
            this.slider = el('input', { type: 'range', min: '0', 'aria-label': 'Step', oninput: () => this.go(Number(this.slider.value)) });
            this.now = el('div', { class: 'now', 'aria-live': 'polite' });
            this.nowRoom = el('div', { class: 'room', 'aria-hidden': 'true' });
            this.sides = this.recorded.sides.map(({ name, note, base }, side) => this.buildSide(name, note, base, side));
            this.legend = el('div', {});
            this.told = el('div', { 'aria-live': 'polite' });
            this.toldRoom = el('div', { class: 'room', 'aria-hidden': 'true' });
            const across = part => this.sides.map(side => side[part]);
            this.stage = el('div', { class: 'stage', tabindex: '0', role: 'group', 'aria-label': 'Memory, step by step; arrow keys step' },
                ...across('head'), ...across('code'), ...across('map'));
            this.querySelector('.memory-code').remove();
            this.querySelector('figcaption').after(
                ...this.buildSentence(),
                el('div', { class: 'controls' }, ...Object.values(this.buttons), this.slider),
                el('div', { class: 'kept' }, this.nowRoom, this.now),
                this.stage, this.legend, el('div', { class: 'kept words' }, this.toldRoom, this.told));
            this.addEventListener('keydown', event => this.press(event));
        }

        buildSide(name, note, base, side) {
            const figure = text => {
                const [label, count, more] = [el('dt', {}, text), el('dd', { class: 'figure' }), el('dd', { class: 'more' })];
                return { label, count, more, element: el('div', {}, label, count, more) };
            };
            const [calls, held] = [figure('calls to the heap'), figure('bytes held at the peak')];
            const parts = el('p', { class: 'parts' });
            const lines = [...this.code[side].querySelectorAll('.line')];
            const scroller = this.code[side].querySelector('pre');
            return {
                calls, held, parts, lines, scroller,
                head: el('div', { class: 'head' }, el('p', { class: 'name' }, el('strong', {}, name), ' ', el('span', {}, note)),
                    el('dl', {}, calls.element, held.element)),
                code: el('div', { class: 'code-window', role: 'group', 'aria-label': `Code: ${name}` }, this.code[side]),
                map: el('div', { class: 'map' }, el('p', { class: 'base' }, el('span', {}, '+0 is '), el('code', {}, base)), el('div', { class: 'rows' }), parts),
            };
        }

        // The numbers that drive the picture, in a sentence below the caption.
        buildSentence() {
            this.model = memory.models[this.recorded.vary];
            if (!this.model) {
                return [];
            }
            const { sentence, fields } = this.model;
            this.fields = new Map(Object.entries(fields).map(([name, field]) => [name, control(field)]));
            this.again = el('button', { type: 'button', class: 'again', onclick: () => this.reset() }, 'Back to the recording');
            this.wrong = el('p', { class: 'wrong', role: 'alert' });
            // Parts that depend on the numbers.
            this.depending = sentence.filter(part => typeof part === 'function').map(text => ({ text, element: el('span', {}) }));
            const shown = part => this.fields.get(part) ?? this.depending.find(({ text }) => text === part)?.element ?? part;
            this.sayGiven();
            return [el('form', { class: 'given', onsubmit: event => event.preventDefault(), oninput: () => this.vary() },
                el('p', {}, ...sentence.map(shown), ' ', this.again), this.wrong)];
        }

        // The numbers in the sentence, by name.
        sayGiven() {
            const values = Object.fromEntries([...this.fields].map(([name, field]) => [name, Number(field.value)]));
            this.depending.forEach(({ text, element }) => { element.textContent = text(values); });
            return values;
        }

        reset() {
            this.fields.forEach((field, name) => { field.value = this.model.fields[name].value; });
            this.wrong.textContent = '';
            this.sayGiven();
            this.use(this.recorded);
            this.draw();
            this.show(this.scene.steps.length);
            [...this.fields.values()][0].focus();
        }

        vary() {
            this.pause();
            const bad = [...this.fields].find(([, field]) => !field.checkValidity());
            if (bad) {
                const { label, min, max } = this.model.fields[bad[0]];
                this.wrong.textContent = `${label}: a whole number from ${grouped(min)} to ${grouped(max)}.`;
                return;
            }
            this.wrong.textContent = '';
            this.use(modelled(this.recorded, this.model.run(this.sayGiven())));
            this.draw();
            this.show(this.scene.steps.length - 1);
        }

        // Shows this scene from now on.
        use(scene) {
            this.scene = scene;
            this.classList.toggle('is-model', scene !== this.recorded);
            this.extents = [0, 1].map(side => memory.extent(scene.steps, side));
            this.slider.max = scene.steps.length;
            // Room for the longest text, so that nothing jumps.
            this.nowRoom.replaceChildren(this.nowAt(0), ...scene.steps.map((step, at) => this.nowAt(at + 1)));
            this.toldRoom.replaceChildren(...scene.steps.map((step, at) => this.toldAt(at + 1)));
            const kinds = new Set(this.extents.flatMap(extent => [...extent.kinds]));
            this.legend.replaceChildren(memory.legend(kinds, `${this.number}-0`));
            this.width = 0;
        }

        // Draws anew, for this width and scene.
        draw() {
            const width = this.room;
            if (width === this.width || !width) {
                return;
            }
            this.width = width;
            const isNarrow = this.stage.clientWidth < NARROW;
            // Asked before anything is changed.
            this.sides.forEach(side => {
                const { code } = side;
                side.isTall = code.scrollHeight > code.clientHeight;
                side.scrolls = side.isTall || code.scrollWidth > code.clientWidth;
            });
            const bytes = isNarrow && this.scene.row > 16 ? this.scene.row / 2 : this.scene.row;
            this.sides.forEach((side, at) => {
                side.drawing = new memory.Drawing({
                    extent: this.extents[at], width, bytes, height: isNarrow ? 19 : 24, id: `${this.number}-${at}`, most: MOST_ROWS,
                });
                side.map.querySelector('.rows').replaceChildren(side.drawing.element);
            });
            this.sides.forEach(({ code, scrolls }) => {
                scrolls ? code.setAttribute('tabindex', '0') : code.removeAttribute('tabindex');
            });
        }

        // Where the reader wants to be.
        go(at) {
            this.pause();
            this.show(Math.max(0, Math.min(at, this.scene.steps.length)));
        }

        play() {
            const last = this.scene.steps.length;
            this.live('off');
            this.timer = setInterval(() => {
                this.at + 1 < last ? this.show(this.at + 1) : this.go(last);
            }, PACE);
            this.buttons.play.textContent = 'Pause';
            this.show(this.at === last ? 0 : this.at + 1);
        }

        // Announced once for each step, but not while it plays.
        live(how) {
            this.now.setAttribute('aria-live', how);
            this.told.setAttribute('aria-live', how);
        }

        pause() {
            if (this.timer) {
                clearInterval(this.timer);
                this.timer = null;
                this.buttons.play.textContent = 'Play';
                this.live('polite');
            }
        }

        press(event) {
            if (event.target.closest('.given, .told') || event.altKey || event.ctrlKey || event.metaKey) {
                return;
            }
            const last = this.scene.steps.length;
            const places = { ArrowLeft: this.at - 1, ArrowRight: this.at + 1, Home: 0, End: last };
            if (event.key in places) {
                event.preventDefault();
                this.go(places[event.key]);
            } else if (event.key === ' ' && event.target === this.stage) {
                event.preventDefault();
                this.buttons.play.click();
            }
        }

        show(at) {
            const { steps } = this.scene;
            this.at = at;
            this.slider.value = at;
            for (const [name, isOff] of [['first', at === 0], ['back', at === 0], ['step', at === steps.length], ['last', at === steps.length]]) {
                // A button that was disabled would lose the focus, and with it the reader's place.
                this.buttons[name].setAttribute('aria-disabled', isOff);
            }
            const now = this.nowAt(at);
            this.slider.setAttribute('aria-valuetext', now.textContent);
            this.now.replaceChildren(now);
            this.told.replaceChildren(this.toldAt(at));
            this.classList.toggle('is-calm', calm.matches);
            this.showSides();
        }

        showSides() {
            this.sides.forEach((side, number) => this.showSide(side, number, this.at));
        }

        // On paper: the last step that has something in memory, and what the last one says.
        showForPrint() {
            const { steps, summary } = this.scene;
            this.before = this.at;
            // One that was far below the window has not been drawn yet.
            this.room ??= Math.floor(this.sides[0].map.querySelector('.rows').getBoundingClientRect().width);
            this.draw();
            const at = memory.fullest(steps);
            this.go(at);
            this.told.firstChild.append(...(at < steps.length ? [el('p', { class: 'sum' }, summary)] : []));
        }

        nowAt(at) {
            const { steps } = this.scene;
            const place = el('span', { class: 'place' }, `Step ${at} of ${steps.length}: `);
            if (at === 0) {
                return el('p', {}, place, 'nothing has happened yet.');
            }
            return el('p', {}, place, el('strong', {}, ...steps[at - 1].what()), '.');
        }

        // What a step does on both sides, in words; the last one sums up.
        toldAt(at) {
            const { steps, summary, sides } = this.scene;
            const told = at === 0 ? [] : sides.map(({ name }, side) => el('p', {}, el('b', { class: 'only-read' }, `${name}: `), ...steps[at - 1].told[side]()));
            return el('div', { class: 'told-now' }, ...told, ...(at === steps.length ? [el('p', { class: 'sum' }, summary)] : []));
        }

        showSide(side, which, at) {
            const world = memory.memoryAfter(this.scene.steps, which, at);
            const step = this.scene.steps[at - 1];
            const { name } = this.scene.sides[which];
            side.drawing?.show(world, name);
            side.calls.count.textContent = grouped(world.calls);
            side.calls.label.textContent = world.calls === 1 ? 'call to the heap' : 'calls to the heap';
            side.calls.more.textContent = `${grouped(world.freed)} freed`;
            side.held.count.textContent = grouped(world.peak);
            side.held.more.textContent = `${grouped(world.held)} now`;
            const before = memory.memoryAfter(this.scene.steps, which, Math.max(at - 1, 0));
            for (const [element, figure] of [[side.calls.count, 'calls'], [side.calls.more, 'freed'], [side.held.count, 'peak'], [side.held.more, 'held']]) {
                element.classList.toggle('is-new', world[figure] !== before[figure]);
            }
            const { kinds } = this.extents[which];
            const sums = memory.inChunks(world);
            const parts = [['in use', 'value'], ['padding', 'padding'], ['left behind', 'old'], ['free', 'free']];
            side.parts.replaceChildren(...(kinds.has('finger')
                ? parts.filter(([, kind]) => kinds.has(kind)).flatMap(([label, kind]) => [el('span', {}, el('b', {}, grouped(sums[kind])), ` ${label}`), ' '])
                : ['\u00a0']));
            this.mark(side, step?.lines[which] ?? []);
        }

        // Marks the lines of code that did the step, and scrolls to them within their box.
        mark({ lines, scroller, isTall }, [first, last]) {
            lines.forEach((line, at) => {
                const isNow = at + 1 >= first && at + 1 <= last;
                line.classList.toggle('is-now', isNow);
                isNow ? line.setAttribute('aria-current', 'step') : line.removeAttribute('aria-current');
            });
            const line = lines[first - 1];
            if (line && isTall) {
                const box = scroller.closest('.code-window');
                box.scrollTop = line.offsetTop - (box.clientHeight - line.offsetHeight) / 2;
            }
        }
    }

    function control({ value, options, min, max, label }) {
        return options
            ? el('select', { 'aria-label': label }, ...options.map(option => el('option', { selected: option === value }, String(option))))
            : el('input', { type: 'number', value, min, max, step: 1, required: true, 'aria-label': label, style: `width: ${String(max).length + 3}ch` });
    }

    customElements.define('arena-memory', Memory);

    const all = () => document.querySelectorAll('arena-memory');
    addEventListener('beforeprint', () => {
        wakeAll();
        all().forEach(picture => picture.showForPrint());
    });
    addEventListener('afterprint', () => all().forEach(picture => picture.go(picture.before)));
})();
