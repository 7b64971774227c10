// <arena-vary>: the model of the arena, run with the reader's numbers. Three kinds: nodes of one size, vectors that
// grow, and rounds with a reset.
(function () {
    'use strict';

    const { el } = window.Arena;
    const { BumpModel, VecModel } = window;

    const FIELDS = {
        size: { label: 'Bytes of a node', value: 24, min: 1, max: 4096 },
        align: { label: 'Its alignment', value: 8, options: [1, 2, 4, 8, 16] },
        count: { label: 'Nodes', value: 100, min: 1, max: 20000 },
        capacity: { label: 'Initial capacity, in bytes', value: 0, min: 0, max: 1048576 },
        vectors: { label: 'Vectors', value: 2, min: 1, max: 8 },
        length: { label: 'Pushes to each vector', value: 1000, min: 1, max: 5000 },
        item: { label: 'Bytes of an item', value: 8, options: [1, 2, 4, 8, 16] },
        order: { label: 'Pushes', value: 'alternately', options: ['alternately', 'one vector after the other'] },
        first: { label: 'Capacity first', value: 'no', options: ['no', 'yes'] },
        rounds: { label: 'Documents', value: 4, min: 1, max: 12 },
    };

    const KINDS = {
        nodes: { title: 'Other nodes', fields: ['size', 'align', 'count', 'capacity'], run: nodes },
        vectors: { title: 'Other vectors', fields: ['vectors', 'length', 'item', 'order', 'first'], run: vectors },
        rounds: { title: 'Other documents', fields: ['size', 'align', 'count', 'rounds'], run: rounds },
    };

    function nodes({ size, align, count, capacity }) {
        const arena = new BumpModel(capacity);
        const stride = Math.ceil(size / align) * align;
        for (let n = 0; n < count; n += 1) {
            arena.alloc(stride, align);
        }
        const needed = count * stride;
        return {
            arena,
            rows: [
                ['', 'boxes', 'arena'],
                ['Calls to the heap', count, arena.calls],
                ['Bytes asked for', needed, arena.asked],
                ['of these in use', needed, needed],
                ['not in use: footers, padding, ends of chunks', 0, arena.asked - needed],
            ],
        };
    }

    function vectors({ vectors, length, item, order, first }) {
        const arena = new BumpModel();
        const all = Array.from({ length: vectors }, () => new VecModel(arena, item, item));
        if (first === 'yes') {
            all.forEach(vector => vector.reserveExact(length));
        }
        for (let n = 0; n < vectors * length; n += 1) {
            all[order === 'alternately' ? n % vectors : Math.floor(n / length)].push();
        }
        const items = vectors * length * item;
        const buffers = all.reduce((sum, vector) => sum + vector.capacity * vector.size, 0);
        return {
            arena,
            rows: [
                ['', 'arena'],
                ['Bytes of items', items],
                ['Bytes of the buffers that hold them', buffers],
                ['Bytes of old buffers, left behind', arena.leftBehind],
                ['Bytes asked of the heap', arena.asked],
                ['Calls to the heap', arena.calls],
            ],
        };
    }

    function rounds({ size, align, count, rounds }) {
        const kept = new BumpModel();
        const stride = Math.ceil(size / align) * align;
        const rows = [['Document', 'calls, a new arena', 'calls, one that is reset']];
        let fresh = null;
        for (let round = 1; round <= rounds; round += 1) {
            fresh = new BumpModel();
            const before = kept.calls;
            for (let n = 0; n < count; n += 1) {
                fresh.alloc(stride, align);
                kept.alloc(stride, align);
            }
            rows.push([round, fresh.calls, kept.calls - before]);
            if (round < rounds) {
                kept.reset();
            }
        }
        return { arena: kept, rows };
    }

    const shown = value => (typeof value === 'number' ? value.toLocaleString('en') : value);

    function table([head, ...rows]) {
        return el('div', { class: 'table-wrapper' }, el('table', {},
            el('thead', {}, el('tr', {}, ...head.map(cell => el(cell === '' ? 'td' : 'th', cell === '' ? {} : { scope: 'col' }, cell)))),
            el('tbody', {}, ...rows.map(([name, ...cells]) =>
                el('tr', {}, el('th', { scope: 'row' }, shown(name)), ...cells.map(cell => el('td', {}, shown(cell))))))));
    }

    // The final chunks of the arena, as bars in proportion to their size, filled from their ends.
    function bars({ chunks }) {
        const largest = Math.max(...chunks.map(chunk => chunk.usable));
        return el('div', { class: 'bars', role: 'img', 'aria-label': said(chunks) }, ...chunks.map(({ usable, finger }) =>
            el('div', { class: 'bar-of-chunk', style: `width: ${100 * usable / largest}%` },
                el('span', { class: 'is-used', style: `width: ${100 * (usable - finger) / usable}%` }))));
    }

    function said(chunks) {
        const sizes = chunks.map(({ usable, finger }) => `${shown(usable)} bytes, ${shown(finger)} of them free`);
        return `Final chunks: ${sizes.join('; ')}.`;
    }

    class Vary extends HTMLElement {
        connectedCallback() {
            if (this.kind) {
                return;
            }
            this.kind = KINDS[this.getAttribute('kind')];
            this.result = el('output', {});
            // By name: `form.elements` cannot find a field called `length`.
            this.controls = new Map(this.kind.fields.map(name => [name, control(FIELDS[name])]));
            const labels = [...this.controls].map(([name, field]) => el('label', {}, label(FIELDS[name]), field));
            this.form = el('form', { onsubmit: event => event.preventDefault(), oninput: () => this.compute() }, ...labels);
            this.append(el('details', { class: 'vary' }, el('summary', {}, `${this.kind.title}: change the numbers`), this.form, this.result));
            this.compute();
        }

        compute() {
            const values = Object.fromEntries([...this.controls].map(([name, control]) => [name, value(control)]));
            if (!this.form.checkValidity()) {
                this.result.textContent = 'One of the numbers is out of range.';
                return;
            }
            const { arena, rows } = this.kind.run(values);
            this.result.replaceChildren(table(rows), el('p', {}, said(arena.chunks)), bars(arena));
        }
    }

    function control({ value, options, min, max }) {
        return options
            ? el('select', {}, ...options.map(option => el('option', { selected: option === value }, String(option))))
            : el('input', { type: 'number', value, min, max, required: true });
    }

    function label({ label, min, max }) {
        return max ? `${label} (${shown(min)} to ${shown(max)})` : label;
    }

    function value(control) {
        const number = Number(control.value);
        return Number.isNaN(number) ? control.value : number;
    }

    customElements.define('arena-vary', Vary);
})();
