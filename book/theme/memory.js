// <arena-memory>: the memory of two sides, step by step. The steps were recorded on a real arena and heap.
//
// It contains the scene as JSON, and the same in words as a table, which a page without JavaScript shows.
(function () {
    'use strict';

    const { el } = window.Arena;

    // The memory of one side after its first `count` steps. The changes of the last one are marked.
    function memory(steps, side, count) {
        const world = { blocks: new Map(), chunks: new Map(), values: new Map(), calls: 0 };
        steps.slice(0, count).forEach((step, at) => {
            const isLast = at === count - 1;
            forget(world);
            step.events[side].forEach(event => happen(world, event, isLast));
        });
        return world;
    }

    // What an earlier step freed is no longer shown.
    function forget({ blocks, chunks }) {
        for (const things of [blocks, chunks]) {
            things.forEach((thing, number) => thing.state === 'freed' && things.delete(number));
        }
    }

    function happen(world, event, isNew) {
        const { blocks, chunks, values } = world;
        const happenings = {
            block() {
                world.calls += 1;
                blocks.set(event.block, { name: event.name, size: event.size, state: isNew ? 'new' : 'live' });
            },
            resize() {
                world.calls += 1;
                Object.assign(blocks.get(event.block), { size: event.size, state: isNew ? 'new' : 'live' });
            },
            free() { blocks.get(event.block).state = 'freed'; },
            lost() { blocks.get(event.block).state = 'lost'; },
            chunk() {
                world.calls += 1;
                chunks.set(event.chunk, { ...event, finger: event.usable, parts: [], state: isNew ? 'new' : 'live' });
            },
            free_chunk() { chunks.get(event.chunk).state = 'freed'; },
            put() { put(event.value, event.name); },
            grow() {
                const old = values.get(event.value);
                if (event.in_place) {
                    old.chunk.parts.splice(old.chunk.parts.indexOf(old), 1);
                } else {
                    old.kind = 'old';
                }
                put(event.value, old.name);
            },
            reset() {
                const chunk = chunks.get(event.chunk);
                chunk.parts = [];
                chunk.finger = chunk.usable;
            },
        };

        function put(number, name) {
            const chunk = chunks.get(event.chunk);
            const part = { kind: 'value', name, number, at: event.at, size: event.size, chunk, isNew };
            values.set(number, part);
            chunk.parts.push(part);
            if (event.padding > 0) {
                chunk.parts.push({ kind: 'padding', name: '', at: event.at + event.size, size: event.padding });
            }
            chunk.finger = event.at;
        }

        happenings[event.is]();
    }

    const number = count => count.toLocaleString('en');
    const bytes = count => (count === 1 ? '1 byte' : `${number(count)} bytes`);
    const sum = numbers => [...numbers].reduce((total, number) => total + number, 0);
    const percent = part => `${100 * part}%`;

    function drawBlock({ name, size, state }) {
        const note = { freed: 'freed', lost: 'lost' }[state];
        return el('li', { class: `block is-${state}`, style: `--bytes: ${size}` },
            `${name}: ${size}`, ...(note ? [' ', el('em', {}, note)] : []));
    }

    // A chunk as rows of bytes, the lowest address at the top left. Rows that the scene never reaches are omitted.
    function drawChunk(chunk, row, lowest) {
        const first = Math.floor(lowest / row);
        const rows = [];
        for (let at = first; at < Math.ceil(chunk.usable / row); at += 1) {
            rows.push(drawRow(chunk, at * row, Math.min(row, chunk.usable - at * row), row));
        }
        const used = name => sum(chunk.parts.filter(part => part.kind === name).map(part => part.size));
        const said = `Chunk ${chunk.chunk + 1}, ${bytes(chunk.usable)}: ${bytes(used('value'))} in use, `
            + `${used('padding')} of padding, ${used('old')} left behind, ${chunk.finger} free below the finger.`;
        const note = { freed: 'freed', new: 'new' }[chunk.state];
        return el('div', { class: `chunk is-${chunk.state}` },
            el('p', {}, `Chunk ${chunk.chunk + 1}: ${bytes(chunk.usable)} and a footer`, ...(note ? [' ', el('em', {}, note)] : [])),
            el('div', { class: 'bytes', role: 'img', 'aria-label': said },
                ...(first > 0 ? [el('div', { class: 'row rest' }, `${bytes(first * row)} more, free`)] : []), ...rows));
    }

    function drawRow(chunk, from, length, row) {
        const line = el('div', { class: 'row', style: `width: ${percent(length / row)}` });
        for (const part of chunk.parts) {
            const start = Math.max(part.at, from);
            const end = Math.min(part.at + part.size, from + length);
            if (start < end) {
                line.append(el('span', {
                    class: `part is-${part.kind} ${part.number % 2 ? 'is-odd' : ''} ${part.isNew ? 'is-new' : ''}`,
                    style: `left: ${percent((start - from) / length)}; width: ${percent((end - start) / length)}`,
                }, part.kind === 'value' && from === widestRow(part, row) ? part.name : ''));
            }
        }
        if (chunk.finger >= from && (chunk.finger < from + length || chunk.finger === chunk.usable && from + length === chunk.usable)) {
            line.append(el('span', { class: 'finger', style: `left: ${percent((chunk.finger - from) / length)}` }));
        }
        return line;
    }

    // The start of the row that has most of a part, where its name is written.
    function widestRow({ at, size }, row) {
        const first = Math.floor(at / row) * row;
        const inFirst = Math.min(size, first + row - at);
        return size - inFirst > inFirst ? first + row : first;
    }

    // The lowest offset that is ever used in each chunk of a side.
    function lowest(steps, side) {
        const lowest = new Map();
        steps.flatMap(step => step.events[side]).filter(event => 'at' in event).forEach(({ chunk, at }) =>
            lowest.set(chunk, Math.min(at, lowest.get(chunk) ?? Infinity)));
        return lowest;
    }

    function figures({ blocks, chunks, calls }) {
        const here = things => [...things.values()].filter(thing => thing.state !== 'freed');
        const parts = kind => sum(here(chunks).flatMap(chunk => chunk.parts.filter(part => part.kind === kind)).map(part => part.size));
        const rows = [
            ['Calls to the heap so far', calls],
            ['Bytes allocated from the heap', sum(here(blocks).map(block => block.size)) + sum(here(chunks).map(chunk => chunk.asked))],
        ];
        if (chunks.size > 0) {
            rows.push(['in use, in chunks', parts('value')], ['padding', parts('padding')], ['left behind', parts('old')]);
        }
        return el('dl', {}, ...rows.map(([name, count]) => el('div', {}, el('dt', {}, name), el('dd', {}, number(count)))));
    }

    class Memory extends HTMLElement {
        connectedCallback() {
            if (this.scene) {
                return;
            }
            this.scene = JSON.parse(this.querySelector('script').textContent);
            this.rows = [...this.querySelectorAll('.told tbody tr')];
            const { steps, sides } = this.scene;
            this.lowest = [0, 1].map(side => lowest(steps, side));
            this.slider = el('input', {
                type: 'range', min: '0', max: steps.length, value: '0', 'aria-label': 'Step',
                oninput: () => this.show(Number(this.slider.value)),
            });
            this.back = el('button', { type: 'button', onclick: () => this.show(this.at - 1) }, 'Step back');
            this.forward = el('button', { type: 'button', class: 'primary', onclick: () => this.show(this.at + 1) }, 'Step');
            this.said = el('div', { class: 'said', role: 'status' });
            this.stage = sides.map(({ name, note }) => {
                const world = el('div', { class: 'world' });
                return { world, box: el('div', { class: 'side-of-memory' }, el('p', {}, el('strong', {}, name), ` ${note}`), world) };
            });
            this.querySelector('figcaption').after(
                el('div', { class: 'controls' }, this.back, this.forward, this.slider),
                this.said,
                el('div', { class: 'stage' }, ...this.stage.map(side => side.box)),
                legend(),
                ...(this.scene.vary ? [el('arena-vary', { kind: this.scene.vary })] : []));
            // Not at step 0: an empty picture does not explain itself.
            this.show(Math.min(2, steps.length));
        }

        show(at) {
            const { steps, row } = this.scene;
            // A button that gets disabled would lose the focus, and with it the reader's place.
            const focus = document.activeElement;
            this.at = at;
            this.slider.value = at;
            this.back.disabled = at === 0;
            this.forward.disabled = at === steps.length;
            if (focus === this.forward && at === steps.length || focus === this.back && at === 0) {
                this.slider.focus();
            }
            this.say(at);
            this.stage.forEach(({ world }, side) => {
                const now = memory(steps, side, at);
                world.replaceChildren(
                    ...(now.blocks.size > 0 ? [el('ul', { class: 'heap' }, ...[...now.blocks.values()].map(drawBlock))] : []),
                    ...[...now.chunks.values()].map(chunk => drawChunk(chunk, row, this.lowest[side].get(chunk.chunk) ?? chunk.usable)),
                    figures(now));
                // What is below must not jump from step to step.
                world.style.minHeight = `${Math.max(parseFloat(world.style.minHeight) || 0, world.offsetHeight)}px`;
            });
        }

        // Shows the words of the table.
        say(at) {
            const { steps, sides } = this.scene;
            const place = `Step ${at} of ${steps.length}`;
            this.slider.setAttribute('aria-valuetext', at === 0 ? `${place}: nothing yet` : `${place}: ${this.rows[at - 1].cells[1].textContent}`);
            if (at === 0) {
                this.said.replaceChildren(el('p', {}, `${place}: nothing has happened yet.`));
                return;
            }
            const [, what, ...told] = this.rows[at - 1].cells;
            const copy = cell => [...cell.childNodes].map(node => node.cloneNode(true));
            this.said.replaceChildren(
                el('p', {}, `${place}: `, el('strong', {}, ...copy(what))),
                ...told.map((cell, side) => el('p', {}, el('strong', {}, `${sides[side].name}: `), ...copy(cell))));
        }
    }

    function legend() {
        const keys = [['is-value', 'in use'], ['is-padding', 'padding'], ['is-old', 'left behind'], ['is-free', 'free']];
        return el('ul', { class: 'legend' },
            ...keys.map(([kind, name]) => el('li', {}, el('span', { class: `part ${kind}` }), name)),
            el('li', {}, el('span', { class: 'finger' }), 'the finger'));
    }

    customElements.define('arena-memory', Memory);
})();
